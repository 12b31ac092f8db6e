import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linesOf, matching } from "../docs/lines.ts";
import { blocksOf, readPage } from "../docs/page.ts";
import { startChromium } from "../real/browser.ts";
import { CASES, type Case, type Step } from "./cases.ts";
import { compile, type Entry, NODE_NEXT, plant, readRuntime, temporaryFolder } from "./forms.ts";

const CALLS = ["targetHost", "port", "loadConfig", "describeConfig", "bindHost"];
const FILES = [".git", "config.default.json", "config.local.json"];

/** What a page can be asked: the settings, where they come from texts and not from the environment. */
function isForPages(item: Case): boolean {
  const isText = (files: Readonly<Record<string, Entry>> = {}): boolean => Object.entries(files).every(([name, entry]) => FILES.includes(name) && (name === ".git" || typeof entry === "string"));
  const steps: readonly Step[] = [item, ...(item.then ?? [])];
  const isOfPages = steps.every(({ call: [name, file], env, write }) => CALLS.includes(name) && (file === undefined || !name.endsWith("Config")) && Object.keys(env ?? {}).length === 0 && isText(write));
  const isFound = item.files === undefined || ".git" in item.files;
  return isOfPages && isFound && isText(item.files) && item.expect !== "0.0.0.0";
}

/** The layers of a case, its calls, and what the page answers. */
function steps(item: Case): readonly { readonly layers: Readonly<Record<string, string>>; readonly call: readonly unknown[]; readonly expect: unknown }[] {
  let layers: Record<string, string> = {};
  return [{ ...item, write: { ...item.files, ...item.write } }, ...(item.then ?? [])].map(({ write, call, expect: expected }) => {
    const texts = Object.entries(write ?? {}).flatMap(([name, entry]) => (typeof entry === "string" ? [[name.split(".")[1] ?? "", entry]] : []));
    layers = { ...layers, ...(Object.fromEntries(texts) as Record<string, string>) };
    // A page does not listen, but the setting is one like others.
    return { layers, call: call[0] === "bindHost" ? ["targetHost", "bind"] : call, expect: spoken(expected) };
  });
}

/** The table's answer in the words of a page, which has no root and no variables. */
function spoken(expected: unknown): unknown {
  const text = JSON.stringify(expected)
    .replaceAll("{root}/", "")
    .replaceAll(/Set APP_\w+, or (runtime\.\w+) in config\.local\.json or config\.default\.json in \{root\}\./gu, "Set $1 in the page's #portability-config, or by configure.");
  return JSON.parse(text) as unknown;
}

const cases = CASES.filter(isForPages);
const element = (json: string): string => `<script type="application/json" id="portability-config">${json}</script>`;
const pages: Readonly<Record<string, string>> = {
  "/": "",
  "/configured": element('\n{ "name": "page", "a": { "z": 3 },\n  "runtime": { "camera_host": "cam", "main_port": 8000 } }'),
  "/broken": element('{\n "a": 1,\n}'),
};

let server: Server;
let browser: Browser;
let origin = "";
const folders: string[] = [];

