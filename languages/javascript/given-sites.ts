import type { File } from "./file.ts";
import { child, closest, dottedName, isCall, isFunction, isMember, isWrapper, keyName, placeAt, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import { TextBuilder, type Text } from "./text.ts";
import { pushChildren } from "./tree.ts";

/** An expression that gives what another machine gives otherwise, where no string says it. */
export interface GivenPlace {
  readonly place: Place;
  readonly value: Text;
}

/** Finds the expressions that ask for the working folder, and those that put an address of the machine into an object. `said` are parts of strings. */
export function findGiven(file: File, said: ReadonlySet<Node>): readonly GivenPlace[] {
  const { givens, tree } = file;
  if (!givens.isAny) return [];
  const folders = [...tree.calls, ...(tree.identifiers.get("PWD") ?? []).flatMap(({ key, up }) => (key === "property" && up ? [up] : []))];
  const addresses = givens.hasAddress ? keptIn(file) : [];
  const found = [
    ...folders.filter((place) => givens.isWorkingFolder(place) && !isTarget(place)).map((place) => ({ place, gives: "working-folder" as const })),
    ...addresses.filter((place) => givens.of(place) === "own-address").map((place) => ({ place, gives: "own-address" as const })),
  ];
  return found.flatMap(({ place, gives }) => {
    if (said.has(place.node)) return [];
    const builder = new TextBuilder();
    builder.hole(place.node, rangeOf(place.node), gives);
    return [{ place, value: builder.build("call", true) }];
  });
}

// Have: config.host = …, config.set("host", …), const settings = { host: … }, save({ host: … })
function keptIn({ tree }: File): readonly Place[] {
  const found: Place[] = [];
  const add = (place: Place | null): void => {
    const node = place && unwrap(place.node);
    if (place && node && /^(?:Identifier|MemberExpression|OptionalMemberExpression|CallExpression|OptionalCallExpression|AwaitExpression|LogicalExpression)$/u.test(node.type)) found.push({ ...place, node });
  };
  const stack: Place[] = [tree.root];
  for (let place = stack.pop(); place; place = stack.pop()) {
    const { node } = place;
    if (node.type === "AssignmentExpression" && isMember(child(node, "left"))) add(placeAt(place, "right"));
    else if (node.type === "Property" && place.up?.node.type === "ObjectExpression" && isKept(place.up)) add(placeAt(place, "value"));
    else if (isCall(node) && /\.set$/u.test(dottedName(child(node, "callee")) ?? "")) add(placeAt(place, "arguments", 1));
    pushChildren(place, stack);
  }
  return found;
}

/** Whether an object is held under a name, or handed to what saves it. */
function isKept(object: Place): boolean {
  const holder = closest(object.up, (node) => isCall(node) || isFunction(node) || /^(?:VariableDeclarator|AssignmentExpression|ReturnStatement|ExportDefaultDeclaration)$/u.test(node.type));
  if (!holder || isFunction(holder.node) || holder.node.type === "ReturnStatement") return false;
  return !isCall(holder.node) || /writ|sav|set|updat|merg|assign|stringify/iu.test(dottedName(child(holder.node, "callee")) ?? "");
}

/** Whether a variable is set here rather than read. */
function isTarget(place: Place): boolean {
  let at = place;
  while (at.up && isWrapper(at.up.node)) at = at.up;
  return (at.up?.node.type === "AssignmentExpression" && at.key === "left") || (at.up?.node.type === "UnaryExpression" && keyName(at.node, "property") !== null && at.up.node["operator"] === "delete");
}
