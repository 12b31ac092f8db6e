import { describe, expect, it } from "vitest";
import { readWith, siteOf, type Parser } from "./parsers.ts";

const both: readonly Parser[] = ["espree", "typescript-eslint"];

describe.each(both)("use, as %s parses it", (parser) => {
  it.each([
    // run
    [`import { execFile } from "node:child_process"; execFile("LIT", ["-r"]);`, "run"],
    [`import * as cp from "child_process"; cp.spawnSync("LIT");`, "run"],
    [`const { exec } = require("child_process"); exec("LIT");`, "run"],
    [`const run = require("util").promisify(require("child_process").exec); run("LIT");`, "run"],
    [`import { promisify } from "util"; import { exec } from "child_process"; const run = promisify(exec); run("LIT");`, "run"],
    [`import { execa } from "execa"; await execa("LIT");`, "run"],
    ["import { $ } from 'zx'; await $`LIT`;", "run"],
    [`new Deno.Command("LIT");`, "run"],
    [`Bun.spawn(["LIT", "x"]);`, "run"],
    [`Bun.spawn(["x", "LIT"]);`, "kept"],
    [`Bun.spawn({ cmd: ["LIT"] });`, "run"],
    [`import { spawn } from "child_process"; spawn("bash", ["-c", "LIT"]);`, "run"],
    [`import { spawn } from "child_process"; spawn("x", ["LIT"], {});`, "kept"],
    [`import { spawn } from "child_process"; spawn("x", [], { cwd: "LIT" });`, "kept"],
    [`import { spawn } from "child_process"; const bin = "LIT"; spawn(bin, []);`, "run"],
    [`import { spawn } from "child_process"; const bin = "LIT"; console.log(bin); spawn(bin, []);`, "run"],
    [`import { exec } from "child_process"; const bin = "LIT"; exec(\`\${bin} -r\`);`, "run"],
    [`import { exec } from "child_process"; const dir = "LIT"; exec(\`cd \${dir}\`);`, "kept"],
    [`import { spawn } from "child_process"; class A { bin = "LIT"; go() { spawn(this.bin); } }`, "run"],
    [`import { spawn } from "child_process"; spawn(ok ? "LIT" : other);`, "run"],
    [`import { spawn } from "child_process"; export const bin = "LIT"; spawn(bin, []);`, "kept"],
    [`import { spawn } from "child_process"; let bin = "LIT"; bin = other; spawn(bin, []);`, "kept"],
    [`import { spawn } from "child_process"; function f(bin = "LIT") { spawn(bin); }`, "run"],
    [`/x/.exec("LIT");`, "kept"],
    // compared
    [`if (host === "LIT") x();`, "compared"],
    [`if ("LIT" != host) x();`, "compared"],
    [`switch (x) { case "LIT": break; }`, "compared"],
    [`p.startsWith("LIT");`, "compared"],
    [`"LIT".includes(x);`, "compared"],
    [`["LIT", "b"].includes(x);`, "compared"],
    [`const list = ["LIT"]; if (list.includes(x)) y();`, "compared"],
    [`const allowed = new Set(["LIT"]); allowed.has(x);`, "compared"],
    [`const list = ["LIT"]; list.some((p) => x.startsWith(p));`, "compared"],
    [`const list = ["LIT"]; for (const p of list) if (p === x) y();`, "compared"],
    // matched
    [`new RegExp("LIT");`, "matched"],
    [`x.replace("LIT", "~");`, "matched"],
    [`x.replace(/a/, "LIT");`, "kept"],
    [`x.split("LIT");`, "matched"],
    [`import { glob } from "glob"; glob("LIT");`, "kept"],
    [`import { minimatch } from "minimatch"; minimatch(file, "LIT");`, "matched"],
    [`import picomatch from "picomatch"; picomatch("LIT");`, "matched"],
    [`/x/.test("LIT");`, "matched"],
    // shown
    [`console.log("LIT");`, "shown"],
    [`console.log({ a: "LIT" });`, "shown"],
    ["logger.info(`at ${'LIT'}`);", "shown"],
    [`log.warn("a" + b, "LIT");`, "shown"],
    [`throw new Error("LIT");`, "shown"],
    [`throw "LIT";`, "shown"],
    [`const e = new TypeError("LIT");`, "shown"],
    [`x = <p>LIT</p>;`, "shown"],
    [`x = <p>{"LIT"}</p>;`, "shown"],
    [`x = <input placeholder="LIT" />;`, "shown"],
    [`x = <input aria-label={"LIT"} />;`, "shown"],
    [`x = <input value="LIT" />;`, "kept"],
    [`program.option("--a", "LIT");`, "shown"],
    [`program.option("--a", "b", "LIT");`, "kept"],
    [`yargs.option("a", { describe: "LIT" });`, "shown"],
    [`yargs.option("a", { default: "LIT" });`, "kept"],
    [`program.description("LIT");`, "shown"],
    [`input.placeholder = "LIT";`, "shown"],
    [`const text = "LIT"; console.log(text);`, "kept"],
    [`const text = "LIT"; console.log(text); save(text);`, "kept"],
    // kept
    [`const x = "LIT";`, "kept"],
    [`save("LIT");`, "kept"],
    [`const a = "LIT"; const b = a; const c = b;`, "kept"],
    [`class A { x = "LIT"; f() { this.x = this.x || y; } }`, "kept"],
  ])("%s", (text, use) => {
    expect(siteOf(readWith(parser, text), "LIT").use).toBe(use);
  });
});

