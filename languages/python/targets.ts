import { givesSame, isPathClass, callName } from "./known.ts";
import type { Program } from "./program.ts";
import { argumentsOf, callAround, calleeOf, methodOf, receiverOf, unwrap, type PyNode } from "./tree.ts";
import { changesMode, spokenName, writesMode } from "./vocabulary.ts";

/** A call that writes a file, and the expression that says which. */
export interface FileCall {
  readonly call: PyNode;
  readonly target: PyNode;
}

const writingMethods = new Set(["open", "write_text", "write_bytes", "copy", "copy2", "copyfile", "move", "replace", "rename", "renames", "set_key", "unset_key"]);
const opens = /^(?:open|(?:io|codecs|aiofiles)\.open)$/u;
const moves = /^(?:shutil\.(?:copy|copy2|copyfile|move)|os\.(?:replace|rename|renames)|copy2|copyfile)$/u;
const keySetters = /^(?:dotenv\.)?(?:set_key|unset_key)$/u;
const readers = /^(?:dotenv\.)?(?:load_dotenv|dotenv_values)$/u;
const loads = /^(?:json|yaml|toml|tomllib|tomli|rtoml|ruamel|ast|configparser|pyjson5|json5|hjson|orjson|ujson|plistlib|jsonc)\.[a-z_.]*(?:load|loads|safe_load|full_load|load_all|literal_eval|parse)$|\.(?:read_file|readfp|read_string)$|^(?:safe_load|load|loads)$/u;
const parserName = /(?:config|parser|cfg|ini)[a-z_]*$/iu;

/** The file that a call writes to, when it writes one. */
function writtenBy(call: PyNode, text: string): PyNode | null {
  const method = methodOf(call, text);
  if (method === null || !writingMethods.has(method)) return null;
  const name = spokenName(calleeOf(call), text);
  const given = argumentsOf(call, text);
  const first = given.find(({ place }) => place === 0 || place === "file" || place === "dotenv_path")?.value ?? null;
  const receiver = receiverOf(call);
  if (opens.test(name)) return changesMode(call, 1, text) ? first : null;
  if (moves.test(name)) return given.find(({ place }) => place === 1 || place === "dst")?.value ?? null;
  if (keySetters.test(name)) return first;
  if (!receiver) return null;
  if (method === "open") return changesMode(call, 0, text) ? receiver : null;
  if (method === "write_text" || method === "write_bytes") return receiver;
  // `path.replace(target)`, not `text.replace(old, new)`.
  return (method === "replace" || method === "rename") && given.length === 1 && given[0]?.place === 0 ? first : null;
}

/** Every call of a file that writes a file. */
export function writeCalls(program: Program): readonly FileCall[] {
  return program.tree.nodes.flatMap((call) => {
    const target = call.type === "CallExpression" ? writtenBy(call, program.text) : null;
    return target ? [{ call, target }] : [];
  });
}

/** The files that a program reads as configuration, by their paths and by the expressions that say which. */
export class ConfigReads {
  readonly #program: Program;
  #found: ReadonlySet<string> | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Whether the program reads the file of a write. */
  has(target: PyNode, value: string): boolean {
    this.#found ??= this.#find();
    return (value !== "" && this.#found.has(`=${value}`)) || this.#found.has(spelling(target, this.#program.text));
  }

  #find(): Set<string> {
    const found = new Set<string>();
    const { tree, text, values, scopes } = this.#program;
    const calls = tree.nodes.filter(({ type }) => type === "CallExpression");
    const loading = new Set(calls.filter((call) => loads.test(spokenName(calleeOf(call), text))).map((call) => scopes.functionOf(call)));
    for (const call of calls) {
      const target = this.#readBy(call, loading.has(scopes.functionOf(call)));
      if (!target) continue;
      const known = values.of(target, "likely");
      if (known.literals.length > 0) found.add(`=${known.text}`);
      if (literalTypes.has(unwrapTarget(target, text).type)) continue;
      found.add(spelling(target, text));
    }
    return found;
  }

  #readBy(call: PyNode, isLoading: boolean): PyNode | null {
    const { text } = this.#program;
    const method = methodOf(call, text) ?? "";
    const name = spokenName(calleeOf(call), text);
    const receiver = receiverOf(call);
    const given = argumentsOf(call, text);
    const first = given[0]?.value ?? null;
    if (receiver && (method === "read_text" || method === "read_bytes")) return receiver;
    if (readers.test(name)) return first;
    if (method === "read" && receiver && first && parserName.test(spokenName(receiver, text))) return first;
    if (/^(?:toml|rtoml)\.load$/u.test(name)) return first;
    if (!isLoading || method !== "open") return null;
    if (opens.test(name)) return writesMode(call, 1, text) ? null : first;
    return receiver && !writesMode(call, 0, text) && name !== "os.open" ? receiver : null;
  }
}

const literalTypes = new Set(["String", "FormatString", "ContinuedString"]);

/** Takes `Path(…)` and `str(…)` off the expression for a file. */
export function unwrapTarget(target: PyNode, text: string): PyNode {
  let current = unwrap(target);
  for (;;) {
    const name = current.type === "CallExpression" ? callName(current, text) : null;
    const given = name !== null && (isPathClass(name) || givesSame(name)) ? argumentsOf(current, text) : [];
    if (given.length !== 1 || !given[0]) return current;
    current = unwrap(given[0].value);
  }
}

/** The expression for a file as spelled, on one line. */
export function spelling(target: PyNode, text: string): string {
  const inner = unwrapTarget(target, text);
  return text.slice(inner.from, Math.min(inner.to, inner.from + 300)).replace(/\s+/gu, " ");
}

/** Whether an expression for a file is a literal: it has no name. */
export function isLiteral(target: PyNode, text: string): boolean {
  return literalTypes.has(unwrapTarget(target, text).type);
}

/** What is called, as spelled, on one line. */
export function calleeText(call: PyNode, text: string): string {
  const callee = calleeOf(call) ?? callAround(call) ?? call;
  return text.slice(callee.from, Math.min(callee.to, callee.from + 200)).replace(/\s+/gu, " ");
}
