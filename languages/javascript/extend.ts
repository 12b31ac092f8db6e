import { posix } from "node:path";
import type { CallName } from "../call.ts";
import type { Edit } from "../edit.ts";
import type { Source } from "../site.ts";
import { left, type Left } from "../writer.ts";
import { openModule, ROOT, type Helper, type PathModule } from "./helpers.ts";
import { Imports } from "./imports.ts";
import { lineStyleOf, type LineStyle } from "./insert.ts";
import { child, children, dottedName, identifierName, placeAt, rangeOf, type Node } from "./nodes.ts";
import { look, type Outlook } from "./scope.ts";

/** What makes a module of the project answer more calls. */
export interface Extension {
  readonly edits: readonly Edit[];
  /** What the added calls are named in it. */
  readonly names: Readonly<Partial<Record<CallName, string>>>;
}

type Addable = "projectPath" | "homePath" | "tempPath" | "findBinary" | "searchPath";

const addable = new Set<string>(["projectPath", "homePath", "tempPath", "findBinary", "searchPath"] satisfies Addable[]);
const bases: Readonly<Record<Addable, readonly ("path" | "fs" | "os")[]>> = {
  projectPath: ["path"],
  homePath: ["path", "os"],
  tempPath: ["path", "os"],
  findBinary: ["path", "fs"],
  searchPath: ["path", "fs"],
};

const prefixes = ["/opt/homebrew/bin", "/opt/homebrew/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/local/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin"];

/** Adds calls to a path module that the project has, in its style. */
export function extendModule(source: Source, calls: readonly CallName[], helpers: readonly Helper[]): Extension | Left {
  const refused = calls.find((call) => !addable.has(call));
  if (refused !== undefined) return left(`'${refused}' needs the configuration, which this module does not read`);
  const module = openModule(source);
  if (!module) return left("the module does not parse");
  return look(source.path, source.text, (outlook) => extend(source, calls as readonly Addable[], helpers, module, outlook));
}

interface Form {
  readonly style: LineStyle;
  readonly indent: string;
  readonly isTypeScript: boolean;
  readonly isArrow: boolean;
  readonly system: "import" | "require";
  /** What stands before the keyword: `export `. */
  readonly prefix: string;
}

