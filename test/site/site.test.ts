import axeCore from "axe-core";
import type { Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examples } from "../../site/playground/examples.ts";
import { filesOf } from "../../site/playground/parts.ts";
import { startChromium } from "../real/browser.ts";
import { askCommandLine, serveSite, type Told } from "./playground.ts";
import { builtPages, buildSite, fileFor } from "./site.ts";

let pages: ReadonlyMap<string, string> = new Map();
let browser: Browser;
let page: Page;
let server: Server;
let address = "";
const complaints: string[] = [];
const strangers: string[] = [];

beforeAll(async () => {
  const { status, output } = buildSite();
  expect({ status, output }).toEqual({ status: 0, output: expect.not.stringMatching(/error|warn|not loaded|dead link/iu) as string });
  pages = builtPages();
  ({ server, address } = await serveSite());
  browser = await startChromium();
  page = await (await browser.newContext({ viewport: { width: 1400, height: 1000 } })).newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !/^(?:data|blob):/u.test(request.url())) strangers.push(request.url());
  });
}, 150_000);

afterAll(async () => {
  await browser.close();
  server.close();
});

/** The links of a page, with what stands around: the menu, the list of pages. */
function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/gu)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
}

async function settle(): Promise<void> {
  await page.waitForSelector('.playground[data-busy="false"]', { timeout: 40_000 });
}

async function paste(file: string, text: string): Promise<void> {
  await page.fill("input.file", file);
  await page.fill("textarea.text", text);
  await settle();
}

async function shown(): Promise<{ readonly findings: readonly Told[]; readonly files: readonly { readonly file: string; readonly text: string }[] }> {
  const findings = await page.evaluate<readonly Told[]>(`[...document.querySelectorAll(".findings li")].map((item) => ({ place: item.querySelector("button").textContent, message: item.querySelector("div p").textContent, rule: item.querySelector("a").textContent }))`);
  const files = await page.evaluate<readonly { file: string; text: string }[]>(`[...document.querySelectorAll(".patch")].map((item) => ({ file: item.querySelector("summary").firstChild.textContent, text: [...item.querySelectorAll("pre span")].map((line) => line.textContent).join("") }))`);
  return { findings, files };
}

/** VitePress shows the key of its search button and does not say it: that button is left out. */
async function violations(): Promise<readonly string[]> {
  await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(context: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run({ exclude: [".DocSearch-Button"] })).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
  });
}

describe("the site", () => {
  test("has a page for every document, every one in the list beside the text", () => {
    expect([...pages.keys()]).toEqual(expect.arrayContaining(["/", "/start", "/playground", "/rules/", "/rules/no-user-path", "/settings", "/runbook", "/changelog"]));
    const listed = new Set(linksOf(pages.get("/start") ?? ""));
    expect([...pages.keys()].filter((one) => one !== "/404" && !listed.has(one))).toEqual([]);
  });

  test("leads only to what is there, headings included", () => {
    const broken = [...pages].flatMap(([from, html]) =>
      linksOf(html).filter((link) => {
        if (/^(?:https:|mailto:)/u.test(link)) return false;
        const { pathname, hash } = new URL(link, `http://localhost${from}`);
        if (fileFor(pathname) === null) return true;
        return hash !== "" && pages.has(pathname) && !(pages.get(pathname) ?? "").includes(` id="${decodeURIComponent(hash.slice(1))}"`);
      }).map((link) => `${from} -> ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test.each(["/", "/rules/no-user-path"])("shows %s", async (path) => {
    await page.goto(address + path);
    expect(await page.textContent("main, #VPContent")).toMatch(/machine|home/u);
  });
});

describe("the playground", () => {
  beforeAll(async () => {
    await page.goto(`${address}/playground`);
    await settle();
  });

  test.each(examples.filter(({ label }) => /Python|TypeScript|Shell|YAML|Dockerfile|supervisor/u.test(label)))("says of $label what the command line says", async ({ file, text }) => {
    const said = askCommandLine(file, text, false);
    expect(said.findings.length).toBeGreaterThan(0);
    await paste(file, text);
    const { findings, files } = await shown();
    expect(findings).toEqual(said.findings);
    expect(files).toEqual(filesOf(said.patch, file).map((one) => ({ file: one.file, text: one.lines.map((line) => `${line.text}\n`).join("") })));
  });

  test("finds something in every example", async () => {
    for (const { language, file, text } of examples) {
      // Documents are quiet unless the settings say otherwise.
      await page.evaluate(`document.querySelector(".more").open = true`);
      await page.fill(".settings textarea", language === "markdown" ? '{ "quiet": [] }' : "");
      await paste(file, text);
      expect({ file, found: (await shown()).findings.length > 0 }).toEqual({ file, found: true });
    }
    await page.fill(".settings textarea", "");
  });

  test("keeps all of it in its address", async () => {
    const text = "import json\n\n\ndef save(x):\n    with open('config.json', 'w') as f:\n        json.dump(x, f)\n";
    await page.check("input.changes");
    await paste("app/save.py", text);
    const said = askCommandLine("app/save.py", text, true);
    const before = await shown();
    expect(before.findings).toEqual(said.findings);
    await page.waitForTimeout(300);
    const link = page.url();
    expect(link).toMatch(/#[\w-]{20,}$/u);
    await page.goto("about:blank");
    await page.goto(link);
    await settle();
    expect(await page.inputValue("textarea.text")).toBe(text);
    expect(await page.isChecked("input.changes")).toBe(true);
    expect(await shown()).toEqual(before);
  });

  test.each(["light", "dark"] as const)("can be read by everybody, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("about:blank");
    await page.goto(`${address}/playground`);
    await settle();
    expect(await violations()).toEqual([]);
  });

  test("complains of nothing and asks no other server", () => {
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });
});