describe.each(both)("name, scope, callee, as %s parses them", (parser) => {
  it.each([
    [`const host = "LIT";`, "host", null, null, null],
    [`config.api.host = "LIT";`, "config.api.host", null, null, null],
    [`const config = { api: { host: "LIT" } };`, "config.api.host", null, null, null],
    [`spawn("x", [], { env: { PATH: "LIT" } });`, "env.PATH", null, "spawn", "env"],
    [`class A { host = "LIT"; }`, "host", "A", null, null],
    [`class A { constructor() { this.host = "LIT"; } }`, "this.host", "A.constructor", null, null],
    [`function f(host = "LIT") {}`, "host", "f", null, null],
    [`const { host = "LIT" } = options;`, "host", null, null, null],
    [`x = <a href="LIT" />;`, "href", null, null, null],
    [`const f = () => { open("LIT"); };`, null, "f", "open", 0],
    [`const api = { start() { open(1, "LIT"); } };`, null, "api.start".slice(4), "open", 1],
    [`router.get("LIT", () => {});`, null, null, "router.get", 0],
    [`fs.writeFileSync("LIT", x);`, null, null, "fs.writeFileSync", 0],
    [`app().use("LIT");`, null, null, ".use", 0],
    [`const x = path.join(dir, "LIT");`, "x", null, "path.join", 1],
    [`require("LIT");`, null, null, "require", 0],
    [`import("LIT");`, null, null, "import", 0],
    [`process.env.PATH = "LIT:" + process.env.PATH;`, "process.env.PATH", null, null, null],
    [`export default { host: "LIT" };`, "host", null, null, null],
    [`f(() => "LIT");`, null, null, null, null],
  ])("%s", (text, name, scope, callee, argument) => {
    const [site] = readWith(parser, text).sites.filter((candidate) => candidate.value.startsWith("LIT") && candidate.shape !== "call");
    expect(site).toMatchObject({ name, scope, callee, argument });
  });
});

describe.each(both)("fallback, as %s parses it", (parser) => {
  it.each([
    [`x = process.env.HOST ?? "LIT";`, "HOST"],
    [`x = process.env.HOST || "LIT";`, "HOST"],
    [`x = process.env["HOST"] || "LIT";`, "HOST"],
    [`x = process.env.A || process.env.B || "LIT";`, "A"],
    [`x = parseInt(process.env.PORT || "LIT", 10);`, "PORT"],
    [`x = process.env.HOST ? process.env.HOST : "LIT";`, "HOST"],
    [`const { HOST = "LIT" } = process.env;`, "HOST"],
    [`const { HOST: host = "LIT" } = process.env;`, "HOST"],
    [`x = import.meta.env.VITE_API || "LIT";`, "VITE_API"],
    [`import { env } from "node:process"; x = env.HOST ?? "LIT";`, "HOST"],
    [`const env = process.env; x = env.HOST ?? "LIT";`, "HOST"],
    [`const { HOST } = process.env; x = HOST ?? "LIT";`, "HOST"],
    [`const h = process.env.HOST; x = h || "LIT";`, "HOST"],
    [`x = getEnv("HOST", "LIT");`, "HOST"],
    [`x = Deno.env.get("HOST") ?? "LIT";`, "HOST"],
    [`process.env.HOST ||= "LIT";`, "HOST"],
    ["x = `http://${process.env.HOST || 'LIT'}`;", "HOST"],
    [`x = process.env.DIR || path.join(root, "LIT");`, "DIR"],
    [`x = (process.env.HOST)?.trim() || "LIT";`, "HOST"],
    [`x = options.host || "LIT";`, null],
    [`x = process.env.HOST && "LIT";`, null],
    [`x = process.env.HOST || read("LIT");`, null],
    [`x = getName("HOST", "LIT");`, null],
  ])("%s", (text, fallback) => {
    expect(siteOf(readWith(parser, text), "LIT").fallback).toBe(fallback);
  });
});