function extend(source: Source, calls: readonly Addable[], helpers: readonly Helper[], module: PathModule, outlook: Outlook): Extension | Left {
  const { text } = source;
  const form = formOf(source, module, outlook);
  const clash = calls.find((call) => outlook.occurrences(call).length > 0);
  if (clash !== undefined) return left(`the name '${clash}' is taken in the path module`);
  const imports = new Imports(outlook, form.system, text, form.style, text.length);
  const names = new Map<string, string>();
  for (const base of new Set([...calls.flatMap((call) => bases[call]), ...(needsRootOf(module, helpers, calls) && form.system === "import" ? (["url"] as const) : [])])) {
    const reached =
      base === "url"
        ? imports.add({ specifier: "node:url", names: ["fileURLToPath"], matches: (specifier) => /^(?:node:)?url$/u.test(specifier) })
        : imports.add({
            specifier: `node:${base}`,
            names: [base],
            whole: base,
            isNamespace: form.isTypeScript && !/import\s+\w+\s+from\s+["'](?:node:)?(?:path|fs|os|url)["']/u.test(text),
            matches: (specifier) => specifier === base || specifier === `node:${base}`,
          });
    for (const name of reached.values()) {
      if (typeof name !== "string") return name;
      names.set(base, name);
    }
  }
  const root = rootExpression(source, module, helpers, names, form);
  const functions = calls.map((call) => functionText(call, names, root, form));
  return { edits: merged([...imports.edits(), ...placed(functions, calls, module, text, form)]), names: Object.fromEntries(calls.map((call) => [call, call])) };
}

function formOf({ path, text }: Source, module: PathModule, outlook: Outlook): Form {
  const isTypeScript = /\.[cm]?tsx?$/iu.test(path);
  const system = isTypeScript || path.endsWith(".mjs") || outlook.isModule ? "import" : "require";
  const functions = module.tree.functions.map((place) => place.node.type);
  const arrows = functions.filter((type) => type === "ArrowFunctionExpression").length;
  return {
    style: lineStyleOf(text, outlook.imports),
    indent: /^(\t| {2,8})\S/mu.exec(text)?.[1] ?? "  ",
    isTypeScript,
    isArrow: arrows > functions.filter((type) => type === "FunctionDeclaration").length,
    system,
    prefix: system === "import" ? "export " : "",
  };
}

function needsRootOf(module: PathModule, helpers: readonly Helper[], calls: readonly Addable[]): boolean {
  return calls.includes("projectPath") && !helpers.some((helper) => helper.call === "projectPath") && rootConstant(module) === null;
}

/** The project's root in the words of the module: its own function, its own constant, or steps up from its folder. */
function rootExpression(source: Source, module: PathModule, helpers: readonly Helper[], names: ReadonlyMap<string, string>, form: Form): string {
  const helper = helpers.find((candidate) => candidate.call === "projectPath");
  const local = helper && localName(module, helper.name);
  if (local) return `${local}()`;
  const constant = rootConstant(module);
  if (constant !== null) return constant;
  const { quote } = form.style;
  const folder = form.system === "require" ? "__dirname" : `${names.get("path") ?? "path"}.dirname(${names.get("url") ?? "fileURLToPath"}(import.meta.url))`;
  const steps = posix.relative(posix.dirname(source.path), "").split("/").filter((step) => step !== "");
  return steps.length === 0 ? folder : `${names.get("path") ?? "path"}.join(${[folder, ...steps.map((step) => quote + step + quote)].join(", ")})`;
}

/** What an exported function is called inside its module. */
function localName(module: PathModule, exported: string): string | null {
  const place = module.exports.get(exported);
  if (!place) return null;
  const own = identifierName(child(place.node, "id"));
  return own ?? (place.up?.node.type === "VariableDeclarator" ? identifierName(child(place.up.node, "id")) : null);
}

/** A constant of the top level that holds the root. */
function rootConstant(module: PathModule): string | null {
  for (const place of module.tree.declarations) {
    const name = place.node.type === "VariableDeclarator" ? identifierName(child(place.node, "id")) : null;
    const value = placeAt(place, "init");
    const binding = name === null ? null : module.bindings.resolve(name, place);
    if (binding?.scope === module.tree.root.node && value && module.bindings.isConstant(binding) && module.path(value) === ROOT) return name;
  }
  return null;
}

function functionText(call: Addable, names: ReadonlyMap<string, string>, root: string, form: Form): string {
  const path = names.get("path") ?? "path";
  const os = names.get("os") ?? "os";
  switch (call) {
    case "projectPath":
      return declared(call, "...parts", "string[]", [`return ${path}.join(${root}, ...parts)`], form);
    case "homePath":
      return declared(call, "...parts", "string[]", [`return ${path}.join(${os}.homedir(), ...parts)`], form);
    case "tempPath":
      return declared(call, "...parts", "string[]", [`return ${path}.join(${os}.tmpdir(), ...parts)`], form);
    case "findBinary":
      return declared(call, "name", "string", findBinaryBody(path, names.get("fs") ?? "fs", form), form);
    case "searchPath":
      return declared(call, "", "", searchPathBody(path, names.get("fs") ?? "fs", form), form);
  }
}

function declared(name: string, parameter: string, type: string, body: readonly string[], form: Form): string {
  const { indent, prefix, isTypeScript, style } = form;
  const typed = parameter === "" ? "" : isTypeScript ? `${parameter}: ${type}` : parameter;
  const signature = `(${typed})${isTypeScript ? ": string" : ""}`;
  const lines = body.map((line) => indent + line.replace(/^\t+/u, (tabs) => indent.repeat(tabs.length)) + (/[{};]$|\.$/u.test(line) ? "" : style.semicolon));
  const [head, tail] = form.isArrow ? [`const ${name} = ${signature} => {`, `}${style.semicolon}`] : [`function ${name}${signature} {`, "}"];
  return [prefix + head, ...lines, tail].join(style.newline);
}

function knownFolders({ style: { quote } }: Form): string {
  return prefixes.map((prefix) => quote + prefix + quote).join(", ");
}

function findBinaryBody(path: string, fs: string, form: Form): readonly string[] {
  const { quote, semicolon } = form.style;
  const empty = quote + quote;
  return [
    `const folders = [...(process.env.PATH || ${empty}).split(${path}.delimiter), ${knownFolders(form)}]`,
    `for (const folder of folders) {`,
    `\tconst file = ${path}.resolve(folder, name)${semicolon}`,
    `\ttry {`,
    `\t\t${fs}.accessSync(file, ${fs}.constants.X_OK)${semicolon}`,
    `\t\tif (folder !== ${empty} && ${fs}.statSync(file).isFile()) return file${semicolon}`,
    `\t} catch (error) {`,
    `\t\t// Not there: the next folder may have it.`,
    `\t}`,
    `}`,
    `throw new Error(\`the program '\${name}' was not found in \${folders.join(", ")}\`)`,
  ];
}

function searchPathBody(path: string, fs: string, form: Form): readonly string[] {
  const { quote } = form.style;
  const system = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].map((folder) => quote + folder + quote).join(", ");
  return [
    `const present = (process.env.PATH || ${quote}${quote}).split(${path}.delimiter).filter((folder) => folder !== ${quote}${quote})`,
    `const known = [${knownFolders(form)}].filter((folder) => ${fs}.existsSync(folder))`,
    `return [...new Set([...present, ${system}, ...known])].join(${path}.delimiter)`,
  ];
}

