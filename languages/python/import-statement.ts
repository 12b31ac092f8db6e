import { textOf, type PyNode } from "./tree.ts";

/** One name of an import. */
interface Imported {
  readonly name: string;
  readonly alias: string | null;
  /** Where it ends, its alias included. */
  readonly end: number;
}

/** An import statement, taken apart. */
export interface Import {
  readonly node: PyNode;
  /** `from x import y`, or `import x`. */
  readonly isFrom: boolean;
  /** What follows `from`, with its leading dots; empty for `import x`. */
  readonly module: string;
  readonly names: readonly Imported[];
  readonly isStar: boolean;
  /** Range of its parentheses. */
  readonly parentheses: readonly [number, number] | null;
}

/** Takes an import statement apart. */
export function importOf(node: PyNode, text: string): Import | null {
  if (node.type !== "ImportStatement") return null;
  const isFrom = node.children[0]?.type === "from";
  const start = node.children.findIndex(({ type }) => type === "import");
  const names: Imported[] = [];
  let name = "";
  let alias: string | null = null;
  let end = 0;
  let isAlias = false;
  const flush = (): void => {
    if (name !== "") names.push({ name, alias, end });
    name = "";
    alias = null;
    isAlias = false;
  };
  for (const child of node.children.slice(start + 1)) {
    if (child.type === ",") flush();
    else if (child.type === "as") isAlias = true;
    else if (child.type === "VariableName" || child.type === ".") {
      if (isAlias) alias = textOf(child, text);
      else name += textOf(child, text);
      end = child.to;
    }
  }
  flush();
  const [open, close] = [node.child("("), node.child(")")];
  return {
    node,
    isFrom,
    module: isFrom ? node.children.slice(1, start).map((child) => textOf(child, text)).join("") : "",
    names,
    isStar: isFrom && node.child("*") !== null,
    parentheses: open && close ? [open.from, close.to] : null,
  };
}

/** The dotted name of a file's module, from the project root: `backend.util.paths`. */
export function moduleSegments(file: string): readonly string[] {
  const segments = file.replace(/\.pyw?$/u, "").split("/");
  return segments.at(-1) === "__init__" ? segments.slice(0, -1) : segments;
}

/** Folder of a file, as segments. */
export function folderOf(file: string): readonly string[] {
  return file.split("/").slice(0, -1);
}

/** Whether a dotted name, as written in one file, means another file. */
export function means(dotted: string, from: string, file: string): boolean {
  const wanted = moduleSegments(file);
  const dots = /^\.*/u.exec(dotted)?.[0].length ?? 0;
  const given = dotted.slice(dots).split(".").filter((segment) => segment !== "");
  if (dots > 0) {
    const folder = folderOf(from);
    return dots - 1 <= folder.length && [...folder.slice(0, folder.length - dots + 1), ...given].join("/") === wanted.join("/");
  }
  if (given.length === 0) return false;
  const isTail = given.length <= wanted.length && wanted.slice(-given.length).join(".") === given.join(".");
  // One name alone could be anybody's package, unless it stands beside this file or at the root.
  return isTail && (given.length > 1 || wanted.length === 1 || folderOf(from).join("/") === folderOf(file).join("/"));
}
