import type { Given } from "../site.ts";
import { callName, givesSame, isPathClass, lookupOf, plainText } from "./known.ts";
import { OwnAddress } from "./own-address.ts";
import type { Program } from "./program.ts";
import { argumentsOf, dottedName, methodOf, receiverOf, unwrap, type PyNode } from "./tree.ts";

const deepest = 5;
const mayAsk = /getcwd|\.\s*cwd\b|curdir|abspath|Path\s*\(|PWD/u;

/** Tells what expressions give that is another thing on each machine, also through names and functions of the file. */
export class Givens {
  readonly #program: Program;
  readonly #folders = new Map<PyNode, boolean>();
  readonly addresses: OwnAddress;
  #mayAsk: boolean | undefined;

  constructor(program: Program) {
    this.#program = program;
    this.addresses = new OwnAddress(program);
  }

  /** What an expression gives. */
  of(node: PyNode): Given | null {
    if (this.givesFolder(node)) return "working-folder";
    return this.addresses.isGivenBy(node) ? "own-address" : null;
  }

  /** Whether an expression is the folder in which the program was started. */
  givesFolder(node: PyNode, depth = 0): boolean {
    if (!(this.#mayAsk ??= mayAsk.test(this.#program.text)) || depth > deepest) return false;
    const inner = unwrap(node);
    const known = this.#folders.get(inner);
    if (known !== undefined) return known;
    // While it is looked at, a name that leads back to itself gives nothing.
    this.#folders.set(inner, false);
    const gives = asksForFolder(inner, this.#program.text) || this.#passesFolder(inner, depth);
    this.#folders.set(inner, gives);
    return gives;
  }

  #passesFolder(node: PyNode, depth: number): boolean {
    const { text, scopes } = this.#program;
    if (node.type === "VariableName" || node.type === "MemberExpression") {
      const [only, other] = scopes.resolve(node)?.values ?? [];
      return only?.kind === "value" && only.node !== null && !other && this.givesFolder(only.node, depth + 1);
    }
    if (node.type !== "CallExpression") return false;
    const name = callName(node, text);
    const given = argumentsOf(node, text);
    const [first] = given;
    if (first && given.length === 1 && first.keyword === null && !first.starred && (givesSame(name) || isPathClass(name))) return this.givesFolder(first.value, depth + 1);
    const receiver = receiverOf(node);
    if (receiver && /^(?:resolve|absolute|as_posix|expanduser)$/u.test(methodOf(node, text) ?? "")) return this.givesFolder(receiver, depth + 1);
    const results = this.#program.resultsOf(node);
    return results.length === 1 && results.every((result) => this.givesFolder(result, depth + 1));
  }
}

/** Whether an expression itself asks for the folder in which the program was started. */
export function asksForFolder(node: PyNode, text: string): boolean {
  if (node.type === "MemberExpression") return /^(?:os|path|os\.path)\.curdir$/u.test(dottedName(node, text) ?? "") || lookupOf(node, text)?.variable === "PWD";
  if (node.type !== "CallExpression") return false;
  const name = callName(node, text) ?? "";
  if (/^(?:os\.)?getcwdb?$/u.test(name) || (name.endsWith(".cwd") && isPathClass(name.slice(0, -4)))) return true;
  const isPath = isPathClass(name);
  if (!isPath && !/^(?:os\.path\.|path\.)?(?:abspath|realpath)$/u.test(name)) return lookupOf(node, text)?.variable === "PWD";
  const [first, second] = argumentsOf(node, text);
  // Other libraries have classes of this name.
  if (!first) return isPath && text.includes("pathlib");
  const folder = plainText(first.value, text);
  return !second && first.keyword === null && (folder === "." || (isPath && folder === ""));
}

/** Whether an expression makes a `pathlib` path of the folder. */
export function isPathObject(node: PyNode, text: string): boolean {
  const inner = unwrap(node);
  const name = inner.type === "CallExpression" ? callName(inner, text) : null;
  if (name === null) return receiverOf(inner) !== null && /^(?:resolve|absolute|expanduser)$/u.test(methodOf(inner, text) ?? "") && isPathObject(receiverOf(inner) ?? inner, text);
  return isPathClass(name) || isPathClass(name.replace(/\.(?:cwd|home)$/u, ""));
}
