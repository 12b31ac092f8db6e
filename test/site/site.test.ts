/** The site as it is built, and its playground in a real browser: one build for both. */
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../../cli/audit/audit.ts";
import { openCheckout } from "../../cli/checkout/checkout.ts";
import { plan } from "../../cli/migrate/migrate.ts";
import { patchOf } from "../../cli/migrate/show.ts";
import { examples, exampleRoot } from "../../site/playground/examples.ts";
import { filesOf } from "../../site/playground/diff.ts";
import { checkout } from "../cli/project.ts";
import { home } from "../house/sources.ts";
import { portability, report } from "../command/portability.ts";
import { startChromium } from "../real/browser.ts";
import { builtPages, buildSite, fileFor, serveSite } from "./site.ts";

let pages: ReadonlyMap<string, string> = new Map();

beforeAll(() => {
  const { status, output } = buildSite();
  expect({ status, output }).toEqual({ status: 0, output: expect.not.stringMatching(/error|warn|not loaded|dead link/iu) as string });
  pages = builtPages();
});

/** The links of a page, with what stands around: the menu, the list of pages. */
function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/gu)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
}

describe("the site", () => {
  test("has a page for every document, every one in the list beside the text", () => {
    expect(pages.size).toBeGreaterThan(30);
    expect([...pages.keys()]).toEqual(expect.arrayContaining(["/", "/start", "/rules/", "/rules/no-user-path", "/settings", "/runbook", "/changelog"]));
    const listed = new Set(linksOf(pages.get("/start") ?? ""));
    expect([...pages.keys()].filter((page) => page !== "/404" && !listed.has(page))).toEqual([]);
  });

  test("leads only to what is there, headings included", () => {
    const broken = [...pages].flatMap(([page, html]) =>
      linksOf(html).filter((link) => {
        if (/^(?:https:|mailto:)/u.test(link)) return false;
        const { pathname, hash } = new URL(link, `http://localhost${page}`);
        if (fileFor(pathname) === null) return true;
        return hash !== "" && pages.has(pathname) && !(pages.get(pathname) ?? "").includes(` id="${decodeURIComponent(hash.slice(1))}"`);
      }).map((link) => `${page} -> ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test("shows the README's own example first", () => {
    const diffOf = (file: string): string | undefined => /```diff\n[\s\S]*?```/u.exec(readFileSync(join(home, file), "utf8"))?.[0];
    expect(diffOf("site/index.md")).toContain("+DATABASE = project_path");
    expect(diffOf("site/index.md")).toBe(diffOf("README.md"));
  });

  test("asks no other server for anything", () => {
    const loaded = [...pages].flatMap(([page, html]) => [...html.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\s(?:src|href)="(?:https?:|\/\/)[^"]*"/gu)].map(([tag]) => `${page} ${tag}`));
    expect(loaded).toEqual([]);
  });
});

describe("in a browser", () => {
  let browser: Browser;
  let server: Server;
  let origin = "";
  const troubles: string[] = [];

  beforeAll(async () => {
    ({ origin, server } = await serveSite());
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** A page whose warnings, errors and requests to others are noted. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.on("console", (message) => {
      if (/error|warning/u.test(message.type())) troubles.push(`${path}: ${message.text()}`);
    });
    page.on("pageerror", (error) => troubles.push(`${path}: ${String(error)}`));
    page.on("dialog", (dialog) => {
      troubles.push(`${path}: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!/^(?:data|blob):/u.test(request.url()) && new URL(request.url()).origin !== origin) troubles.push(`${path} asks ${request.url()}`);
    });
    await page.goto(`${origin}${path}`, { waitUntil: "networkidle" });
    return page;
  }

  /** What the playground says of its text, once it says it. */
  async function answerOf(page: Page): Promise<{ readonly status: string; readonly findings: readonly string[]; readonly diffs: Readonly<Record<string, string>> }> {
    await page.waitForFunction("['done', 'problem'].includes(document.querySelector('#pg-status').dataset.kind)", null, { timeout: 30_000 });
    return page.evaluate(`({
      status: document.querySelector("#pg-status").textContent,
      findings: Array.from(document.querySelectorAll("#pg-findings li"), (item) => [item.querySelector("button").textContent, item.querySelector("a").textContent, item.querySelector("p").textContent].join(" ")),
      diffs: Object.fromEntries(Array.from(document.querySelectorAll("#pg-diff pre"), (diff) => [diff.getAttribute("aria-label").replace("Changes of ", ""), Array.from(diff.children, (line) => line.textContent).join("\\n")])),
    })`);
  }

  const axeProblems = async (page: Page): Promise<unknown> => {
    await page.evaluate(axe.source);
    // The frame around the pages is the theme's.
    return page.evaluate("axe.run('#VPContent').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])]))");
  };

  test("the playground says what the command line says", async () => {
    const page = await open("/playground");
    for (const { language, file, text } of examples) {
      await page.selectOption("#pg-example", { label: language });
      const { findings, diffs, status } = await answerOf(page);
      expect(status, language).toMatch(/^(?:\d+ findings?|Nothing to report)\.$/u);
      const config = `export default [{ ignores: ["eslint.config.mjs"] }, { settings: { portability: { origins: { root: "${exampleRoot}" } } } }];\n`;
      const root = checkout({ [file]: text, "eslint.config.mjs": config });
      // The program itself for some: it does in a process what its two functions do here.
      const said = /^(?:Python|TypeScript|Shell)$/u.test(language) ? await byProgram(root) : await byFunctions(root);
      expect(findings, language).toEqual(said.findings.map(({ line, column, rule, message }) => `${line}:${column} ${rule} ${message}`));
      const written = filesOf(said.patch).find((one) => one.file === file);
      expect(diffs[file], language).toBe(written?.lines.map((line) => (line === "" ? " " : line)).join("\n"));
    }
    await page.context().close();
  });

  test("what is pasted is judged, is text and nothing else, and goes with the link", async () => {
    const page = await open("/playground");
    await answerOf(page);
    await page.fill("#pg-file", "app/page.ts");
    await page.fill("#pg-text", 'export const page = "</script><img src=x onerror=alert(1)>";\nexport const data = "/Users/ann/station/data/<b>x</b>.db";\n');
    const first = await answerOf(page);
    expect(first.findings).toEqual(["2:22 no-user-path '/Users/ann/station/data/' exists only on ann's machine."]);
    expect(await page.locator("#pg-marks mark").textContent()).toBe("/Users/ann/station/data/");
    expect(await page.locator("#pg-findings b, #pg-diff b, #pg-marks img").count()).toBe(0);
    const again = await open(new URL(page.url()).pathname + new URL(page.url()).hash);
    expect(await again.inputValue("#pg-text")).toBe(await page.inputValue("#pg-text"));
    expect(await answerOf(again)).toEqual(first);
    for (const hash of ["#s=!!!!", "#s=AAAA", "#other"]) {
      await again.goto(`${origin}/playground${hash}`);
      await again.reload();
      expect((await answerOf(again)).status).toBe("3 findings.");
    }
    await page.context().close();
    await again.context().close();
  });

  test("settings, rules, changes and what is wrong with them", async () => {
    const page = await open("/playground");
    await answerOf(page);
    await page.click(".pg-more summary");
    await page.getByLabel("no-homebrew-path").uncheck();
    expect((await answerOf(page)).findings).toHaveLength(2);
    await page.fill("#pg-settings", '{ "allow": ["192.168.1.20"] }');
    expect((await answerOf(page)).findings).toHaveLength(1);
    await page.fill("#pg-settings", '{ "allow": ');
    expect((await answerOf(page)).status).toMatch(/^The settings are no JSON: /u);
    await page.fill("#pg-settings", '{ "alow": [] }');
    expect((await answerOf(page)).status).toContain("alow");
    await page.fill("#pg-settings", "");
    await page.fill("#pg-file", "../x.py");
    expect((await answerOf(page)).status).toContain("a path below the project");
    await page.selectOption("#pg-example", { label: "TypeScript" });
    const same = await answerOf(page);
    await page.getByLabel("--changes").check();
    expect((await answerOf(page)).diffs["src/lamp.ts"]).not.toBe(same.diffs["src/lamp.ts"]);
    await page.locator("#pg-findings button").first().click();
    expect(await page.evaluate("document.querySelector('#pg-text').value.slice(document.querySelector('#pg-text').selectionStart, document.querySelector('#pg-text').selectionEnd)")).toContain("/Users/ann/station");
    await page.context().close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing, and a phone is wide enough: %s", async (colorScheme) => {
    for (const path of ["/", "/rules/no-user-path", "/playground"]) {
      const page = await open(path, { colorScheme });
      if (path === "/playground") await answerOf(page);
      expect(await axeProblems(page), path).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(390);
      await page.context().close();
    }
  });

  test("nothing is complained of, and no other server is asked", () => {
    expect(troubles).toEqual([]);
  });
});

interface Said {
  readonly findings: readonly { readonly line: number; readonly column: number; readonly rule: string; readonly message: string }[];
  readonly patch: string;
}

async function byProgram(root: string): Promise<Said> {
  const [{ findings }, { stderr }] = await Promise.all([report(root), portability(root, "migrate", "--patch", "all.patch")]);
  expect(stderr).toBe("");
  return { findings, patch: readFileSync(join(root, "all.patch"), "utf8") };
}

async function byFunctions(root: string): Promise<Said> {
  const opened = await openCheckout(root, [], "stop");
  const { findings } = await audit(opened, []);
  return { findings, patch: patchOf(await plan(opened, { only: [], changes: false })) };
}
