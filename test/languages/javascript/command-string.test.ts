import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import type { Site } from "../../../languages/site.ts";
import { readWith, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel"];
const heads = `import { spawn, exec, execSync } from "node:child_process"; import { execa, execaCommand } from "execa"; import { $ } from "zx"; `;

/** What a shell says of the strings of a text. */
function inner(parser: Parser, text: string): readonly Site[] {
  return readWith(parser, heads + text).sites.filter(({ language }) => language === "shell");
}

describe.each(parsers)("command lines in strings, as %s parses them", (parser) => {
  it.each<[string]>([
    ["exec('ctl -c LIT status');"],
    ["execSync(`ctl -c LIT status`, { stdio: 'inherit' });"],
    ["await execa('ctl -c LIT status', { shell: true });"],
    ["spawn('ctl -c LIT status', { shell: '/bin/bash' });"],
    ["spawn('ctl -c LIT status', [], { shell: true });"],
    ["execaCommand('ctl -c LIT status');"],
    ["await $`ctl -c LIT status`;"],
    ["await $({ nothrow: true })`ctl -c LIT status`;"],
    ["spawn('bash', ['-c', 'ctl -c LIT status']);"],
    ["spawn('sudo', ['sh', '-lc', 'ctl -c LIT status']);"],
    ["const command = 'ctl -c LIT status'; exec(command);"],
    ["exec('sudo ctl ' + '-c LIT status');"],
    ["import { promisify } from 'node:util'; const run = promisify(exec); await run('ctl -c LIT status');"],
    ["exec('cd backend && nohup ctl -c LIT status &');"],
  ])("%s", (text) => {
    const site = inner(parser, text).find(({ value }) => value === "LIT");
    expect([site?.command?.words.join(" "), site?.command?.at, site && (heads + text).slice(...site.range)]).toEqual(["ctl -c LIT status", 2, "LIT"]);
  });

  it.each(["exec('ls');", "console.log('ctl -c LIT');", "/x/.exec('ctl -c LIT');", "spawn('ctl -c LIT');", "spawn('ctl -c LIT', { shell: false });", "spawn('ssh', ['host', 'ctl -c LIT']);", "exec(`${command}`);"])("reads nothing in %s", (text) => {
    expect(inner(parser, text)).toEqual([]);
  });

  it("keeps holes", () => {
    const text = "exec(`ctl -c ${root}/app.conf \"${get()}\"`);";
    const [word, last] = inner(parser, text).filter(({ value }) => value.includes(HOLE));
    expect([word?.value, last?.value]).toEqual([`${HOLE}/app.conf`, HOLE]);
    const at = (heads + text).indexOf("root}");
    expect(word?.holes).toMatchObject([{ at: 0, range: [at, at + 4], name: "root" }]);
    expect(last?.holes).toHaveLength(1);
  });

  it("knows what is written, with the function that it stands in", () => {
    const writes = inner(parser, "function save() { exec(`sed -i 's/a/b/' ${folder}/config.json`); exec('echo x > settings.ini'); }").flatMap(({ value, write, scope, holes }) => (write ? [[write.call, value, scope, holes[0]?.name ?? null]] : []));
    expect(writes).toEqual([["sed -i", `${HOLE}/config.json`, "save", "folder"], [">", "settings.ini", "save", null]]);
  });

  it("knows the folder that it is run in, and where only one system comes", () => {
    const [first] = inner(parser, "if (process.platform === 'darwin') exec('ctl -c app.conf', { cwd: '/srv/app' });");
    expect([first?.command?.folder, first?.guarded]).toEqual(["/srv/app", true]);
  });

  it("leaves to the string what the string says", () => {
    const text = `${heads}exec("ls /Users/ann/app http://localhost:80/x 10.0.0.5");`;
    const sites = readWith(parser, text).sites.filter(({ range }) => range[0] > heads.length);
    expect(sites.map(({ value, use }) => `${value} ${use}`)).toEqual(["ls /Users/ann/app http://localhost:80/x 10.0.0.5 run", "ls run"]);
  });
});
