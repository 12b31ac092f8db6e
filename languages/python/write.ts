import { HOLE } from "../../detectors/hole.ts";
import type { Call, CallName, Spelling } from "../call.ts";
import type { Edit } from "../edit.ts";
import type { Site, Source } from "../site.ts";
import { isLeft, left, type Left, type Module, type Order, type Writer, type Written } from "../writer.ts";
import { isPathObject } from "./given.ts";
import type { Group } from "./group.ts";
import { Imports } from "./imports.ts";
import { programOf, type Program } from "./program.ts";
import { renamePython } from "./rename.ts";
import { spellExpression } from "./spell.ts";
import { parsePython } from "./tree.ts";

interface Draft {
  readonly edit: Edit;
  readonly group: Group;
  readonly calls: ReadonlySet<CallName>;
  readonly needsOs: boolean;
  /** The folder that it computes from the place of this file, when it is nothing else. */
  readonly own: string | null;
}

/** Writes calls as Python expressions, with the imports they need. */
export const pythonWriter: Writer = {
  write(source, orders, module) {
    const program = programOf(source.text);
    const imports = new Imports(program, source, module);
    const groups = new Map(program.groups.map((group) => [`${group.node.from}-${group.node.to}`, group]));
    const drafts = separate(orders.map((order) => draft(order, groups.get(order.site.range.join("-")) ?? expressionAt(order.site, program), program, imports, source, module)));
    return finish(drafts, imports);
  },
  rename: renamePython,
  check(source) {
    return parsePython(source.text).error;
  },
};

function draft(order: Order, group: Group | undefined, program: Program, imports: Imports, source: Source, module: Module): Draft | Left {
  const { site, spelling } = order;
  if (site.fixed !== null) return left(site.fixed);
  if (!group) return left("there is no string in this place");
  const calls = new Set(callsIn(spelling).flatMap(({ name }) => (name === "fromOwnFile" ? [] : [name])));
  for (const call of calls) {
    const problem = imports.problemWith(call, group.node);
    if (problem) return problem;
  }
  const takesParts = (call: CallName): boolean => !(module.withoutParts ?? []).includes(call);
  const expression = spellExpression(spelling, { program, file: source.path, site, group, nameOf: (call) => imports.localName(call), takesParts });
  if (typeof expression !== "string") return expression;
  const needsOs = callsIn(spelling).some((call) => call.name === "fromOwnFile" || ("path" in call && call.path.length > 0 && !takesParts(call.name)));
  return { edit: editOf(site, group, expression, program.text), group, calls, needsOs, own: ownFolder(spelling) };
}

/** Where a statement opens a file for one that reads it, the second takes the place of both. */
function editOf({ parsed }: Site, { node }: Group, expression: string, text: string): Edit {
  if (!parsed?.around) return { range: [node.from, node.to], text: expression };
  const { whole, inner } = parsed.around;
  return { range: whole, text: text.slice(inner[0], node.from) + expression + text.slice(node.to, inner[1]) };
}

/** An expression that holds no string, as what a call can stand for. */
function expressionAt({ shape, write, range: [from, to] }: Site, program: Program): Group | undefined {
  if (shape !== "call" || write !== null) return undefined;
  const node = program.tree.nodes.find((one) => one.from === from && one.to === to && one.type !== "ExpressionStatement" && one.type !== "ArgList");
  return node && { node, shape: "path", literal: null, known: { text: HOLE, holes: [node], literals: [], isPath: isPathObject(node, program.text) } };
}

function ownFolder(spelling: Spelling): string | null {
  const [only] = spelling;
  return spelling.length === 1 && typeof only === "object" && "name" in only && only.name === "fromOwnFile" ? only.path : null;
}

function callsIn(spelling: Spelling): readonly Call[] {
  return spelling.filter((part): part is Call => typeof part === "object" && "name" in part);
}

/** Of strings inside one another only the outermost is rewritten: its edit covers the others. */
function separate(drafts: readonly (Draft | Left)[]): readonly (Draft | Left)[] {
  const kept = drafts.filter((item): item is Draft => !isLeft(item));
  const isInside = (inner: Draft, outer: Draft): boolean => inner !== outer && outer.group.node !== inner.group.node && outer.group.node.holds(inner.group.node);
  return drafts.map((item) => (!isLeft(item) && kept.some((other) => isInside(item, other)) ? left("it stands inside a string that is rewritten") : item));
}

function finish(drafts: readonly (Draft | Left)[], imports: Imports): readonly (Written | Left)[] {
  const kept = drafts.filter((item): item is Draft => !isLeft(item));
  for (const { group, own } of kept) if (own !== null) imports.willBecome(group.node, own);
  const calling = kept.filter(({ calls }) => calls.size > 0);
  const shared = imports.editsFor(new Set(calling.flatMap(({ calls }) => [...calls])), calling.map(({ group }) => group.node));
  return drafts.map((item) => {
    if (isLeft(item)) return item;
    const own = item.needsOs ? imports.editsForOs([item.group.node]) : [];
    const needed = item.calls.size > 0 ? shared : [];
    if (isLeft(needed)) return needed;
    return isLeft(own) ? own : { edit: item.edit, also: [...own, ...needed] };
  });
}
