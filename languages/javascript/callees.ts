import type { Use } from "../site.ts";

/** What a call does with the string that it gets: `tested` asks whether a path exists. */
export type Role = Use | "tested" | "container" | null;

const runners = new Set(
  [
    ["child_process", ["exec", "execSync", "execFile", "execFileSync", "spawn", "spawnSync", "fork"]],
    ["execa", ["execa", "execaSync", "execaCommand", "execaCommandSync", "execaNode", "command", "commandSync", "sync", "$"]],
    ["tinyexec", ["x", "exec", "xSync"]],
    ["node-pty", ["spawn"]],
    ["shelljs", ["exec"]],
    ["zx", ["$"]],
    ["Deno", ["Command", "run"]],
    ["Bun", ["spawn", "spawnSync", "$"]],
  ].flatMap(([module, names]) => (names as string[]).map((name) => `${module as string}.${name}`)),
);
for (const name of ["execa", "execaSync", "execaCommand", "nano-spawn", "spawn", "spawnSync", "execFile", "execFileSync", "execSync", "exec", "$", "shell.exec", "cp.exec"]) {
  runners.add(name);
}

const runningMethods = new Set(["spawn", "spawnSync", "execFile", "execFileSync", "execSync"]);

/** Whether a call, by its name with aliases taken out, runs its first argument. */
export function isRunner(name: string): boolean {
  return runners.has(name) || runningMethods.has(lastName(name));
}

const tests = new Set(
  ["exists", "existsSync", "pathExists", "pathExistsSync", "fileExists", "fileExistsSync", "dirExists", "access", "accessSync", "stat", "statSync", "lstat", "lstatSync", "isFile", "isFileSync", "isExecutable", "isDirectory", "path-exists", "doesFileExist", "locatePath", "locatePathSync"],
);

/** Whether a call asks whether a path exists. */
export function isTest(name: string): boolean {
  return tests.has(lastName(name));
}

const comparing = new Set(["startsWith", "endsWith", "includes", "indexOf", "lastIndexOf", "localeCompare", "has", "toBe", "toEqual", "toStrictEqual", "toContain", "toMatch", "equal", "strictEqual", "deepEqual", "deepStrictEqual", "notEqual", "notStrictEqual"]);
// `glob("/home/…")` looks into that folder: only what holds a pattern against a text is here.
const matching = new Set(["match", "matchAll", "search", "test", "split", "minimatch", "picomatch", "micromatch", "isMatch", "RegExp"]);
const replacing = new Set(["replace", "replaceAll"]);
const globModules = /^(?:picomatch|minimatch|micromatch|anymatch)(?:\.|$)/u;
const logs = /(?:^|\.)(?:console|log|logger|logging|winston|pino|bunyan|consola|debug|chalk|kleur|picocolors|spinner|ora)\.\w+$/iu;
const printers = new Set(["log", "debug", "info", "warn", "logger", "alert", "confirm", "prompt", "process.stdout.write", "process.stderr.write", "describe", "it", "test", "console"]);
const helps = new Set(["describe", "description", "usage", "help", "summary", "epilog", "epilogue", "example", "addHelpText"]);
const containers = new Set(["Set", "Array.from", "Array.of", "Object.freeze", "String", "path.join", "path.resolve", "path.normalize", "Promise.resolve", "url.fileURLToPath", "fileURLToPath"]);

/** What a call does with an argument, by its name with aliases taken out. */
export function roleOf(name: string, index: number, isNew: boolean, isMethod: boolean): Role {
  const last = lastName(name);
  if (isRunner(name)) return index === 0 ? "run" : "kept";
  if (isTest(name)) return index === 0 ? "tested" : "kept";
  if (logs.test(name) || printers.has(name) || /(?:Error|Exception)$/u.test(last) || /^show\w*Message$/u.test(last)) return "shown";
  if (isMethod && last === "option" && index < 2 && !isNew) return "shown";
  if (isMethod && helps.has(last)) return "shown";
  if ((last === "insertAdjacentHTML" && index === 1) || name === "document.write" || name === "document.writeln") return "stated";
  if (last === "RegExp" || globModules.test(name)) return "matched";
  if (isMethod && replacing.has(last)) return index === 0 ? "matched" : "kept";
  if (isMethod && comparing.has(last)) return "compared";
  if (matching.has(last) && (isMethod || last.includes("match"))) return index === 0 ? "matched" : "kept";
  return containers.has(name) ? "container" : "kept";
}

/** What a method does with the string, or the array of strings, that it is called on. */
export function receiverRole(method: string): Role {
  if (comparing.has(method)) return "compared";
  if (method === "match" || method === "matchAll" || method === "search") return "matched";
  return carrying.has(method) ? "container" : null;
}

const carrying = new Set(["trim", "toLowerCase", "toUpperCase", "toString", "normalize", "slice", "concat", "filter", "find", "findLast", "reverse", "sort", "flat", "join", "split", "replace", "replaceAll", "at", "padEnd", "padStart", "substring"]);

/** Methods of an array that hand each element to a function. */
export const iterating: ReadonlySet<string> = new Set(["some", "every", "find", "findIndex", "findLast", "findLastIndex", "filter", "map", "flatMap", "forEach"]);

const shownNames = new Set(["description", "describe", "desc", "help", "helptext", "helpertext", "usage", "epilog", "epilogue", "summary", "placeholder", "hint", "tooltip", "title", "label", "alt", "message", "example", "examples", "textcontent", "innertext", "arialabel"]);

const pageNames = new Set(["innerhtml", "outerhtml", "__html"]);

/** What becomes of a text that stands under a key or attribute for people to read: itself, or as a part of a page. Null for all others. */
export function useOfName(name: string): "shown" | "stated" | null {
  const lower = name.toLowerCase();
  if (pageNames.has(lower)) return "stated";
  return shownNames.has(lower) || lower.startsWith("aria-") ? "shown" : null;
}

/** The last segment of a dotted name. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
