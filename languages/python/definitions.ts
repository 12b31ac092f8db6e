import type { CallName } from "../call.ts";
import type { Program } from "./program.ts";
import { textOf, type PyNode } from "./tree.ts";

/** A function of the project that does what a call of the shared module does. */
export interface Helper {
  readonly call: CallName;
  readonly name: string;
  /** Whether it takes the parts of a path below the folder that it gives. */
  readonly takesParts: boolean;
}

/** A function and its parameters. */
export interface Definition {
  readonly node: PyNode;
  readonly name: string;
  /** Parameters that must be given. */
  readonly required: readonly string[];
  /** The parameter that takes all that are left. */
  readonly rest: string | null;
  readonly optional: number;
}

/** The functions at the top level of a file that anybody may call. */
export function definitions(program: Program): readonly Definition[] {
  return program.tree.root.children.flatMap((node) => {
    const name = node.type === "FunctionDefinition" && node.children[0]?.type === "def" ? node.child("VariableName") : null;
    if (!name) return [];
    const spelled = textOf(name, program.text);
    const isOnly = program.scopes.module.bindings.get(spelled)?.values.length === 1;
    return spelled.startsWith("_") || !isOnly ? [] : [{ node, name: spelled, ...parameters(node, program.text) }];
  });
}

function parameters(definition: PyNode, text: string): Pick<Definition, "required" | "rest" | "optional"> {
  const required: string[] = [];
  let rest: string | null = null;
  let optional = 0;
  for (const node of definition.child("ParamList")?.children ?? []) {
    if (node.type === "**") optional += 100;
    if (node.type !== "VariableName" || node.sibling(-1)?.type === "AssignOp") continue;
    const next = node.sibling(1)?.type === "TypeDef" ? node.sibling(2) : node.sibling(1);
    if (node.sibling(-1)?.type === "*") rest = textOf(node, text);
    else if (next?.type === "AssignOp") optional += 1;
    else required.push(textOf(node, text));
  }
  return { required, rest, optional };
}