beforeAll(async () => {
  const module = readRuntime("portability.browser.mjs");
  server = createServer((request, response) => {
    const body = request.url === "/portability.browser.mjs" ? module : `<!doctype html><title>station</title>${pages[request.url ?? ""] ?? ""}`;
    response.setHeader("content-type", body === module ? "text/javascript" : "text/html; charset=utf-8").end(body);
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await startChromium();
});

afterAll(async () => {
  await browser.close();
  server.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface Seen {
  readonly page: Page;
  readonly warnings: string[];
  readonly requests: string[];
}

/** A page with the module loaded as `all`. */
async function open(path: string, from = origin): Promise<Seen> {
  const page = await browser.newPage();
  const seen: Seen = { page, warnings: [], requests: [] };
  page.on("console", (message) => seen.warnings.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.warnings.push(String(error)));
  page.on("request", (request) => seen.requests.push(new URL(request.url()).pathname));
  await page.goto(`${from}${path}`);
  await page.evaluate("import('./portability.browser.mjs').then((all) => { window.all = all; })");
  return seen;
}

/** What an expression of JavaScript gives in the page, or the error of the module that it ends in. */
function ask(page: Page, expression: string): Promise<unknown> {
  return page.evaluate(`(() => {
    try { return ${expression}; }
    catch (error) { if (error instanceof all.PortabilityError && error.name === "PortabilityError") return { error: error.message }; throw error; }
  })()`);
}

test("a good part of the table is asked", () => {
  expect(cases.length).toBeGreaterThan(80);
});

describe("the table", () => {
  let answers: unknown[][] = [];
  let seen: Seen;

  beforeAll(async () => {
    seen = await open("/");
    answers = await seen.page.evaluate(
      `(${((given: readonly ReturnType<typeof steps>[]): unknown[][] => {
        const { all } = globalThis as unknown as { all: Record<string, (...args: unknown[]) => unknown> & { PortabilityError: typeof Error } };
        return given.map((list) =>
          list.map(({ layers, call: [name, ...args] }) => {
            all["configure"]?.({ default: layers["default"], local: layers["local"] });
            try {
              return all[name as string]?.(...args);
            } catch (error) {
              if (!(error instanceof all.PortabilityError)) throw error;
              return { error: error.message };
            }
          }),
        );
      }).toString()})(${JSON.stringify(cases.map(steps))})`,
    );
  });

  test.each(cases.map((item, index) => ({ ...item, index })))("$name", ({ index, ...item }) => {
    expect(answers[index]).toEqual(steps(item).map((step) => step.expect));
  });

  test("nothing was said, asked for or stored, and no prototype was reached", async () => {
    expect(seen.warnings).toEqual([]);
    expect(seen.requests).toEqual(["/", "/portability.browser.mjs"]);
    expect(await seen.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, ({}).p, ({}).q, Object.keys(window).includes('APP_ROOT')]")).toEqual([0, 0, "", undefined, undefined, false]);
  });
});

test("the layers: default, local, and the page over both", async () => {
  const { page, warnings } = await open("/configured");
  expect(await ask(page, "[all.targetHost(), all.targetHost('camera'), all.port('main')]")).toEqual(["127.0.0.1", "cam", 8000]);
  await page.evaluate(`all.configure({ default: { name: "default", a: { x: 1, y: 1, z: 1 }, token: "t" }, local: '{\\n"a": { "y": 2, "z": 2 } }' })`);
  expect(await ask(page, "all.loadConfig()")).toEqual({ name: "page", a: { x: 1, y: 2, z: 3 }, token: "t", runtime: { camera_host: "cam", main_port: 8000 } });
  expect(await ask(page, "all.describeConfig()")).toEqual([
    { key: "a.x", value: 1, source: "config.default.json" },
    { key: "a.y", value: 2, source: "config.local.json:2:13" },
    { key: "a.z", value: 3, source: "#portability-config:2:31" },
    { key: "name", value: "page", source: "#portability-config:2:11" },
    { key: "runtime.camera_host", value: "cam", source: "#portability-config:3:31" },
    { key: "runtime.main_port", value: 8000, source: "#portability-config:3:51" },
    { key: "token", value: "***", source: "config.default.json" },
  ]);
  // What is given in the element's place, and taken away again.
  expect(await ask(page, "all.configure({ page: { runtime: { main_port: 9000 } } }) ?? all.port('main')")).toBe(9000);
  expect(await ask(page, "all.configure({ page: undefined, local: undefined }) ?? [all.port('main'), all.loadConfig().a]")).toEqual([8000, { x: 1, y: 1, z: 3 }]);
  // The element is asked again for each call.
  expect(await ask(page, `(document.getElementById("portability-config").textContent = '{"runtime":{"main_port":0}}') && all.port("main")`)).toEqual({ error: "runtime.main_port in #portability-config:1:25 must be a whole number from 1 to 65535, but is 0." });
  expect(warnings).toEqual([]);
});

test("errors name the layer, all at once", async () => {
  const { page } = await open("/broken");
  await page.evaluate("all.configure({ default: { runtime: { a_port: 'x' } }, local: '[' })");
  expect(await ask(page, "all.loadConfig()")).toEqual({
    error: [
      "config.local.json:1:2 is not valid JSON.",
      "#portability-config:3:1 is not valid JSON.",
      'runtime.a_port in config.default.json must be a whole number from 1 to 65535, but is "x".',
    ].join("\n"),
  });
  expect(await ask(page, "all.configure({ local: undefined }) ?? all.targetHost()")).toEqual({ error: "#portability-config:3:1 is not valid JSON." });
  expect(await ask(page, "all.configure({ defaults: {} })")).toEqual({ error: 'configure knows no layer "defaults". There are default, local, page.' });
  for (const layer of ["[1]", "null", "{ a: NaN }"]) expect(await ask(page, `all.configure({ default: ${layer} }) ?? all.loadConfig()`)).toMatchObject({ error: expect.stringContaining("the values for config.default.json cannot be written as a JSON object.") as unknown });
});

test("the host is the page's own, also in frames and workers that have no address of their own", async () => {
  const { page, warnings } = await open("/", origin.replace("127.0.0.1", "localhost"));
  expect(await ask(page, "all.targetHost()")).toBe("localhost");
  expect(await ask(page, `all.configure({ local: { runtime: { target_host: "::1" } } }) ?? all.targetHost()`)).toBe("::1");
  const url = JSON.stringify(`${origin.replace("127.0.0.1", "localhost")}/portability.browser.mjs`);
  expect(
    await page.evaluate(`new Promise((settle, fail) => {
      const text = "import(" + JSON.stringify(${url}) + ").then((all) => postMessage(all.targetHost()))";
      const worker = new Worker(URL.createObjectURL(new Blob([text])));
      worker.onmessage = ({ data }) => settle(data);
      worker.onerror = () => fail(new Error("the worker does not start"));
    })`),
  ).toBe("localhost");
  expect(
    await page.evaluate(`new Promise((settle) => {
      onmessage = ({ data }) => settle(data);
      const frame = document.createElement("iframe");
      frame.srcdoc = '<script type="module">import { targetHost } from ' + JSON.stringify(${url}) + "; parent.postMessage(targetHost(), '*');</script>";
      document.body.append(frame);
    })`),
  ).toBe("localhost");
  expect(warnings).toEqual([]);
});

test("a page from a file has no host, which is said once", async () => {
  const folder = temporaryFolder();
  folders.push(folder);
  // A module cannot be imported from a file there; a bundle is a plain script.
  plant(folder, { "index.html": "<!doctype html>", "bundle.js": `window.all = (() => { ${readRuntime("portability.browser.mjs").replaceAll(/^export /gmu, "")}; return { targetHost, configure, PortabilityError }; })();` });
  const page = await browser.newPage();
  const warnings: string[] = [];
  page.on("console", (message) => warnings.push(`${message.type()}: ${message.text()}`));
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await page.addScriptTag({ path: join(folder, "bundle.js") });
  expect(warnings).toEqual([]);
  expect(await ask(page, "[all.targetHost(), all.targetHost()]")).toEqual(["127.0.0.1", "127.0.0.1"]);
  expect(warnings).toEqual(["warning: portability: the page is from no host, and 127.0.0.1 is taken. Set runtime.target_host in the page's #portability-config, or by configure."]);
});

test("what a page cannot have says so", async () => {
  const { page } = await open("/");
  const calls = { projectPath: "has no files", homePath: "has no files", tempPath: "has no files", findBinary: "starts no programs", searchPath: "starts no programs", bindHost: "does not listen", saveLocalConfigIfMissing: "writes no files" };
  for (const [call, lack] of Object.entries(calls)) expect(await ask(page, `all.${call}("x")`)).toEqual({ error: `${call} has no answer in a browser: a page ${lack}.` });
  for (const call of ["loadConfig", "describeConfig"]) expect(await ask(page, `all.${call}("station.json")`)).toEqual({ error: 'a configuration file ("station.json") has no answer in a browser: a page has no files.' });
  const names = (name: string): string[] => [...readRuntime(name).matchAll(/^export (?:function|const|class) (\w+)/gmu)].flatMap(([, found]) => found ?? []).sort();
  expect(names("portability.browser.mjs"), "every call of the other forms is there").toEqual([...names("portability.mjs"), "configure"].sort());
});

describe("docs/shared-module.md", () => {
  const blocks = blocksOf(readPage("docs/shared-module.md")).filter(({ under }) => under[0] === "In a browser");
  const shown = blocks.find(({ notation }) => notation === "html")?.code ?? "";

  test("is right about a page that is configured as it shows", async () => {
    const [first = "", second = ""] = shown.split(/(?<=<\/script>\n)/u);
    expect(second).toContain('<script type="module">');
    const seen = await open("/");
    await seen.page.setContent(`<!doctype html>${first}${second.replace("// …", "window.asked = [targetHost('camera'), port('main'), loadConfig().units];")}`, { waitUntil: "load" });
    await seen.page.waitForFunction("window.asked");
    expect(await seen.page.evaluate("window.asked")).toEqual(["192.168.1.20", 8000, "metric"]);
    expect(seen.warnings).toEqual([]);
    await seen.page.evaluate("import('/portability.browser.mjs').then((all) => { window.all = all; })");
    const lines = blocks.filter(({ notation }) => notation === "js").flatMap(linesOf);
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) {
      const answer = await ask(seen.page, `all.${line.expression}`);
      const { error } = (answer ?? {}) as { error?: string };
      expect(error === undefined ? `→ ${JSON.stringify(answer)}` : `✗ ${error}`, line.source).toMatch(matching(line));
    }
  });

  test("has no block that nobody tries", () => {
    expect(blocks.map(({ notation }) => notation)).toEqual(["html", "js"]);
  });
});

describe("TypeScript strict", () => {
  const project = (call: string): Record<string, string> => ({
    "package.json": '{"type":"module"}',
    "lib/portability.browser.ts": readRuntime("portability.browser.ts"),
    "main.ts": `import { type ConfigEntry, configure, describeConfig, loadConfig, port, projectPath, targetHost } from "./lib/portability.browser.js";
configure({ default: { a: 1 }, local: "{}", page: undefined });
export const entries: readonly ConfigEntry[] = describeConfig();
export const url = \`http://\${targetHost("camera")}:\${port("main")}/\` + String(loadConfig()["a"]) + projectPath("a", "b");
${call}
`,
  });

  const forPage = { ...NODE_NEXT, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] };

  test.each([["a page", forPage], ["a program that also runs in Node", NODE_NEXT]])("%s", (_, options) => {
    expect(compile(project(""), options).problems).toEqual([]);
  });

  test("wrong calls are seen", () => {
    expect(compile(project("port(80); configure({ defaults: {} });"), NODE_NEXT).problems.join()).toMatch(/^TS2345 .*TS2561 /su);
  });
});
