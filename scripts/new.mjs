/**
 * Starts a rule: `npm run new -- no-thing` makes its four files from scripts/templates/, which are compiled, linted and
 * tested as they stand there, and then all that is generated from them.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { camelCase } from "./generate/sources.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TEMPLATES = join(ROOT, "scripts/templates");

const [name, ...more] = process.argv.slice(2);
const made = name === undefined || more.length > 0 ? [] : templates().map((template) => ({ template, file: named(template, name) }));
const refusal = refuse();
if (refusal === null) start();
else {
  console.error(refusal);
  process.exitCode = 1;
}

/** Why there will be no such rule, or null. */
function refuse() {
  if (name === undefined || more.length > 0) return "Usage: npm run new -- no-thing";
  if (!/^(?:no|env)(?:-[a-z][a-z0-9]*)+$/u.test(name)) return `'${name}' is no name for a rule: it begins with 'no-' or 'env-' and is written in kebab-case.`;
  const present = made.find(({ file }) => existsSync(join(ROOT, file)));
  return present ? `${present.file} exists already.` : null;
}

function start() {
  for (const { template, file } of made) {
    const text = readFileSync(join(TEMPLATES, template), "utf8");
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), moved(named(text, name ?? ""), template, file));
    console.log(`made ${file}`);
  }
  process.exitCode = spawnSync(process.execPath, [join(ROOT, "scripts/update.mjs")], { stdio: "inherit" }).status ?? 1;
}

/** The templates, relative to their folder, with forward slashes. */
function templates() {
  const files = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => relative(TEMPLATES, join(entry.parentPath, entry.name)).split(sep).join("/")).sort();
}

/**
 * @param {string} text
 * @param {string} rule
 */
function named(text, rule) {
  return text.replaceAll("no-thing", rule).replaceAll("noThing", camelCase(rule));
}

/**
 * Turns the imports of a template into those of the file made from it.
 *
 * @param {string} text
 * @param {string} template
 * @param {string} file
 */
function moved(text, template, file) {
  return text.replace(/(?<=^(?:import|export) .*from ")\.[^"]+(?="|$)/gmu, (specifier) => {
    const target = relative(ROOT, resolve(TEMPLATES, dirname(template), specifier)).split(sep).join("/");
    const path = posix.relative(posix.dirname(file), target.replace("scripts/templates/", ""));
    return path.startsWith(".") ? path : `./${path}`;
  });
}