describe.each(both)("probed, as %s parses it", (parser) => {
  it.each([
    [`if (fs.existsSync("LIT")) x();`, true],
    [`const p = "LIT"; if (fs.existsSync(p)) x(p);`, true],
    [`const list = ["LIT", "b"]; const found = list.find((p) => fs.existsSync(p));`, true],
    [`const list = ["LIT"]; for (const p of list) { if (existsSync(p)) return1(p); }`, true],
    [`for (const p of ["LIT"]) { try { run(p); break; } catch {} }`, true],
    [`for (const dir of ["LIT"]) { const p = path.join(dir, "x"); if (fs.existsSync(p)) y(p); }`, true],
    [`const list = ["LIT"]; for (let i = 0; i < list.length; i++) if (fs.existsSync(list[i])) x();`, true],
    [`function first(paths) { return paths.find((p) => fs.existsSync(p)); } first(["LIT"]);`, true],
    [`const list = []; list.push("LIT"); list.filter(fs.existsSync); list.some((p) => existsSync(p));`, true],
    [`const list = [...others, "LIT"].filter(Boolean); list.some((p) => existsSync(p));`, true],
    [`await fs.promises.access("LIT");`, true],
    [`const list = ["LIT"]; for (const p of list) run(p);`, false],
    [`const p = "LIT"; run(p);`, false],
  ])("%s", (text, probed) => {
    expect(siteOf(readWith(parser, text), "LIT").probed).toBe(probed);
  });

  it("knows an equal value that is tested in the same function", () => {
    const sites = readWith(parser, `function f() { if (fs.existsSync("LIT")) return "LIT"; }\nfunction g() { return "LIT"; }`).sites;
    expect(sites.map((site) => site.probed)).toEqual([true, true, false]);
  });
});

describe.each(both)("guarded, as %s parses it", (parser) => {
  it.each([
    [`if (process.platform === "darwin") x("LIT");`, true],
    [`if (a) {} else if (process.platform === "darwin") { x("LIT"); }`, true],
    [`x = os.platform() === "win32" ? "LIT" : y;`, true],
    [`const isMac = process.platform === "darwin"; x = isMac ? "LIT" : y;`, true],
    [`x = IS_DARWIN && "LIT";`, true],
    [`switch (process.platform) { case "darwin": x("LIT"); }`, true],
    [`x = { darwin: "LIT", linux: "y" }[process.platform];`, true],
    [`const { platform } = process; if (platform === "darwin") x("LIT");`, true],
    [`import { platform } from "os"; if (platform() === "darwin") x("LIT");`, true],
    [`function f() { if (process.platform !== "darwin") return; x("LIT"); }`, true],
    [`function f() { x("LIT"); if (process.platform !== "darwin") return; }`, false],
    [`if (ready) x("LIT");`, false],
    [`x = { api: "LIT" };`, false],
    [`if (windowSize) x("LIT");`, false],
  ])("%s", (text, guarded) => {
    expect(siteOf(readWith(parser, text), "LIT").guarded).toBe(guarded);
  });
});

describe("fixed", () => {
  it.each([
    [`"LIT"; x();`, "a directive is not an expression"],
    [`import x from "LIT";`, "a module specifier is not an expression"],
    [`export * from "LIT";`, "a module specifier is not an expression"],
    [`require("LIT");`, "a module specifier is resolved by tools as well"],
    [`import("LIT");`, "a module specifier is resolved by tools as well"],
    [`x = { "LIT": 1 };`, "a property key is not an expression"],
    [`class A { "LIT"() {} }`, "a property key is not an expression"],
    ["x = css`LIT`;", "its tag reads this template"],
    [`x = <p>LIT</p>;`, "text of an element is not an expression"],
    [`type T = "LIT";`, "a type has no value when the program runs"],
    [`let x: "LIT" | "b";`, "a type has no value when the program runs"],
    [`enum E { A = "LIT" }`, "an enum member takes constants only"],
    [`const x = "LIT" as const;`, "`as const` takes literals only"],
    [`const x = { a: ["LIT"] } as const;`, "`as const` takes literals only"],
    [`@Component({ selector: "LIT" }) class A {}`, "a decorator's metadata is read by its framework"],
    [`declare module "LIT" {}`, "a module specifier is not an expression"],
    [`type T = import("LIT").X;`, "a type has no value when the program runs"],
    [`x = { ["LIT"]: 1 };`, null],
    [`x = <a href="LIT" />;`, null],
    [`x = "LIT" as string;`, null],
    [`f(); "LIT";`, null],
  ])("%s", (text, fixed) => {
    expect(siteOf(readWith("typescript-eslint", text, "src/app.tsx"), "LIT").fixed).toBe(fixed);
  });

  it("reads String.raw as it stands", () => {
    const [site] = readWith("espree", "x = String.raw`C:\\Users\\ann`;").sites;
    expect(site).toMatchObject({ value: "C:\\Users\\ann", fixed: "its tag reads this template" });
  });

  it("sees regular expressions as no strings", () => {
    expect(readWith("espree", "x = /\\/Users\\/ann/;").sites).toEqual([]);
  });
});
