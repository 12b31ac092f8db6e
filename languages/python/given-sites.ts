import type { Given, Site, Source } from "../site.ts";
import { CallSite } from "./call-site.ts";
import { asksForFolder } from "./given.ts";
import { leadOf } from "./group.ts";
import { lookupOf } from "./known.ts";
import type { Program } from "./program.ts";
import { argumentsOf, callAround, methodOf, unwrap, type PyNode } from "./tree.ts";
import { isConfigName } from "../../detectors/config-file.ts";
import { nameOf } from "./context.ts";

const asksFolder = /getcwd|\.\s*cwd\b|curdir|abspath|realpath|Path\s*\(|PWD/u;

/** Expressions that give what is another thing on each machine, as sites, where no string around them says it. */
export function readGiven(source: Source, program: Program): readonly Site[] {
  const hasFolders = asksFolder.test(program.text);
  const { addresses } = program.givens;
  if (!hasFolders && !addresses.isAsked) return [];
  const found = new Map<PyNode, Given>();
  for (const node of program.tree.nodes) {
    if (node.type === "CallExpression" || node.type === "MemberExpression") {
      if (hasFolders && asksForFolder(node, program.text)) found.set(widest(node, "working-folder", program), "working-folder");
      else if (addresses.isAsked && addresses.isSource(node)) {
        const whole = widest(node, "own-address", program);
        if (program.givens.of(whole) === "own-address") found.set(whole, "own-address");
      }
    }
    if (addresses.isAsked && isExpression(node) && !found.has(node) && reachesConfiguration(node, program) && addresses.isGivenBy(node)) found.set(node, "own-address");
  }
  if (found.size === 0) return [];
  const told = partsOfStrings(program);
  return [...found].flatMap(([node, gives]) => (told.has(unwrap(node)) ? [] : [new CallSite(source, program, node, gives)])).sort((a, b) => a.range[0] - b.range[0]);
}

/** The expression around one that gives the same: `str(Path.cwd())`, `s.getsockname()[0]`. */
function widest(node: PyNode, gives: Given, program: Program): PyNode {
  let best = node;
  let current = node;
  for (let count = 0; count < 12; count += 1) {
    const { parent } = current;
    const isChained = parent && current.index === 0 && (parent.type === "MemberExpression" || parent.type === "CallExpression");
    const next = isChained || parent?.type === "ParenthesizedExpression" || parent?.type === "AwaitExpression" ? parent : callAround(current);
    if (!next) return best;
    current = next;
    if (next.type !== "ParenthesizedExpression" && program.givens.of(next) === gives) best = next;
    else if (!isChained && next.type !== "ParenthesizedExpression") return best;
  }
  return best;
}

function isExpression({ type }: PyNode): boolean {
  return type === "VariableName" || type === "MemberExpression" || type === "CallExpression" || type === "BinaryExpression" || type === "ConditionalExpression";
}

/** Whether a value goes into a configuration: a key or attribute of it, an entry of a table that is written, a default. */
function reachesConfiguration(node: PyNode, program: Program): boolean {
  const { parent } = node;
  const before = node.sibling(-1);
  if (before?.type === "AssignOp" && parent?.type === "AssignStatement") return parent.children[0]?.type === "MemberExpression";
  if (before?.type === "AssignOp" && parent?.type === "ParamList") return true;
  if (before?.type === ":" && parent?.type === "DictionaryExpression") return isWritten(parent, program);
  const call = parent?.type === "ArgList" ? callAround(node) : null;
  if (!call) return false;
  const [, second] = argumentsOf(call, program.text);
  return lookupOf(call, program.text)?.otherwise === node || (second?.value === node && /^set(?:default|_key)?$/u.test(methodOf(call, program.text) ?? ""));
}

/** Whether a table is written to a file, or becomes a part of a configuration. */
function isWritten(table: PyNode, program: Program, depth = 0): boolean {
  const { text, scopes } = program;
  const { parent } = table;
  if (depth > 3) return false;
  if (parent?.type === "DictionaryExpression") return isWritten(parent, program, depth + 1);
  const call = callAround(table);
  if (call) return /^(?:dump|dumps|safe_dump|update)$/u.test(methodOf(call, text) ?? "");
  const name = nameOf(table, text);
  if (name !== null && isConfigName(name)) return true;
  const target = parent?.type === "AssignStatement" ? parent.children[0] : null;
  return (target ? (scopes.resolve(target)?.reads ?? []) : []).slice(0, 20).some((read) => {
    const user = callAround(read);
    return user !== null && /^(?:dump|dumps|safe_dump)$/u.test(methodOf(user, text) ?? "");
  });
}

/** The expressions in strings and paths, whose sites tell what they give. */
function partsOfStrings(program: Program): ReadonlySet<PyNode> {
  const parts = new Set<PyNode>();
  for (const group of program.groups) {
    if (group.shape === "path") parts.add(unwrap(leadOf(group.node, program.text)));
    else if (group.shape !== "plain") for (const part of holesOf(group.node)) parts.add(unwrap(part));
  }
  return parts;
}

function holesOf(node: PyNode): readonly PyNode[] {
  const waiting: PyNode[] = [node];
  const found: PyNode[] = [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.type === "FormatReplacement") found.push(...next.children.slice(1, 2));
    else if (next.type === "BinaryExpression" || next.type === "ParenthesizedExpression" || next.type.endsWith("String")) waiting.push(...next.children);
    else found.push(next);
  }
  return found;
}
