import type { CallName } from "../call.ts";
import type { Edit } from "../edit.ts";
import type { Source } from "../site.ts";
import { isLeft, left, type Left } from "../writer.ts";
import { isDocstring } from "./context.ts";
import { definitions, type Helper } from "./definitions.ts";
import { importOf } from "./import-statement.ts";
import { Imports, snakeCase } from "./imports.ts";
import { onlyReturn, ownPath } from "./own-file.ts";
import { Program } from "./program.ts";
import { textOf } from "./tree.ts";

/** What a module is to be given. */
interface Extension {
  readonly edits: readonly Edit[];
  readonly names: Partial<Record<CallName, string>>;
}

/** A function to add. */
interface Addition {
  readonly name: string;
  readonly parameters: string;
  readonly typedParameters: string;
  readonly doc: string;
  readonly body: readonly string[];
  readonly modules: readonly string[];
}

const folderParts = { parameters: "*parts", typedParameters: "*parts: str" };

/** Adds the calls that a module of the project lacks, in its own style, as functions at its end. */
export function extendModule(source: Source, calls: readonly CallName[], helpers: readonly Helper[]): Extension | Left {
  const program = new Program(source.text);
  if (program.tree.error) return left("the module does not parse");
  const wanted = new Set<CallName>(calls);
  // The finder looks along the search path.
  if (wanted.has("findBinary") && !helpers.some(({ call }) => call === "searchPath")) wanted.add("searchPath");
  const additions: Addition[] = [];
  const names: Partial<Record<CallName, string>> = {};
  for (const call of order.filter((name) => wanted.has(name))) {
    const addition = additionFor(call, program, source, helpers);
    if (isLeft(addition)) return addition;
    const taken = program.scopes.module.bindings.has(addition.name);
    if (taken && calls.includes(call)) return left(`the module has another '${addition.name}'`);
    if (!taken) additions.push(addition);
    if (calls.includes(call)) names[call] = addition.name;
  }
  const other = calls.find((call) => !order.includes(call));
  if (other !== undefined) return left(`'${snakeCase(other)}' reads the configuration, which ${source.path} does not`);
  const modules = new Set(additions.flatMap((addition) => addition.modules));
  const taken = [...modules].find((name) => program.scopes.module.bindings.get(name)?.values.some(({ node }) => node?.type !== "ImportStatement"));
  if (taken !== undefined) return left(`the name '${taken}' is taken in the module`);
  return { edits: [...importEdits(program, source, modules), ...appendEdits(additions, program, source)], names };
}

const order: readonly CallName[] = ["projectPath", "homePath", "tempPath", "searchPath", "findBinary"];

function additionFor(call: CallName, program: Program, source: Source, helpers: readonly Helper[]): Addition | Left {
  const name = snakeCase(call);
  switch (call) {
    case "projectPath": {
      const root = helpers.find((helper) => helper.call === "projectPath" && !helper.takesParts)?.name ?? rootFunction(program, source.path);
      if (root === null) return left(`${source.path} has no function that gives the project's root`);
      return { ...folderParts, name, doc: "Get an absolute path under the project root.", body: [`return os.path.join(${root}(), *parts)`], modules: ["os"] };
    }
    case "homePath":
      return { ...folderParts, name, doc: "Get an absolute path under the running user's home folder.", body: ['return os.path.join(os.path.expanduser("~"), *parts)'], modules: ["os"] };
    case "tempPath":
      return { ...folderParts, name, doc: "Get an absolute path under the system's folder for temporary files.", body: ["return os.path.join(tempfile.gettempdir(), *parts)"], modules: ["os", "tempfile"] };
    case "searchPath":
      return {
        name,
        parameters: "",
        typedParameters: "",
        doc: "Get a PATH under which a spawned program finds its tools, also under cron or a supervisor.",
        body: [
          'folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]',
          'folders += ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]',
          "candidates = [",
          ...knownPrefixes.map((prefix) => `    "${prefix}",`),
          "]",
          "folders += [folder for folder in candidates if os.path.isdir(folder)]",
          "return os.pathsep.join(dict.fromkeys(folders))",
        ],
        modules: ["os"],
      };
    case "findBinary":
      return {
        name,
        parameters: "name",
        typedParameters: "name: str",
        doc: "Get the absolute path of an installed program.",
        body: [
          `path = ${helpers.find((helper) => helper.call === "searchPath")?.name ?? "search_path"}()`,
          "found = shutil.which(name, path=path)",
          "if found is None:",
          '    raise FileNotFoundError(f"the program {name} was not found in {path}")',
          "return found",
        ],
        modules: ["shutil"],
      };
    default:
      return left(`'${name}' reads the configuration, which ${source.path} does not`);
  }
}