/** The edits that put functions where the module can export them. */
function placed(functions: readonly string[], calls: readonly string[], module: PathModule, text: string, form: Form): readonly Edit[] {
  const { newline, semicolon } = form.style;
  const statement = form.system === "require" ? exportStatement(module) : null;
  if (!statement) {
    const exported = form.system === "require" ? calls.map((call) => `module.exports.${call} = ${call}${semicolon}`) : [];
    const start = text === "" || text.endsWith("\n") ? newline : newline + newline;
    const body = [...functions, ...(exported.length > 0 ? [exported.join(newline)] : [])].join(newline + newline);
    return [{ range: [text.length, text.length], text: start + body + newline }];
  }
  const [at] = rangeOf(statement.node);
  const last = children(statement.object, "properties").at(-1);
  const [, end] = last ? rangeOf(last) : [0, rangeOf(statement.object)[0] + 1];
  const gap = last ? /\r?\n[ \t]*$/u.exec(text.slice(0, rangeOf(last)[0]))?.[0] : undefined;
  const names = last ? calls.map((call) => `,${gap ?? " "}${call}`).join("") : ` ${calls.join(", ")} `;
  return [
    { range: [at, at], text: functions.map((body) => body + newline + newline).join("") },
    { range: [end, end], text: names },
  ];
}

/** The statement `module.exports = { … }`. */
function exportStatement(module: PathModule): { readonly node: Node; readonly object: Node } | null {
  const place = module.tree.assignments.find(({ node, up }) => dottedName(child(node, "left")) === "module.exports" && child(node, "right")?.type === "ObjectExpression" && up?.up?.node.type === "Program");
  const object = place && child(place.node, "right");
  return place?.up && object ? { node: place.up.node, object } : null;
}

/** Edits of the same place as one, in their order. */
function merged(edits: readonly Edit[]): readonly Edit[] {
  const result: Edit[] = [];
  for (const edit of edits) {
    const index = result.findIndex(({ range }) => range[0] === edit.range[0] && range[1] === edit.range[1]);
    const other = result[index];
    if (other) result[index] = { range: other.range, text: other.text + edit.text };
    else result.push(edit);
  }
  return result;
}
