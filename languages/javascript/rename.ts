import { createRequire } from "node:module";
import type { ts as TypeScript } from "ts-morph";
import type { Source } from "../site.ts";
import { left, type Left, type Rename, type Written } from "../writer.ts";
import { joinsLineBefore } from "./joined.ts";

type Node = TypeScript.Node;

const require = createRequire(import.meta.url);

/** Renames environment variables in JavaScript and TypeScript. A variable that is set counts, also when it is empty, as it did under the old name. */
export function renameJavaScript({ path, text }: Source, renames: readonly Rename[]): readonly (Written | Left)[] {
  const { ts } = require("ts-morph") as typeof import("ts-morph");
  const kind = /\.[cm]?ts$/iu.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  return renames.map((rename) => {
    const node = nodeAt(file, rename, ts);
    const stays = left(`a form of asking for ${rename.site.value} that a person rewrites`);
    if (rename.site.access === "set") return left(`programs that this one starts may read ${rename.site.value}: a person knows`);
    if (!node) return stays;
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return renameAccess(parent, node, rename, file, ts);
    if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) return renameAccess(parent, node, rename, file, ts);
    if (ts.isBindingElement(parent)) return renameBinding(parent, node, rename, file, ts) ?? stays;
    if (ts.isCallExpression(parent)) return left(`the name goes to ${parent.expression.getText(file)}: a person gives it both names`);
    return stays;
  });
}

/** The identifier or the string that is the name. */
function nodeAt(file: TypeScript.SourceFile, { site }: Rename, ts: typeof TypeScript): Node | null {
  const [start, end] = site.range;
  let found: Node | null = null;
  const visit = (node: Node): void => {
    if (node.getStart(file) > start || node.end < end) return;
    if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === site.value) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Have: `process.env.OLD`   Want: `process.env.NEW ?? process.env.OLD` */
function renameAccess(access: TypeScript.PropertyAccessExpression | TypeScript.ElementAccessExpression, node: Node, { site, to }: Rename, file: TypeScript.SourceFile, ts: typeof TypeScript): Written | Left {
  const { text } = file;
  const [start, end] = [node.getStart(file), node.end];
  const holder = access.expression.getText(file);
  const around = aroundOf(access, ts);
  if (around === "target" || !/^[\w$.?]+$/u.test(holder)) return left(`a form of asking for ${site.value} that a person rewrites`);
  const connector = text.slice(access.expression.end, start);
  const close = text.slice(end, access.end);
  const operator = around === "or" ? "||" : "??";
  const old = text.slice(start, end);
  const edit = { range: [start, end] as const, text: `${old.replace(site.value, to)}${close} ${operator} ${holder}${connector}${old}` };
  if (around !== "tight") return { edit, also: [] };
  const from = access.getStart(file);
  return { edit, also: [{ range: [from, from], text: joinsLineBefore(from, access, file, ts) ? ";(" : "(" }, { range: [access.end, access.end], text: ")" }] };
}

/** What stands around an expression: something that takes `a ?? b` as it is, an `||`, what is assigned to, or something that binds tighter. */
function aroundOf(access: TypeScript.Expression, ts: typeof TypeScript): "free" | "or" | "target" | "tight" {
  const { parent } = access;
  if (ts.isBinaryExpression(parent)) {
    const kind = parent.operatorToken.kind;
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return parent.left === access ? "target" : "free";
    if (kind === ts.SyntaxKind.BarBarToken) return "or";
    return kind === ts.SyntaxKind.QuestionQuestionToken ? "free" : "tight";
  }
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent) || ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return "target";
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === access ? "tight" : "free";
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === access ? "free" : "tight";
  const takes = [
    ts.isVariableDeclaration, ts.isPropertyAssignment, ts.isPropertyDeclaration, ts.isParameter, ts.isBindingElement, ts.isReturnStatement, ts.isArrowFunction, ts.isTemplateSpan, ts.isParenthesizedExpression,
    ts.isArrayLiteralExpression, ts.isConditionalExpression, ts.isIfStatement, ts.isSpreadElement, ts.isSpreadAssignment, ts.isJsxExpression, ts.isExportAssignment, ts.isExpressionStatement, ts.isSwitchStatement, ts.isThrowStatement,
  ];
  return takes.some((is) => is(parent)) ? "free" : "tight";
}

/** Have: `const { OLD = "x" } = process.env`   Want: `const { NEW: OLD = process.env.OLD ?? "x" } = process.env` */
function renameBinding(element: TypeScript.BindingElement, node: Node, { site, to }: Rename, file: TypeScript.SourceFile, ts: typeof TypeScript): Written | null {
  const declaration = element.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer || element.dotDotDotToken || (element.propertyName ?? element.name) !== node || !ts.isIdentifier(node)) return null;
  const holder = declaration.initializer.getText(file);
  if (!/^[\w$.]+$/u.test(holder)) return null;
  const range = [node.getStart(file), node.end] as const;
  const old = `${holder}.${site.value}`;
  const named = element.propertyName ? to : `${to}: ${site.value}`;
  const { initializer } = element;
  if (initializer) {
    const isPlain = ts.isLiteralExpression(initializer) || ts.isIdentifier(initializer) || ts.isCallExpression(initializer) || ts.isPropertyAccessExpression(initializer);
    const [start, end] = [initializer.getStart(file), initializer.end];
    return { edit: { range, text: named }, also: [{ range: [start, start], text: `${old} ?? ${isPlain ? "" : "("}` }, ...(isPlain ? [] : [{ range: [end, end] as const, text: ")" }])] };
  }
  const end = element.end;
  if (!element.propertyName) return { edit: { range, text: `${named} = ${old}` }, also: [] };
  return { edit: { range, text: named }, also: [{ range: [end, end], text: ` = ${old}` }] };
}
