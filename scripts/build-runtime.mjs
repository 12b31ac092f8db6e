/**
 * Makes the other forms of runtime/portability.ts: ESM, CommonJS, TypeScript that compiles to
 * CommonJS, and what the form for browsers has of it. `node scripts/build-runtime.mjs` writes them, `--check` exits 1 where they differ.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ts } from "./compiler.mjs";

const ROOT = new URL("../", import.meta.url);
const HEADER = "// Generated from portability.ts by `npm run update`.\n";
const BROWSER_HEADER = "// Generated from portability.browser.ts by `npm run update`.\n";
const BROWSER_MARK = "\n// Generated from portability.ts by `npm run update`, down to the end.\n";

/**
 * The generated files: path relative to the repository, and content.
 *
 * @returns {Map<string, string>}
 */
export function runtimeFiles() {
  const source = readFileSync(new URL("runtime/portability.ts", ROOT), "utf8");
  const plain = withoutTypes(source);
  const browser = withWhatItNeeds(readFileSync(new URL("runtime/portability.browser.ts", ROOT), "utf8"), source);
  return new Map([
    ["runtime/portability.browser.ts", browser],
    ["runtime/portability.browser.mjs", BROWSER_HEADER + withoutTypes(browser).replace(BROWSER_MARK, "\n// As in the other forms.\n")],
    ["runtime/portability-commonjs.ts", HEADER + ownFileFromFilename(source)],
    ["runtime/portability.mjs", HEADER + plain],
    ["runtime/portability.cjs", `${HEADER}"use strict";\n\n${requiring(ownFileFromFilename(plain))}`],
  ]);
}

/**
 * CommonJS has no `import.meta`, and only knows a module's own file as `__filename`.
 *
 * @param {string} source
 */
function ownFileFromFilename(source) {
  const shorter = replaceOnce(source, 'import { fileURLToPath } from "node:url";\n', "");
  const said = replaceOnce(shorter, "A bundle in CommonJS has its place in __filename, and nothing in import.meta.", "A bundle in ESM has no __filename, and is mostly what was started.");
  return replaceOnce(said, "fileURLToPath(import.meta.url)", 'resolve(process.argv[1] ?? "")');
}

/**
 * Have: `import { join } from "node:path"`, `export function f`.
 * Want: `const { join } = require("node:path")`, `module.exports = { f }`, which Node also offers
 * to ESM importers by name.
 *
 * @param {string} source
 */
function requiring(source) {
  /** @type {string[]} */
  const names = [];
  const body = source
    .replace(/^import (\{[^}]*\}) from ("node:\w+");$/gm, "const $1 = require($2);")
    .replace(/^export (function|class) (\w+)/gm, (_match, keyword, name) => {
      names.push(name);
      return `${keyword} ${name}`;
    });
  if (/^(?:import|export)\b/m.test(body)) throw new Error("an import or export has no CommonJS form");
  return `${body}\nmodule.exports = {\n${names.map((name) => `  ${name},\n`).join("")}};\n`;
}

/**
 * Puts below the mark every declaration of the other text that what stands above it needs, or that
 * such a declaration needs; in the order and layout that they have there.
 *
 * @param {string} text
 * @param {string} source
 */
function withWhatItNeeds(text, source) {
  const [above = "", ...more] = text.split(BROWSER_MARK);
  if (more.length !== 1) throw new Error("runtime/portability.browser.ts must hold its mark once");
  const own = declarationsOf(above);
  const others = declarationsOf(source);
  /** @type {Set<string>} */
  const needed = new Set();
  /** @param {ReadonlySet<string>} names */
  const need = (names) => {
    for (const name of names) {
      const other = others.get(name);
      if (own.has(name) || needed.has(name) || other === undefined) continue;
      needed.add(name);
      need(other.names);
    }
  };
  for (const { names } of own.values()) need(names);
  const parts = [...others].filter(([name]) => needed.has(name)).map(([, declaration]) => declaration.text);
  return `${above}${BROWSER_MARK}\n${parts.join("\n\n")}\n`;
}

