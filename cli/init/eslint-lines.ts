import { createRequire } from "node:module";
import { join } from "node:path";
import { isTrouble } from "../finding-record.ts";
import { readTextFile } from "../disk/text-file.ts";
import { textOf } from "./config-files.ts";
import { part, type Addition, type Look, type Part } from "./define.ts";
import { layeredFile } from "./ports.ts";

/** What makes the checks available in a project. */
const installCommand = "npm install --save-dev eslint eslint-plugin-portability";

const configName = /(?:^|\/)eslint\.config\.[cm]?[jt]s$/u;
const legacyName = /^\.eslintrc(?:\.(?:c?js|ya?ml|json))?$/u;

const importLine = 'import portability from "eslint-plugin-portability";';
const first = "export default [\n";
const spread = "  ...portability.configs.recommended,\n";
/** What a file begins with that only has settings. */
const head = "// Settings of 'portability audit' and 'portability migrate'. 'portability init' adds the plugin when it is installed.\n";
const loading = /(?:\bfrom|\bimport|\brequire\s?\()\s?["']eslint-plugin-portability["']/u;

/** Whether the package can be loaded from a project's root. */
export function isPackageInstalled(root: string): boolean {
  try {
    createRequire(join(root, "package.json")).resolve("eslint-plugin-portability/package.json");
    return true;
  } catch {
    return false;
  }
}

/** The plugin and its settings in eslint.config.js. One that is there is a program that somebody wrote: its lines are told, and not written. */
export function eslintLines(look: Look): Part {
  const { root, files, settings, isInstalled: hasPackage, hasRules, hasPrefix } = look;
  const installing = hasPackage || !look.isPackage ? [] : [`Install the checks: ${installCommand}`];
  const notes = hasPackage || look.isPackage ? [] : ["No package.json, so that ESLint is not in use here: the checks run as npx -p eslint-plugin-portability portability audit."];
  const configs = files.filter((file) => configName.test(file));
  const legacy = files.find((file) => legacyName.test(file));
  if (configs.length > 0) {
    // One that we wrote gets the plugin as soon as that is installed.
    const lacking = configs.filter((file) => look.isPackage && !hasRules && !loading.test(textOf(root, file)) && (hasPackage || !textOf(root, file).startsWith(head)));
    const ours = hasPackage ? lacking.flatMap((file) => withPlugin(root, file)) : [];
    const todo = lacking.filter((file) => !ours.some((one) => one.file === file)).map((file) => `${file} does not have the plugin. Add these lines to it:\n${linesFor(textOf(root, file), file, look)}`);
    const [main = ""] = configs;
    if (!hasPrefix && settings.chosenPrefix !== null && lacking.length === 0) todo.push(`${main} does not say what variables begin with. Add this to its list:\n${settingsLines(look, "", false)}`);
    return part({ additions: ours, todo: [...installing, ...todo], notes });
  }
  if (legacy !== undefined) return part({ todo: [...installing, `${legacy} is of an older ESLint. With eslint.config.js, add these lines to that:\n${linesFor("", "eslint.config.mjs", look)}`], notes });
  const text = textFor(look);
  if (text === null) return part({ todo: installing, notes });
  const file = look.isModule ? "eslint.config.js" : "eslint.config.mjs";
  return part({ additions: [{ file, before: null, after: text, what: hasPackage ? "the checks, in ESLint too" : "what the checks know of this project" }], todo: installing, notes });
}

/** Have: a file that we wrote while the package was not installed. */
function withPlugin(root: string, file: string): Addition[] {
  const before = readTextFile(root, file);
  if (isTrouble(before) || !before.text.startsWith(head + first)) return [];
  const after = `${importLine}\n\n${first}${spread}${before.text.slice((head + first).length)}`;
  return [{ file, before, after, what: "the plugin, which is installed now" }];
}

function textFor(look: Look): string | null {
  const own = settingsLines(look, "  ", true);
  if (look.isInstalled) return `${importLine}\n\n${first}${spread}${own}];\n`;
  return own === "" ? null : `${head}${first}${own}];\n`;
}

function linesFor(text: string, file: string, look: Look): string {
  const isCommon = file.endsWith(".cjs") || (/\bmodule\.exports\b/u.test(text) && !/^export\s/mu.test(text));
  const load = isCommon ? 'const { default: portability } = require("eslint-plugin-portability");' : importLine;
  return `${load}\n  …\n${spread}${settingsLines(look, "  ", false)}`.trimEnd();
}

/** The settings of this project, as an item of the list; empty where there is nothing to say. */
function settingsLines(look: Look, indent: string, isNew: boolean): string {
  const { settings, origin, newNames, hasPrefix } = look;
  const lines: string[] = [];
  if (settings.chosenPrefix !== null && (isNew || !hasPrefix)) {
    lines.push(`prefix: ${JSON.stringify(settings.chosenPrefix)},`);
    const names = Object.entries(newNames);
    if (names.length > 0) lines.push("// New names by their old ones; 'portability migrate --changes' gives them.", "variables: {", ...names.map(([old, to]) => `  ${old}: ${JSON.stringify(to)},`), "},");
  }
  const layered = isNew && settings.config.length === 0 ? layeredFile(look) : null;
  if (layered !== null) lines.push("// The file that config.local.json and variables go over.", `config: [${JSON.stringify(layered)}],`);
  if (origin !== null && settings.origins === null) lines.push("// The machine that the code was written on.", `origins: { root: ${JSON.stringify(origin.root)}, home: ${JSON.stringify(origin.home)} },`);
  if (lines.length === 0) return "";
  const inner = lines.map((line) => `${indent}      ${line}\n`).join("");
  return `${indent}{\n${indent}  settings: {\n${indent}    portability: {\n${inner}${indent}    },\n${indent}  },\n${indent}},\n`;
}
