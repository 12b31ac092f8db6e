import { callName, givesSame, isPathClass } from "./known.ts";
import type { Program } from "./program.ts";
import { assignments, isSequence, type Binding } from "./scopes.ts";
import { argumentsOf, callAround, methodOf, receiverOf, textOf, unwrap, type PyNode } from "./tree.ts";

const deepest = 3;
const mostReads = 20;
const longest = 200;
const comparing = /^(?:startswith|endswith|find|rfind|index|count|__contains__|match|search|fullmatch|findall)$/u;
const changing = /^(?:lower|upper|strip|casefold|encode|as_posix|resolve|expanduser)$/u;
const patterns = /^(?:re|regex)\.(?:search|match|fullmatch|findall|finditer)$|^fnmatch\.\w+$/u;
/** Words that tell that something is what a process was started with. */
const telling = /cmd_?line|\bcmds?\b|\bcommands?\b|\bproc(?:ess(?:es)?)?\b|psutil|pgrep|["' ]ps["' ]|\bargv\b/iu;

/** The other side of the comparison that an expression stands in, as spelled; null where it stands in none. */
export function againstOf(node: PyNode, program: Program, depth = 0): string | null {
  const { text } = program;
  let current = node;
  for (let parent = node.parent; parent; parent = current.parent) {
    const { parent: around } = parent;
    if (current.sibling(-1)?.type === "in" && current.sibling(-3)?.type === "for") return throughName(current.sibling(-2), program, depth);
    if (parent.type === "BinaryExpression") {
      const operator = parent.children[1];
      if (operator && /^(?:CompareOp|in|not|is)$/u.test(operator.type)) return spelled(current.index === 0 ? parent.children.at(-1) : parent.children[0], program);
      current = parent;
    } else if (parent.type === "AssignStatement") {
      const target = assignments(parent).find(([, value]) => value !== null && (value === current || value.holds(node)))?.[0];
      return throughName(target, program, depth);
    } else if (parent.type === "MemberExpression" && current.index === 0 && around?.type === "CallExpression" && parent.index === 0) {
      const method = methodOf(around, text) ?? "";
      if (comparing.test(method)) return spelled(argumentsOf(around, text)[0]?.value, program);
      if (!changing.test(method)) return null;
      current = around;
    } else if (parent.type === "ArgList") {
      const call = callAround(current);
      if (!call) return null;
      const name = callName(call, text) ?? "";
      const given = argumentsOf(call, text);
      if (patterns.test(name)) return spelled(given.find(({ value, place }) => value !== current && (place === 0 || place === 1))?.value, program);
      const receiver = receiverOf(call);
      if (receiver && comparing.test(methodOf(call, text) ?? "")) return given[0]?.value === current ? spelled(receiver, program) : null;
      if (name !== "re.compile" && name !== "re.escape" && !givesSame(name) && !isPathClass(name)) return null;
      current = call;
    } else if (parent.type === "LiteralPattern" || parent.type === "OrPattern") {
      current = parent;
    } else if (parent.type === "MatchClause") {
      const match = around?.type === "MatchBody" ? around.parent : around;
      return spelled(match?.children[1], program);
    } else if (isSequence(parent) || /^(?:Parenthesized|Conditional)Expression$|^ContinuedString$/u.test(parent.type)) {
      current = parent;
    } else {
      return null;
    }
  }
  return null;
}

/** What the values of a name are held against, by the first read of it that says so. */
function throughName(target: PyNode | null | undefined, program: Program, depth: number): string | null {
  const binding = target && depth < deepest ? program.scopes.resolve(target) : null;
  for (const read of binding?.reads.slice(0, mostReads) ?? []) {
    const found = againstOf(read, program, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** An expression on one line. A name that says nothing is spelled as what it comes from, if that tells of processes. */
function spelled(node: PyNode | null | undefined, program: Program): string | null {
  if (!node) return null;
  const own = onOneLine(textOf(unwrap(node), program.text));
  let known = own;
  let inner = unwrap(node);
  for (let step = 0; step < deepest && !telling.test(known); step += 1) {
    let root = inner;
    while ((root.type === "MemberExpression" || root.type === "CallExpression") && root.children[0]) root = root.children[0];
    const value = root.type === "VariableName" ? onlyValue(program.scopes.resolve(root)) : null;
    if (!value || value.holds(root)) break;
    known = onOneLine(textOf(value, program.text)) + (step === 0 ? onOneLine(program.text.slice(root.to, inner.to)) : "");
    inner = value;
  }
  return telling.test(known) ? known : own;
}

function onlyValue(binding: Binding | null): PyNode | null {
  const [only, other] = binding?.values ?? [];
  return only && !other && (only.kind === "value" || only.kind === "item") && only.node ? unwrap(only.node) : null;
}

function onOneLine(text: string): string {
  return text.slice(0, longest).replace(/\s+/gu, " ");
}