/**
 * The declarations of a file by name: each with its text, with the comment that stands right above
 * it, and the names that it speaks of.
 *
 * @param {string} source
 */
function declarationsOf(source) {
  const file = ts.createSourceFile("portability.ts", source, ts.ScriptTarget.ES2022, true);
  /** @type {Map<string, { readonly text: string, readonly names: ReadonlySet<string> }>} */
  const found = new Map();
  for (const statement of file.statements) {
    const [name] = ts.isVariableStatement(statement) ? statement.declarationList.declarations.map((one) => one.name) : [/** @type {{ name?: import("typescript").Node }} */ (/** @type {unknown} */ (statement)).name];
    if (name === undefined || ts.isImportDeclaration(statement)) continue;
    /** @type {Set<string>} */
    const names = new Set();
    /** @param {import("typescript").Node} node */
    const visit = (node) => {
      if (ts.isIdentifier(node)) names.add(node.text);
      if (ts.isPropertyAccessExpression(node)) visit(node.expression);
      else if (ts.isPropertyAssignment(node)) visit(node.initializer);
      else ts.forEachChild(node, visit);
    };
    visit(statement);
    const start = source.slice(statement.getFullStart(), statement.getStart()).lastIndexOf("\n\n");
    found.set(name.getText(), { names, text: source.slice(statement.getFullStart() + Math.max(start, 0), statement.end).trim() });
  }
  return found;
}

/**
 * Takes the types out and leaves every other character, comments and layout included, which a
 * printer would not; then has TypeScript confirm that the program is the same.
 *
 * @param {string} source
 */
function withoutTypes(source) {
  const file = ts.createSourceFile("portability.ts", source, ts.ScriptTarget.ES2022, true);
  /** @type {[start: number, end: number][]} */
  const types = [];
  /** @param {import("typescript").Node} node */
  const visit = (node) => {
    if (ts.isTypeAliasDeclaration(node)) {
      // The lines with their documentation, and the blank one below them.
      const below = source.indexOf("\n", node.end) + 1;
      types.push([node.getStart(file, true), source[below] === "\n" ? below + 1 : below]);
    } else if (ts.isParenthesizedExpression(node) && ts.isAsExpression(node.expression)) {
      types.push([node.getStart(), node.getStart() + 1]);
      visit(node.expression.expression);
      types.push([node.expression.expression.end, node.end]);
    } else if (ts.isAsExpression(node)) {
      visit(node.expression);
      types.push([node.expression.end, node.end]);
    } else if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) {
      // With the colon, and the question mark of an optional parameter.
      const colon = node.pos - 1;
      types.push([source[colon - 1] === "?" ? colon - 1 : colon, node.end]);
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(file);
  let plain = source;
  for (const [start, end] of types.reverse()) plain = plain.slice(0, start) + plain.slice(end);
  if (printed(plain, "portability.js") !== printed(source, "portability.ts")) {
    throw new Error("runtime/portability.ts uses a type syntax that scripts/build-runtime.mjs does not know");
  }
  return plain;
}

/**
 * @param {string} source
 * @param {string} fileName
 */
function printed(source, fileName) {
  const { outputText, diagnostics = [] } = ts.transpileModule(source, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      allowJs: true,
    },
  });
  const [problem] = diagnostics;
  if (problem !== undefined) {
    throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`);
  }
  return outputText;
}

/**
 * @param {string} text
 * @param {string} from
 * @param {string} to
 */
function replaceOnce(text, from, to) {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`runtime/portability.ts must hold this once: ${from}`);
  }
  return before + to + after;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes("--check");
  for (const [path, content] of runtimeFiles()) {
    const url = new URL(path, ROOT);
    if (!check) {
      writeFileSync(url, content);
    } else if (contentOf(url) !== content) {
      console.error(`${path} differs from what portability.ts gives. Run \`npm run update\`.`);
      process.exitCode = 1;
    }
  }
}

/** @param {URL} url */
function contentOf(url) {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return undefined;
  }
}
