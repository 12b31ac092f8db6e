import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import ts from "typescript";

/** A name that an import or a require gives a file. */
export interface Binding {
  readonly local: string;
  /** The export it stands for; `*` is all of them. */
  readonly imported: string;
  readonly specifier: string;
  readonly form: "import" | "require";
}

/** A binding as the evaluator loads it. */
export interface Loadable extends Binding {
  /** The file that is loaded, or null for a module of node. */
  readonly target: string | null;
  /** Whether the rewrite brought it. Then it must load. */
  readonly isNew: boolean;
}

/** Every name that the imports at the top of a file bind. */
function bindingsOf(file: string, text: string): readonly Binding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return importedBy(statement);
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const { expression } = statement.moduleReference;
      return ts.isStringLiteral(expression) ? [{ local: statement.name.text, imported: "*", specifier: expression.text, form: "require" as const }] : [];
    }
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(requiredBy) : [];
  });
}

function importedBy(statement: ts.ImportDeclaration): Binding[] {
  const clause = statement.importClause;
  if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
  const shared = { specifier: statement.moduleSpecifier.text, form: "import" as const };
  const named = clause.namedBindings;
  return [
    ...(clause.name ? [{ ...shared, local: clause.name.text, imported: "default" }] : []),
    ...(named && ts.isNamespaceImport(named) ? [{ ...shared, local: named.name.text, imported: "*" }] : []),
    ...(named && ts.isNamedImports(named) ? named.elements.filter((one) => !one.isTypeOnly).map((one) => ({ ...shared, local: one.name.text, imported: (one.propertyName ?? one.name).text })) : []),
  ];
}

function requiredBy({ name, initializer }: ts.VariableDeclaration): Binding[] {
  const property = initializer && ts.isPropertyAccessExpression(initializer) ? initializer.name.text : null;
  const call = initializer && ts.isPropertyAccessExpression(initializer) ? initializer.expression : initializer;
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.expression.text !== "require") return [];
  const [argument] = call.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return [];
  const shared = { specifier: argument.text, form: "require" as const };
  if (ts.isIdentifier(name)) return [{ ...shared, local: name.text, imported: property ?? "*" }];
  if (!ts.isObjectBindingPattern(name)) return [];
  return name.elements.flatMap((element) => {
    const key = element.propertyName ?? element.name;
    return ts.isIdentifier(element.name) && ts.isIdentifier(key) ? [{ ...shared, local: element.name.text, imported: key.text }] : [];
  });
}

/** The file that a relative specifier leads to, as node and TypeScript look for it, or null. */
function targetOf(specifier: string, file: string): string | null {
  const plain = resolve(dirname(file), specifier);
  const stem = plain.replace(/\.[cm]?js$/u, "");
  const ending = /\.([cm]?)js$/u.exec(plain)?.[1] ?? "";
  const tried = [plain, `${stem}.${ending}ts`, `${plain}.ts`, `${plain}.tsx`, `${plain}.js`, `${plain}.mjs`, `${plain}.cjs`, `${plain}/index.js`, `${plain}/index.ts`];
  return tried.find((one) => existsSync(one) && /\.\w+$/u.test(one)) ?? null;
}

/** What the imports of a rewritten file load, those of node and of the project; names from elsewhere stay holes. */
export function loadables(file: string, before: string, after: string): { readonly loadables: readonly Loadable[]; readonly problems: readonly string[] } {
  const known = new Set(bindingsOf(file, before).map(keyOf));
  const problems: string[] = [];
  const found = bindingsOf(file, after).flatMap((binding): Loadable[] => {
    const isNew = !known.has(keyOf(binding));
    if (isBuiltin(binding.specifier)) return [{ ...binding, target: null, isNew }];
    const target = binding.specifier.startsWith(".") ? targetOf(binding.specifier, file) : null;
    if (target) return [{ ...binding, target, isNew }];
    if (isNew) problems.push(`the import of '${binding.local}' from '${binding.specifier}' leads to no file`);
    return [];
  });
  return { loadables: found, problems };
}

function keyOf({ local, imported, specifier }: Binding): string {
  return [local, imported, specifier].join(" ");
}
