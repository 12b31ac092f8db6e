// Runs on the original machine, as root of private namespaces: puts one checkout after the other where it stood, with the
// programs and the PATH that were there, and has its expressions evaluated by real node, python3 and supervisor.
// Prints, for each case, what does not agree. It can lean on nothing but node itself.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";

const { cases, programs } = JSON.parse(readFileSync("/Users/.proof/cases.json", "utf8"));
// A folder of the real machine that is written to here is first covered by one that holds links to what is in it.
const covered = ["/usr/local", "/usr/local/bin", "/usr/local/sbin", "/usr/local/opt", "/usr/local/Cellar", "/home"];
const ours = ["/opt/homebrew", "/opt/local", "/home/linuxbrew", "/snap", "/Applications"];

function mount(...words) {
  const { status, stderr } = spawnSync("mount", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`mount ${words.join(" ")}: ${stderr}`);
}

function cover(folder) {
  const real = join("/.real", folder);
  mkdirSync(real, { recursive: true });
  const isLink = existsSync(folder) && realpathSync(folder) !== folder;
  if (isLink) rmSync(folder);
  if (existsSync(folder)) {
    mount("--rbind", folder, real);
    if (!covered.includes(dirname(folder))) mount("-t", "tmpfs", "tmpfs", folder);
  } else mkdirSync(folder, { recursive: true });
}

function linkAll(folder) {
  const real = join("/.real", folder);
  for (const name of readdirSync(real)) if (!existsSync(join(folder, name)) && !covered.includes(join(folder, name))) symlinkSync(join(real, name), join(folder, name));
}

const madeLocal = [];

function cleanLocal() {
  for (const made of madeLocal.splice(0)) rmSync(made, { recursive: true, force: true });
  for (const folder of ours) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function makeProgram(file) {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho ${file}\n`, { mode: 0o755 });
  madeLocal.push(file);
}

const lookedFor = ["shared", "env", "sh"];

/** The programs that a search path finds, by name. */
function programsOf(path, names) {
  return names.map((name) => {
    for (const folder of path.split(":")) {
      const file = resolve(folder, name);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return `${name}: ${realpathSync(file)}`;
      } catch {
        // the next folder may have it
      }
    }
    return `${name}: not found`;
  });
}

function real(path) {
  let tail = "";
  for (let head = resolve(path); ; ) {
    try {
      return join(realpathSync(head), tail);
    } catch {
      tail = join(head.slice(dirname(head).length), tail);
      head = dirname(head);
    }
  }
}

/** A value with every absolute path in it as the file that it leads to. */
function files(value) {
  return value.replace(/(^|[\s"'=:,;(])(\/[^\s"'=:,;()]*)/gu, (_, before, path) => `${before}${real(path)}${path.endsWith("/") ? "/" : ""}`);
}

/** A value with every word of it as the file that it leads to for a program that is started in a folder. */
function filesFrom(folder, value) {
  return value.replace(/[^\s"'=:,;()]+/gu, (path) => real(resolve(folder, path)));
}

/** How two values differ, or null. */
function difference(kind, original, rewritten, names, root) {
  if (original.type !== rewritten.type) return `was of type ${original.type} and is of type ${rewritten.type}`;
  if (original.value === rewritten.value && kind !== "programs") return null;
  if (kind === "programs") {
    // A file may hold several of them, each with folders of its own.
    names = names.filter((name) => !name.startsWith("only-in-") || !programsOf(original.value, [name])[0].endsWith("not found"));
  }
  const [was, is] = kind === "programs" ? [original, rewritten].map(({ value }) => programsOf(value, names).join("; ")) : [original.value, rewritten.value];
  if (kind === "programs" && was.includes("not found")) return `the original PATH lacks a stand-in: ${was}`;
  if (was === is || (kind === "file" && (files(was) === files(is) || filesFrom(root, was) === filesFrom(root, is)))) return null;
  return `was ${JSON.stringify(was)} and is ${JSON.stringify(is)}`;
}

class Evaluator {
  constructor(command) {
    this.child = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
    this.said = "";
    this.child.stderr.on("data", (part) => (this.said += part));
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(question) {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.answers.next();
    return done ? { error: `the evaluator ended: ${this.said}` } : JSON.parse(value);
  }

  end() {
    this.child.stdin.end();
  }
}

const commands = {
  javascript: [process.execPath, "--no-warnings", "/Users/.proof/evaluate.mjs"],
  python: [programs.python, "/Users/.proof/evaluate.py"],
  ini: [programs.supervisorPython, "/Users/.proof/evaluate.py"],
};
const evaluators = new Map();

async function ask(one) {
  // Modules of the project's own that import each other stay loaded: such a case has a process for itself.
  const key = one.alone ? one.id : one.language;
  if (!evaluators.has(key)) evaluators.set(key, new Evaluator(commands[one.language]));
  const answer = await evaluators.get(key).ask(one);
  if (one.alone || answer.error) {
    evaluators.get(key).end();
    evaluators.delete(key);
  }
  return answer;
}

function compare(one, answer) {
  if (answer.error) return [answer.error];
  const problems = [...(answer.problems ?? [])];
  one.items.forEach((item, index) => {
    for (const { holes, original, rewritten } of answer.results[index]) {
      const where = `\`${item.original}\` → \`${item.rewritten}\`${holes ? ` with holes ${JSON.stringify(holes)}` : ""}`;
      if (original.error) {
        if (!holes) problems.push(`${where}: the original cannot be evaluated: ${original.error}`);
      } else if (rewritten.error) problems.push(`${where}: the rewrite fails: ${rewritten.error}`);
      else {
        const differs = difference(item.kind, original, rewritten, [...lookedFor, ...one.only], one.root);
        if (differs) problems.push(`${where}: ${differs}`);
      }
    }
  });
  for (const { place, kind, original, rewritten } of answer.options ?? []) {
    const differs = difference(kind, original, rewritten, [...lookedFor, ...one.only], one.root);
    if (differs) problems.push(`${place} ${differs}`);
  }
  return problems;
}

for (const folder of covered) cover(folder);
for (const folder of covered) linkAll(folder);
const results = {};
for (const one of cases) {
  const stored = join("/Users/.proof", one.folder);
  try {
    cleanLocal();
    one.only = one.folders.map((_, index) => `only-in-${index}`);
    mkdirSync(dirname(one.root), { recursive: true });
    mkdirSync(one.home, { recursive: true });
    renameSync(stored, one.root);
    // Each folder of a PATH has a program of its own, one that all have, and one that the system has too.
    one.folders.forEach((folder, index) => [`only-in-${index}`, "shared", "env"].forEach((name) => makeProgram(join(folder, name))));
    one.programs.forEach(makeProgram);
    results[one.id] = compare(one, await ask(one));
  } catch (error) {
    results[one.id] = [String(error.stack)];
  } finally {
    process.chdir("/");
    if (existsSync(one.root)) renameSync(one.root, stored);
  }
}
for (const evaluator of evaluators.values()) evaluator.end();
console.log(JSON.stringify(results));
