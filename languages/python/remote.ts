import { plainText } from "./known.ts";
import type { Program } from "./program.ts";
import { assignments } from "./scopes.ts";
import { calleeOf, type PyNode } from "./tree.ts";
import { spokenName } from "./vocabulary.ts";

const deepest = 3;
const mostReads = 20;
const remoteCalls = /(?:^|\.)exec_command$|(?:^|[._])(?:ssh|remote)(?:_(?:run|exec|cmd|command|call|shell))?$|(?:run|exec|execute|command|cmd|call)_(?:\w+_)?(?:ssh|remote|remotely)$/iu;

/** Whether a string is a command line, or a path in one, that another machine runs: an argument of `ssh` behind the host. */
export function runsElsewhere(node: PyNode, program: Program, depth = 0): boolean {
  if (depth > deepest) return false;
  const { text } = program;
  for (let current = node, parent = node.parent; parent; current = parent, parent = parent.parent) {
    switch (parent.type) {
      case "ArrayExpression":
      case "TupleExpression":
      case "ArgList":
        if (isBehindSsh(parent.children, current, text)) return true;
        if (parent.type === "ArgList" && parent.parent && remoteCalls.test(spokenName(calleeOf(parent.parent), text))) return true;
        break;
      case "BinaryExpression":
        // Have: `["ssh"] + options + [target, command]`
        if (leftmost(parent) !== current && startsSsh(leftmost(parent), text)) return true;
        break;
      case "AssignStatement":
        return assignments(parent).some(([target, value]) => (value === null || value === current || value.holds(node)) && isReadElsewhere(target, program, depth));
      case "Body":
      case "Script":
        return false;
    }
  }
  return false;
}

function isReadElsewhere(target: PyNode, program: Program, depth: number): boolean {
  const reads = target.type === "VariableName" ? (program.scopes.resolve(target)?.reads ?? []) : [];
  return reads.slice(0, mostReads).some((read) => runsElsewhere(read, program, depth + 1));
}

/** The options of `ssh` are this machine's, and so is the name of the host. */
function isBehindSsh(elements: readonly PyNode[], current: PyNode, text: string): boolean {
  const [, first] = elements;
  if (!first || plainText(first, text) !== "ssh") return false;
  const words = elements.slice(1, current.index).filter(({ type }) => type !== "," && type !== "*");
  const before = words.at(-1);
  return words.length > 1 && before !== undefined && !/^-[a-zA-Z]$/u.test(plainText(before, text) ?? "") && words.slice(1).some((word) => !/^-/u.test(plainText(word, text) ?? "value"));
}

function leftmost(node: PyNode): PyNode {
  let current = node;
  while (current.type === "BinaryExpression" && current.children[0]) current = current.children[0];
  return current;
}

function startsSsh(node: PyNode, text: string): boolean {
  const first = node.type === "ArrayExpression" ? node.children[1] : undefined;
  return first !== undefined && plainText(first, text) === "ssh";
}
