import { posix } from "node:path";
import { HOLE } from "../../detectors/hole.ts";
import { isRootFinder, isRootName } from "../../detectors/root-name.ts";
import type { Parsed } from "../site.ts";
import { callName, isJoin } from "./known.ts";
import { ownPath } from "./own-file.ts";
import type { Program } from "./program.ts";
import { unwrapTarget } from "./targets.ts";
import { ancestor, argumentsOf, spelledName, textOf, type PyNode } from "./tree.ts";

/** The file that an expression names. */
export type NamedFile = Pick<Parsed, "path" | "from" | "given"> & {
  /** Whether something may name another file when the program runs, beside those who are `given` the choice. */
  readonly varies: boolean;
};

type Certain = Omit<NamedFile, "varies">;

const deepest = 12;

/** The file that an expression names each time, or most likely; null where the file of the program does not say. */
export function namedFile(node: PyNode, program: Program, file: string): NamedFile | null {
  const certain = follow(node, program, file, 0);
  if (certain) return { ...certain, varies: false };
  const { text, holes, literals } = program.values.of(node, "likely");
  if (holes.length > 0) {
    // Have: Path(get_project_root()) / "config" / "station.json", where another file knows the root.
    const [head, other] = holes;
    const name = head && !other ? (spelledName(head, program.text) ?? "").replace(/\(\)$/u, "") : "";
    const rest = text.slice(HOLE.length + 1);
    return text.startsWith(`${HOLE}/`) && rest !== "" && (isRootName(name) || isRootFinder(name)) ? { path: posix.normalize(rest), from: "root", given: [], varies: true } : null;
  }
  if (literals.length === 0 || text.startsWith("~")) return null;
  return { ...begin(text), given: [], varies: true };
}

function begin(text: string): Pick<Certain, "path" | "from"> {
  return { path: posix.normalize(text), from: text.startsWith("/") ? "system" : "start" };
}

function follow(expression: PyNode, program: Program, file: string, depth: number): Certain | null {
  const { text, values } = program;
  const node = unwrapTarget(expression, text);
  if (depth > deepest) return null;
  const next = (part: PyNode | undefined): Certain | null => (part ? follow(part, program, file, depth + 1) : null);
  if (node.type === "VariableName" || node.type === "MemberExpression") {
    const found = fromName(node, program, next);
    if (found) return found;
  }
  const own = ownPath(node, program, file);
  if (own !== null) return { path: own, from: "root", given: [] };
  const whole = values.whole(node, "constant");
  if (whole && whole.literals.length > 0) return { ...begin(whole.text), given: [] };
  if (node.type === "BinaryExpression") {
    const [head, operator, tail] = node.children;
    if (operator && tail && textOf(operator, text) === "/") return below(next(head), [tail], program);
    // Have: path or "config/station.json"
    const owner = operator?.type === "or" && head ? ownerOf(head, program) : null;
    const otherwise = owner === null ? null : next(tail);
    return otherwise && owner !== null ? { ...otherwise, given: [...otherwise.given, owner] } : null;
  }
  if (node.type !== "CallExpression") return null;
  const name = callName(node, text) ?? "";
  const given = argumentsOf(node, text);
  if (given.some(({ keyword, starred }) => keyword !== null || starred)) return null;
  const [first, ...rest] = given.map(({ value }) => value);
  if (/(?:^|\.)project_path$/u.test(name)) return below({ path: "", from: "root", given: [] }, given.map(({ value }) => value), program);
  return isJoin(name) ? below(next(first), rest, program) : null;
}

/** What a name stands for that is set once, or is a parameter with a default. */
function fromName(node: PyNode, program: Program, next: (part: PyNode) => Certain | null): Certain | null {
  const [only, other] = program.scopes.resolve(node)?.values ?? [];
  if (!only?.node || other || (only.kind !== "value" && only.kind !== "default")) return null;
  const found = next(only.node);
  if (!found) return null;
  const owner = only.kind === "default" ? callersName(only.node, program) : fieldOwner(only.node, program);
  if (owner === null) return only.kind === "default" ? null : found;
  return { ...found, given: [...found.given, owner] };
}

/** Who may be given the parameter that a name is, where it need not be given. */
function ownerOf(node: PyNode, program: Program): string | null {
  const [only, other] = node.type === "VariableName" ? (program.scopes.resolve(node)?.values ?? []) : [];
  return only?.kind === "default" && only.node?.type === "None" && !other ? callersName(only.node, program) : null;
}

/** What callers call the function that a default belongs to: for a constructor its class. */
function callersName(node: PyNode, { text }: Program): string | null {
  const definition = ancestor(node, ["FunctionDefinition", "LambdaExpression", "ClassDefinition"]);
  const name = definition?.type === "FunctionDefinition" ? textOf(definition.child("VariableName") ?? definition, text) : null;
  if (name !== "__init__") return name;
  const owner = ancestor(node, ["ClassDefinition"])?.child("VariableName");
  return owner ? textOf(owner, text) : null;
}

/** Have: a field of a dataclass, which callers may set. */
function fieldOwner(node: PyNode, { text }: Program): string | null {
  const owner = node.parent?.type === "AssignStatement" && node.parent.parent?.type === "Body" ? node.parent.parent.parent : null;
  if (owner?.type !== "ClassDefinition" || (!owner.child("ArgList") && owner.parent?.type !== "DecoratedStatement")) return null;
  return textOf(owner.child("VariableName") ?? owner, text);
}

function below(base: Certain | null, parts: readonly PyNode[], program: Program): Certain | null {
  if (!base) return null;
  let { path } = base;
  for (const part of parts) {
    const known = program.values.whole(part, "constant");
    if (!known || known.text.startsWith("/")) return null;
    path = posix.join(path, known.text);
  }
  return base.from === "root" && path.startsWith("..") ? null : { ...base, path };
}
