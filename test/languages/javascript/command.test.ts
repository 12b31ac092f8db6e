import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import type { CommandLine } from "../../../languages/site.ts";
import { readWith, siteOf, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel"];
const heads = `import { spawn, spawnSync, execFile, exec, execSync, fork } from "node:child_process"; import { execa } from "execa"; import path from "node:path";`;

function shown(command: CommandLine | null | undefined): string | null {
  return command ? `${command.words.join(" ").replaceAll(HOLE, "…")} @${command.at}${command.folder == null ? "" : ` in ${command.folder.replaceAll(HOLE, "…")}`}` : null;
}

describe.each(parsers)("the command line that a string is a word of, as %s parses it", (parser) => {
  it.each<[string, string | null]>([
    [`spawn("ctl", ["-c", "LIT", "status"]);`, "ctl -c LIT status @2"],
    [`spawn("LIT", ["-c", x]);`, "LIT -c … @0"],
    [`execFile("LIT");`, "LIT @0"],
    [`execFile("LIT", (error) => {});`, "LIT @0"],
    [`execFile("LIT", args);`, "LIT … @0"],
    [`execFile("LIT", options);`, "LIT @0"],
    [`await execa("ctl", ["LIT"]);`, "ctl LIT @1"],
    [`spawnSync("sudo", ["-u", "ann", "ctl", "LIT"]);`, "ctl LIT @1"],
    [`spawnSync("sudo", ["-u", "LIT", "ctl"]);`, null],
    [`spawn("env", ["A=1", "ctl", "LIT"]);`, "ctl LIT @1"],
    [`spawn("nohup", ["timeout", "5", "ctl", "LIT"]);`, "ctl LIT @1"],
    [`spawn(bin, ["LIT"]);`, "… LIT @1"],
    [`spawn(findBinary("ctl"), ["LIT"]);`, "ctl LIT @1"],
    [`const ctl = which.sync("ctl"); spawn(ctl, ["LIT"]);`, "ctl LIT @1"],
    // through variables
    [`const bin = "LIT"; spawn(bin, ["x"]);`, "LIT x @0"],
    [`const args = ["-c", "LIT"]; spawn("ctl", args);`, "ctl -c LIT @2"],
    [`const CONF = "LIT"; function go() { spawn("ctl", ["-c", CONF]); }`, "ctl -c LIT @2"],
    [`const names = { conf: "LIT" }; spawn("ctl", ["-c", names.conf]);`, "ctl -c LIT @2"],
    [`class A { conf = "LIT"; go() { spawn("ctl", ["-c", this.conf]); } }`, "ctl -c LIT @2"],
    [`const base = ["-c", "LIT"]; spawn("ctl", [...base, "stop"]);`, "ctl -c LIT stop @2"],
    [`const base = ["-c", conf]; spawn("ctl", base.concat(["stop", "LIT"]));`, "ctl -c … stop LIT @4"],
    [`spawn("ctl", ["a"].concat("LIT", names));`, "ctl a LIT … @2"],
    [`spawn("ctl", [debug && "-d", "LIT"].filter(Boolean));`, "ctl -d LIT @2"],
    [`const args = ["-c"]; args.push("LIT", name); spawn("ctl", args);`, "ctl -c LIT … @2"],
    [`function ctl(...rest) { spawn("ctl", ["LIT", ...rest]); }`, "ctl LIT … @1"],
    [`const bin = process.env.CTL || "LIT"; spawn(bin, ["x"]);`, "LIT x @0"],
    [`spawn(isMac ? "LIT" : "other", ["x"]);`, "LIT x @0"],
    [`spawn(isMac ? "other" : "LIT", ["x"]);`, "LIT x @0"],
    [`let bin = "LIT"; bin = other; spawn(bin, []);`, null],
    // other forms
    [`fork("LIT", ["x"]);`, "node LIT x @1"],
    [`new Deno.Command("ctl", { args: ["LIT"] });`, "ctl LIT @1"],
    [`Bun.spawn(["ctl", "LIT"]);`, "ctl LIT @1"],
    [`Bun.spawn({ cmd: ["ctl", "LIT"] });`, "ctl LIT @1"],
    [`exec("LIT");`, "LIT @0"],
    [`spawn("bash", ["-c", "LIT"]);`, "bash -c LIT @2"],
    // where it is run
    [`spawn("ctl", ["LIT"], { cwd: "/srv" });`, "ctl LIT @1 in /srv"],
    [`const options = { cwd: root }; spawn("ctl", ["LIT"], options);`, "ctl LIT @1 in …"],
    [`execSync("LIT", { cwd: "/srv" });`, "LIT @0 in /srv"],
    // none
    [`save("ctl", ["LIT"]);`, null],
    [`spawn("ctl", [], { env: { A: "LIT" } });`, null],
    [`spawn("ctl", [path.join(root, "LIT")]);`, null],
    [`spawn("ctl", [x + "/a", "LIT"]);`, "ctl …/a LIT @2"],
  ])("%s", (text, line) => {
    expect(shown(siteOf(readWith(parser, heads + text), "LIT").command)).toBe(line);
  });

  it("takes holes of a template and a concatenation as they are known", () => {
    const text = `${heads} const dir = "backend"; spawn("ctl", ["-c", \`\${dir}/a.conf\`, root + "/b"]);`;
    const [template] = readWith(parser, text).sites.filter(({ shape }) => shape === "template");
    expect(shown(template?.command)).toBe("ctl -c backend/a.conf …/b @2");
  });
});