const knownPrefixes = ["/opt/homebrew/bin", "/opt/homebrew/sbin", "/opt/local/bin", "/opt/local/sbin", "/home/linuxbrew/.linuxbrew/bin", "/home/linuxbrew/.linuxbrew/sbin", "/snap/bin"];

/** A function whose result, string or `Path`, is the project's root. */
function rootFunction(program: Program, file: string): string | null {
  const found = definitions(program).find(({ node, required, rest, optional }) => {
    const result = required.length === 0 && rest === null && optional === 0 ? onlyReturn(node) : null;
    return result !== null && ownPath(result, program, file) === "";
  });
  return found?.name ?? null;
}

function importEdits(program: Program, source: Source, modules: ReadonlySet<string>): readonly Edit[] {
  const { text, root } = program.tree;
  const there = root.children.flatMap((node) => importOf(node, text) ?? []);
  const missing = [...modules].filter((name) => !there.some(({ isFrom, names }) => !isFrom && names.some((item) => item.name === name && item.alias === null)));
  if (missing.length === 0) return [];
  return [new Imports(program, source, { file: "", names: {} }).lines(missing.map((name) => `import ${name}`))];
}

function appendEdits(additions: readonly Addition[], program: Program, source: Source): readonly Edit[] {
  if (additions.length === 0) return [];
  const { text, root } = program.tree;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const neighbours = root.children.filter(({ type }) => type === "FunctionDefinition");
  const isTyped = neighbours.some((node) => node.child("TypeDef") !== null);
  const hasDocs = neighbours.length === 0 || neighbours.some((node) => node.child("Body")?.children[1]?.children.some(isDocstring));
  const usesSingle = (source.text.match(/'/gu)?.length ?? 0) > 2 * (source.text.match(/"(?!"")/gu)?.length ?? 0);
  const indent = indentOf(neighbours[0] ? textOf(neighbours[0], text) : "");
  const functions = additions.map(({ name, parameters, typedParameters, doc, body }) => {
    const head = isTyped ? `def ${name}(${typedParameters}) -> str:` : `def ${name}(${parameters}):`;
    const lines = hasDocs ? [`"""${doc}"""`, ...body] : body;
    const styled = lines.map((line) => (usesSingle && !line.startsWith('"""') && !line.includes("'") ? line.replaceAll('"', "'") : line));
    return [head, ...styled.map((line) => indent + line.replace(/^ {4}/u, indent))].join(end) + end;
  });
  const gap = isSpread(neighbours.map(({ from }) => text.slice(Math.max(0, from - 6), from))) ? end + end : end;
  const last = root.children.at(-1);
  if (last?.type === "IfStatement" && textOf(last, text).slice(0, 20).includes("__name__")) {
    return [{ range: [last.from, last.from], text: functions.map((lines) => lines + end + end).join("") }];
  }
  const trimmed = text.trimEnd().length;
  const tail = text.slice(trimmed);
  const lead = /^[^\S\r\n]*\r?\n/u.test(tail) ? "" : end;
  // Blank lines that the file ends in stay; its last line gets an end if it has none.
  return [{ range: [text.length, text.length], text: functions.map((lines, index) => (index === 0 ? lead : "") + gap + lines).join("") }];
}

function isSpread(before: readonly string[]): boolean {
  return before.length < 2 || before.slice(1).some((text) => /\n\r?\n\r?\n$/u.test(text.replace(/\r/gu, "")) || /\n\n\n$/u.test(text.replace(/\r/gu, "")));
}

function indentOf(text: string): string {
  return /\n([ \t]+)\S/u.exec(text)?.[1] ?? "    ";
}
