import { createRequire } from "node:module";
import type { Project, SourceFile, ts as TypeScript } from "ts-morph";
import type { Range } from "../site.ts";
import { joinsLineBefore } from "./joined.ts";

type Morph = typeof import("ts-morph");
type TsNode = TypeScript.Node;

/** One name that an import or a destructured `require` brings. */
export interface Imported {
  readonly name: string;
  readonly local: string;
  readonly range: Range;
}

/** An import declaration, or a `const … = require("…")` at the top level. */
export interface ImportFact {
  readonly kind: "import" | "require";
  readonly specifier: string;
  readonly range: Range;
  readonly isTypeOnly: boolean;
  /** The name of the whole module: `* as x`, or `const x = require("…")`. */
  readonly whole: string | null;
  readonly defaultName: Imported | null;
  readonly names: readonly Imported[];
  /** The quote of its specifier, and whether a semicolon ends it. */
  readonly quote: string;
  readonly semicolon: boolean;
}

/** A statement of the top level. */
export interface TopStatement {
  /** From its first token: comments before it are not in it. */
  readonly range: Range;
  readonly kind: "directive" | "import" | "require" | "other";
}

/** What the writer has to know of a file. */
export interface Outlook {
  readonly imports: readonly ImportFact[];
  readonly statements: readonly TopStatement[];
  /** Whether it has import or export syntax, or `import.meta`. */
  readonly isModule: boolean;
  readonly usesRequire: boolean;
  readonly usesImportMeta: boolean;
  /** Ranges of identifiers of this name that are no property names, those of imports included. */
  occurrences(name: string): readonly Range[];
  /** Whether a name is declared outside a range. */
  declares(name: string, except: Range): boolean;
  /** What stands around an expression: a JSX attribute, or the start of a line that would go on with the statement before it. */
  around(range: Range): "attribute" | "open" | "expression";
}

const require = createRequire(import.meta.url);
let morph: Morph | undefined;
let project: Project | undefined;
/** The file that is held. One text is looked at again for each thing that an editor offers. */
let held: { readonly name: string; readonly text: string; readonly file: SourceFile; readonly outlook: Outlook } | undefined;

/** Looks at a file with ts-morph, which is loaded now and holds one file at a time. */
export function look<Result>(path: string, text: string, use: (outlook: Outlook) => Result): Result {
  morph ??= require("ts-morph") as Morph;
  project ??= new morph.Project({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true, noLib: true, jsx: morph.ts.JsxEmit.Preserve },
  });
  // Plain JavaScript may hold JSX whatever its extension says.
  const name = `/${path.replace(/\.[cm]?js$/iu, ".jsx")}`;
  if (held?.name !== name || held.text !== text) {
    held?.file.forget();
    held = undefined;
    const file = project.createSourceFile(name, text, { overwrite: true });
    held = { name, text, file, outlook: outlookOf(file, morph.ts) };
  }
  return use(held.outlook);
}

function outlookOf(file: SourceFile, ts: typeof TypeScript): Outlook {
  const root = file.compilerNode;
  const text = root.text;
  const imports: ImportFact[] = [];
  const statements: TopStatement[] = [];
  let isModule = false;
  let isPrologue = true;
  for (const statement of root.statements) {
    const range: Range = [statement.getStart(root), statement.end];
    isPrologue &&= ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
    const found = factsOf(statement, range, root, ts);
    imports.push(...found);
    const isImport = ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
    const kind = isPrologue ? "directive" : isImport ? "import" : found.length > 0 || isRequire(statement, ts) ? "require" : "other";
    statements.push({ range, kind });
    const isExported = ts.canHaveModifiers(statement) && (ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false);
    isModule ||= ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || isExported;
  }
  const usesImportMeta = /\bimport\s*\.\s*meta\b/u.test(text);
  return {
    imports,
    statements,
    isModule: isModule || usesImportMeta,
    usesRequire: /\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/u.test(text),
    usesImportMeta,
    occurrences: (name) => (text.includes(name) ? nodesNamed(root, name, ts).map((node): Range => [node.getStart(root), node.end]) : []),
    declares: (name, except) => text.includes(name) && nodesNamed(root, name, ts).some((node) => isDeclaration(node, ts) && (node.end <= except[0] || node.pos >= except[1])),
    around: (range) => aroundOf(root, range, ts),
  };
}

