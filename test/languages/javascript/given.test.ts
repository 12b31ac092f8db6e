import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import type { Site } from "../../../languages/site.ts";
import { readWith, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel"];
const heads = `import path from "node:path"; import os from "node:os"; import { execSync, execFileSync } from "node:child_process"; `;

/** The sites that hold what a machine gives: shape, value, and the spelling of the hole. */
function given(parser: Parser, text: string, gives: string): readonly string[] {
  const all = heads + text;
  return readWith(parser, all)
    .sites.filter((site) => site.holes.some((hole) => hole.gives === gives))
    .map((site) => shown(site, all, gives));
}

function shown(site: Site, text: string, gives: string): string {
  const hole = site.holes.find((one) => one.gives === gives);
  expect(site.value.charAt(hole?.at ?? -1)).toBe(HOLE);
  return `${site.shape} ${site.value.replaceAll(HOLE, "…")} (${hole ? text.slice(...hole.range) : ""})`;
}

describe.each(parsers)("the working folder, as %s parses it", (parser) => {
  it.each<[string, readonly string[]]>([
    ["const root = process.cwd();", ["call … (process.cwd())"]],
    ["const root = Deno.cwd();", ["call … (Deno.cwd())"]],
    ["const root = path.resolve();", ["call … (path.resolve())"]],
    ["const root = path.resolve('.');", ["call … (path.resolve('.'))"]],
    ["const root = process.env.PWD;", ["call … (process.env.PWD)"]],
    ["import { cwd } from 'node:process'; const root = cwd();", ["call … (cwd())"]],
    ["import { resolve } from 'path'; const root = resolve('./');", ["call … (resolve('./'))"]],
    // joins
    ["path.join(process.cwd(), 'config.json');", ["path …/config.json (process.cwd())"]],
    ["path.join(process.cwd(), './data', 'x.db');", ["path …/data/x.db (process.cwd())"]],
    ["path.resolve(process.cwd(), 'data', 'x.db');", ["path …/data/x.db (process.cwd())"]],
    ["path.resolve('data/x.db');", ["path …/data/x.db ()"]],
    ["path.join(process.cwd(), 'data', name);", ["path …/data/… (process.cwd())"]],
    ["const ROOT = process.cwd(); path.join(ROOT, 'x.json');", ["call … (process.cwd())", "path …/x.json (ROOT)"]],
    ["class A { root = process.cwd(); get() { return path.join(this.root, 'x.json'); } }", ["call … (process.cwd())", "path …/x.json (this.root)"]],
    ["function getRoot() { return process.cwd(); } path.join(getRoot(), 'x');", ["call … (process.cwd())", "path …/x (getRoot())"]],
    // templates and sums
    ["x = `${process.cwd()}/config`;", ["template …/config (process.cwd())"]],
    ["x = process.cwd() + '/config';", ["concatenation …/config (process.cwd())"]],
    ["const ROOT = process.cwd(); x = `${ROOT}/config`;", ["call … (process.cwd())", "template …/config (ROOT)"]],
    // not that simple
    ["path.join(process.cwd(), '..', 'x');", ["call … (process.cwd())"]],
    ["path.resolve(process.cwd(), name);", ["call … (process.cwd())"]],
    // nothing
    ["process.chdir('/x'); const root = __dirname;", []],
    ["path.resolve(__dirname, 'x');", []],
    ["path.resolve('/srv', 'x');", []],
    ["path.join('data', 'x');", []],
    ["const ROOT = process.env.ROOT; path.join(ROOT, 'x');", []],
    ["let root = process.cwd(); root = other; x = `${root}/config`;", ["call … (process.cwd())"]],
    ["Promise.resolve('x');", []],
  ])("%s", (text, sites) => {
    expect(given(parser, text, "working-folder")).toEqual(sites);
  });

  it("stands under a name, and tells what it replaces", () => {
    const [, site] = readWith(parser, "const settings = { root: process.env.ROOT ?? process.cwd() };").sites;
    expect([site?.name, site?.fallback, site?.use, site?.fixed, site?.write]).toEqual(["settings.root", "ROOT", "kept", null, null]);
  });

  it("reads the strings of other parts, and the places of its own", () => {
    const text = `${heads}path.join(process.cwd(), "data", name("LIT"));`;
    const { sites } = readWith(parser, text);
    const site = sites.find(({ shape }) => shape === "path");
    const place = site?.rangeOf(2, 6);
    expect(place && text.slice(...place)).toBe("data");
    expect(sites.some(({ value }) => value === "LIT")).toBe(true);
  });
});

const finder = `function localIp() { const nets = os.networkInterfaces(); for (const name of Object.keys(nets)) { for (const net of nets[name]) { if (net.family === "IPv4" && !net.internal) return net.address; } } return "127.0.0.1"; } `;

describe.each(parsers)("the machine's own address, as %s parses it", (parser) => {
  it.each<[string, readonly string[]]>([
    [`${finder} x = \`http://\${localIp()}:3000\`;`, ["template http://…:3000 (localIp())"]],
    [`${finder} const ip = localIp(); x = "http://" + ip;`, ["concatenation http://… (ip)"]],
    [`${finder} config.host = localIp();`, ["call … (localIp())"]],
    [`${finder} const ip = localIp(); config.host = ip;`, ["call … (ip)"]],
    [`${finder} config.host = localIp() || "localhost";`, [`call … (localIp() || "localhost")`]],
    [`${finder} const settings = { host: localIp() };`, ["call … (localIp())"]],
    [`${finder} store.set("host", localIp());`, ["call … (localIp())"]],
    [`function localIp() { let found = "127.0.0.1"; Object.values(os.networkInterfaces()).forEach((list) => list.forEach((net) => { if (!net.internal) found = net.address; })); return found; } config.host = localIp();`, ["call … (localIp())"]],
    [`config.host = Object.values(os.networkInterfaces()).flat().find((net) => !net.internal)?.address;`, ["call … (Object.values(os.networkInterfaces()).flat().find((net) => !net.internal)?.address)"]],
    [`import ip from "ip"; config.host = ip.address();`, ["call … (ip.address())"]],
    [`import { internalIpV4 } from "internal-ip"; config.host = await internalIpV4();`, ["call … (await internalIpV4())"]],
    [`config.host = execSync("hostname -I").toString().trim().split(" ")[0];`, [`call … (execSync("hostname -I").toString().trim().split(" ")[0])`]],
    [`config.host = execFileSync("ipconfig", ["getifaddr", "en0"]).toString().trim();`, [`call … (execFileSync("ipconfig", ["getifaddr", "en0"]).toString().trim())`]],
    [`const answer = await fetch("https://api.ipify.org"); config.host = await answer.text();`, ["call … (await answer.text())"]],
    // nothing
    [`${finder} const ip = localIp(); console.log(ip); res.json({ ip });`, []],
    [`const { address } = server.address(); config.host = address;`, []],
    [`config.host = ip.address();`, []],
    [`config.host = os.hostname();`, []],
    [`const names = Object.keys(os.networkInterfaces()); config.names = names;`, []],
    [`config.host = execSync("hostname").toString();`, []],
    [`const answer = await fetch("https://api.example.com"); config.host = await answer.text();`, []],
  ])("%s", (text, sites) => {
    expect(given(parser, text, "own-address")).toEqual(sites);
  });
});
