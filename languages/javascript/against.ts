import type { Binding, Bindings } from "./bindings.ts";
import { isRunner, iterating, lastName, receiverRole } from "./callees.ts";
import type { Modules } from "./modules.ts";
import { child, children, identifierName, isCall, isFunction, isMember, isWrapper, keyName, placeAt, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import type { Tree } from "./tree.ts";
import type { Uses } from "./uses.ts";

interface Names {
  readonly tree: Tree;
  readonly bindings: Bindings;
  readonly modules: Modules;
  readonly uses: Uses;
}

const deepest = 3;
const mostReads = 20;
const longest = 200;
const comparisons = new Set(["==", "===", "!=", "!==", "<", ">", "<=", ">=", "in"]);
const asking = new Set(["startsWith", "endsWith", "includes", "indexOf", "lastIndexOf", "localeCompare", "has", "match", "matchAll", "search", "test"]);
const carriers = new Set(["ArrayExpression", "SpreadElement", "LogicalExpression", "ConditionalExpression", "AwaitExpression", "TemplateLiteral"]);
/** Words that tell that something is what a process was started with. */
const telling = /cmd_?line|command_?line|\bcmds?\b|\bcommands?\b|\bproc(?:ess(?:es)?)?\b|ps_?list|pgrep|tasklist|["'` ]ps["'` ]|\bargv\b/iu;

/** The other side of the comparison that an expression stands in, as spelled; null where it stands in none. */
export function againstOf(place: Place, file: Names, depth = 0): string | null {
  let at = place;
  for (let { up } = at; up; at = up, up = up.up) {
    const { node } = up;
    if (isWrapper(node) || carriers.has(node.type)) continue;
    if (isMember(node)) {
      const call = up.up;
      const method = keyName(node, "property") ?? "";
      if (at.key !== "object" || !call || !isCall(call.node) || up.key !== "callee") return null;
      if (asking.has(method)) return spelled(placeAt(call, "arguments", 0), file);
      if (iterating.has(method)) return throughName(file.uses.elementOf(at), file, depth);
      if (receiverRole(method) !== "container") return null;
      up = call;
      continue;
    }
    switch (node.type) {
      case "BinaryExpression":
        if (node["operator"] === "+") continue;
        return comparisons.has(String(node["operator"])) ? spelled(placeAt(up, at.key === "left" ? "right" : "left"), file) : null;
      case "SwitchCase":
        return at.key === "test" && up.up ? spelled(placeAt(up.up, "discriminant"), file) : null;
      case "ForOfStatement":
        return at.key === "right" ? throughName(file.uses.elementOf(at), file, depth) : null;
      case "VariableDeclarator": {
        const id = at.key === "init" ? placeAt(up, "id") : null;
        return throughName(id && file.bindings.of(id), file, depth);
      }
      default: {
        if (!isCall(node) || at.key !== "arguments") return null;
        const callee = placeAt(up, "callee");
        const name = file.modules.nameOf(callee?.node ?? null, up) ?? "";
        if (lastName(name) === "RegExp" || name === "Set" || name === "String" || /^(?:escapeRegExp|escapeStringRegexp)$/u.test(lastName(name))) continue;
        const object = callee && isMember(unwrap(callee.node)) && asking.has(lastName(name)) ? placeAt({ ...callee, node: unwrap(callee.node) }, "object") : null;
        return object && at.index === 0 ? spelled(object, file) : null;
      }
    }
  }
  return null;
}

/** What the values of a name are held against, by the first use of it that says so. */
function throughName(binding: Binding | null, file: Names, depth: number): string | null {
  if (!binding || depth >= deepest) return null;
  for (const reference of file.bindings.references(binding).slice(0, mostReads)) {
    const found = againstOf(reference, file, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** An expression on one line. A name that says nothing is spelled as what it comes from, if that tells of processes. */
function spelled(place: Place | null, file: Names): string | null {
  if (!place) return null;
  const own = onOneLine(unwrap(place.node), file);
  let known = own;
  let at: Place | null = place;
  for (let step = 0; step <= deepest && at && !telling.test(known); step++) {
    at = sourceOf(at, file);
    if (at) known = onOneLine(unwrap(at.node), file);
  }
  return telling.test(known) ? known : own;
}

/** Where the name that an expression begins with gets its value: its declaration, the list that it is an element of, the command that calls back. */
function sourceOf(place: Place, file: Names): Place | null {
  let node = unwrap(place.node);
  for (let inner: Node | null = node; inner; inner = headOf(node)) node = unwrap(inner);
  const binding = identifierName(node) === null ? null : file.bindings.of({ ...place, node });
  if (!binding) return null;
  const { up } = binding.place;
  if (binding.kind === "variable") {
    if (binding.value) return file.bindings.isConstant(binding) ? binding.value : null;
    const loop = up?.up?.key === "left" ? up.up.up : null;
    return loop?.node.type === "ForOfStatement" ? placeAt(loop, "right") : null;
  }
  const call = binding.kind === "parameter" && up && isFunction(up.node) && up.key === "arguments" ? up.up : null;
  if (!call || !isCall(call.node)) return null;
  const callee = placeAt(call, "callee");
  const name = file.modules.nameOf(callee?.node ?? null, call) ?? "";
  // Have: exec("ps aux", (error, stdout) => …)
  if (isRunner(name)) return placeAt(call, "arguments", 0);
  return callee && isMember(callee.node) && iterating.has(keyName(callee.node, "property") ?? "") ? placeAt(callee, "object") : null;
}

function headOf(node: Node): Node | null {
  if (isMember(node)) return child(node, "object");
  if (node.type === "AwaitExpression") return child(node, "argument");
  return isCall(node) && (isMember(unwrap(child(node, "callee") ?? node)) || children(node, "arguments").length === 0) ? child(node, "callee") : null;
}

function onOneLine(node: Node, { tree }: Names): string {
  const [start, end] = rangeOf(node);
  return tree.source.text.slice(start, Math.min(end, start + longest)).replace(/\s+/gu, " ");
}
