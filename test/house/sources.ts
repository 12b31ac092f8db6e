import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import ts from "typescript";

/** The project. */
export const home = resolve(import.meta.dirname, "../..");

/** One import of a file, whatever its form. */
export interface Import {
  /** A path relative to the project, or the name of a package: `languages/site.ts`, `node:path`, `ts-morph`. */
  readonly target: string;
  /** Whether it is a file of the project. */
  readonly isOurs: boolean;
  /** Whether it is for types alone, and nothing is loaded. */
  readonly isType: boolean;
  /** Whether it is loaded as soon as the file is: neither `import()` nor `require()`. */
  readonly isStatic: boolean;
}

/** Every file that git knows or would add, relative to the project. */
export function projectFiles(): readonly string[] {
  const output = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], { cwd: home, encoding: "utf8", maxBuffer: 1 << 26 });
  return output.split("\0").filter((file) => file !== "" && existsSync(join(home, file)));
}

/** The text of a file of the project. */
export function textOf(file: string): string {
  return readFileSync(join(home, file), "utf8");
}

/** The imports of a file, from its text. */
export function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: Pick<Import, "isType" | "isStatic">): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ target: targetOf(file, specifier.text), isOurs: specifier.text.startsWith("."), ...kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, { isType: isTypeImport(node), isStatic: true });
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, { isType: node.isTypeOnly, isStatic: true });
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, { isType: true, isStatic: true });
    else if (ts.isCallExpression(node) && isLoading(node)) add(node.arguments[0], { isType: false, isStatic: false });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true));
  return found;
}

/** Have: `import { type A, type B } from "…"` as well as `import type`. */
function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return !name && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.length > 0 && namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function isLoading({ expression }: ts.CallExpression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
}

/** Have: `./cli/suggest.js` in `createRequire`, which runs in dist/. Want: `cli/suggest.ts`. */
function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const path = posix.join(posix.dirname(file), specifier);
  return existsSync(join(home, path)) ? path : path.replace(/\.([cm]?)js$/u, ".$1ts");
}

/** What is loaded together with a file, the file included. */
export function reachedFrom(file: string, importsIn: (file: string) => readonly Import[]): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const at of reached) {
    for (const { target, isType, isStatic } of importsIn(at)) if (isStatic && !isType) reached.add(target);
  }
  return reached;
}