function factsOf(statement: TypeScript.Statement, range: Range, root: TypeScript.SourceFile, ts: typeof TypeScript): ImportFact[] {
  const semicolon = root.text.charAt(range[1] - 1) === ";";
  const imported = (node: TypeScript.Identifier, name: string = node.text, element: TsNode = node): Imported => ({
    name,
    local: node.text,
    range: [element.getStart(root), element.end],
  });
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const { importClause: clause, moduleSpecifier } = statement;
    const bindings = clause?.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements.filter((element) => !element.isTypeOnly) : [];
    return [
      {
        kind: "import",
        specifier: moduleSpecifier.text,
        range,
        isTypeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
        whole: bindings && ts.isNamespaceImport(bindings) ? bindings.name.text : null,
        defaultName: clause?.name ? imported(clause.name, "default") : null,
        names: elements.map((element) => imported(element.name, (element.propertyName ?? element.name).text, element)),
        quote: root.text.charAt(moduleSpecifier.getStart(root)),
        semicolon,
      },
    ];
  }
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return [];
  const [declaration] = statement.declarationList.declarations;
  const call = declaration?.initializer;
  const argument = call && ts.isCallExpression(call) && ts.isIdentifier(call.expression) && call.expression.text === "require" ? call.arguments[0] : undefined;
  if (!declaration || !argument || !ts.isStringLiteral(argument)) return [];
  const { name } = declaration;
  const names = ts.isObjectBindingPattern(name)
    ? name.elements.flatMap((element) => {
        const key = element.propertyName ?? element.name;
        return ts.isIdentifier(element.name) && ts.isIdentifier(key) && !element.dotDotDotToken ? [imported(element.name, key.text, element)] : [];
      })
    : [];
  return [
    {
      kind: "require",
      specifier: argument.text,
      range,
      isTypeOnly: false,
      whole: ts.isIdentifier(name) ? name.text : null,
      defaultName: null,
      names,
      quote: root.text.charAt(argument.getStart(root)),
      semicolon,
    },
  ];
}

/** Whether a statement only requires: `require("x")`, `const { a } = require("x").b`. */
function isRequire(statement: TypeScript.Statement, ts: typeof TypeScript): boolean {
  const expressions = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map((declaration) => declaration.initializer)
    : ts.isExpressionStatement(statement)
      ? [statement.expression]
      : [];
  return (
    expressions.length > 0 &&
    expressions.every((expression) => {
      let inner = expression;
      while (inner && ts.isPropertyAccessExpression(inner)) inner = inner.expression;
      return inner !== undefined && ts.isCallExpression(inner) && ts.isIdentifier(inner.expression) && inner.expression.text === "require";
    })
  );
}

function isDeclaration(node: TypeScript.Identifier, ts: typeof TypeScript): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  const isNamed = ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent) || ts.isClassDeclaration(parent) || ts.isClassExpression(parent) || ts.isEnumDeclaration(parent) || ts.isModuleDeclaration(parent);
  return isNamed && parent.name === node;
}

function nodesNamed(root: TypeScript.SourceFile, name: string, ts: typeof TypeScript): readonly TypeScript.Identifier[] {
  const found: TypeScript.Identifier[] = [];
  const stack: TsNode[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (ts.isIdentifier(node) && node.text === name && !isPropertyName(node, ts)) found.push(node);
    node.forEachChild((child) => {
      stack.push(child);
    });
  }
  return found;
}

function isPropertyName(node: TypeScript.Identifier, ts: typeof TypeScript): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === node;
  const isNamed = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isEnumMember(parent) || ts.isJsxAttribute(parent);
  return isNamed && parent.name === node;
}

function aroundOf(root: TypeScript.SourceFile, [start, end]: Range, ts: typeof TypeScript): "attribute" | "open" | "expression" {
  let node: TsNode = root;
  for (;;) {
    const inner: TsNode | undefined = node.forEachChild((child) => (child.getStart(root) <= start && child.end >= end ? child : undefined));
    if (!inner) break;
    if (ts.isJsxAttribute(inner) && inner.initializer && ts.isStringLiteral(inner.initializer) && inner.initializer.getStart(root) === start) return "attribute";
    node = inner;
  }
  return joinsLineBefore(start, node, root, ts) ? "open" : "expression";
}
