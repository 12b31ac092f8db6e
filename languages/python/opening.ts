import { isPathClass } from "./known.ts";
import type { Program } from "./program.ts";
import { argumentsOf, calleeOf, methodOf, receiverOf, textOf, unwrap, type PyNode } from "./tree.ts";
import { spokenName, writesMode } from "./vocabulary.ts";

/** The file that an expression reads, and how. */
export interface Opening {
  readonly target: PyNode;
  /** The call that opens it. */
  readonly call: PyNode;
  /** The statement `with open(…) as file:` that holds it open. */
  readonly block: PyNode | null;
  /** Why what reads it cannot be taken for itself, as a lower-case clause. */
  readonly problem: string | null;
}

/** What an expression reads: an open file, or its text. */
export function openingOf(expression: PyNode, program: Program, depth = 0): Opening | null {
  const { text, scopes } = program;
  const node = unwrap(expression);
  if (depth > 4) return null;
  const apart = (opening: Opening | null, problem: string): Opening | null => opening && { ...opening, problem: opening.problem ?? problem };
  if (node.type === "AwaitExpression") return apart(node.children[1] ? openingOf(node.children[1], program, depth + 1) : null, "the file is read while others go on, and load_config waits for it");
  if (node.type === "VariableName") {
    const block = blockAround(node, text);
    if (block) return openedBy(block.children[1] ?? block, block, text);
    const [only, other] = scopes.resolve(node)?.values ?? [];
    return only?.kind === "value" && only.node && !other ? apart(openingOf(only.node, program, depth + 1), "the file is read in a statement of its own") : null;
  }
  if (node.type !== "CallExpression") return null;
  const method = methodOf(node, text);
  const receiver = receiverOf(node);
  if (receiver && method === "read" && argumentsOf(node, text).length === 0) return openingOf(receiver, program, depth + 1);
  if (receiver && (method === "read_text" || method === "read_bytes")) return { target: receiver, call: node, block: null, problem: null };
  return openedBy(node, null, text);
}

/** Have: `open(path)`, `io.open(path)`, `path.open()` */
function openedBy(call: PyNode, block: PyNode | null, text: string): Opening | null {
  if (call.type !== "CallExpression" || methodOf(call, text) !== "open") return null;
  const name = spokenName(calleeOf(call), text);
  const receiver = receiverOf(call);
  const isFunction = /^(?:(?:io|codecs|aiofiles)\.)?open$/u.test(name);
  if (name === "os.open" || (!isFunction && !receiver) || isPathClass(name) || writesMode(call, isFunction ? 1 : 0, text)) return null;
  const target = isFunction ? argumentsOf(call, text).find(({ place }) => place === 0 || place === "file")?.value : receiver;
  return target ? { target, call, block, problem: name.startsWith("aiofiles.") ? "the file is read while others go on, and load_config waits for it" : null } : null;
}

/** The `with` statement that gives a variable its file. */
export function blockAround(node: PyNode, text: string): PyNode | null {
  const name = textOf(node, text);
  for (let { parent } = node; parent && parent.type !== "FunctionDefinition"; { parent } = parent) {
    if (parent.type === "WithStatement" && parent.children.some((child) => child.type === "VariableName" && child.sibling(-1)?.type === "as" && textOf(child, text) === name)) {
      const opened = parent.children.find((child) => child.type === "VariableName" && textOf(child, text) === name)?.sibling(-2);
      return opened === parent.children[1] ? parent : null;
    }
  }
  return null;
}
