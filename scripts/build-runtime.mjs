/**
 * Makes the other forms of runtime/portability.ts: ESM, CommonJS, and TypeScript that compiles to
 * CommonJS. `node scripts/build-runtime.mjs` writes them, `--check` exits 1 where they differ.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ts } from "./compiler.mjs";

const ROOT = new URL("../", import.meta.url);
const HEADER = "// Generated from portability.ts by `npm run update`.\n";

/**
 * The generated files: path relative to the repository, and content.
 *
 * @returns {Map<string, string>}
 */
export function runtimeFiles() {
  const source = readFileSync(new URL("runtime/portability.ts", ROOT), "utf8");
  const plain = withoutTypes(source);
  return new Map([
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
