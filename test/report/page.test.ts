import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../cli/report/html/index.ts";
import { overviewOf } from "../../cli/report/overview.ts";
import { portability, report, type Found } from "../command/portability.ts";
import { startChromium } from "../real/browser.ts";
import { hostile, largePage, secret, writeSubject } from "./subject.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "portability-page-")));
const root = join(folder, "greenhouse");

let browser: Browser;
let html = "";
let found: readonly Found[] = [];

beforeAll(async () => {
  mkdirSync(root);
  writeSubject(root);
  writeFileSync(join(folder, "large.html"), largePage(10_000));
  const [written, told] = await Promise.all([portability(root, "audit", "--format", "html", "--output", join(folder, "page.html")), report(root)]);
  expect([written.code, written.stderr]).toEqual([2, ""]);
  html = readFileSync(join(folder, "page.html"), "utf8");
  found = told.findings;
  browser = await startChromium();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

interface Seen {
  readonly page: Page;
  /** What the console, errors and the policy had to say. */
  readonly said: string[];
  readonly requests: string[];
}

async function open(file: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Seen> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const seen: Seen = { page, said: [], requests: [] };
  page.on("console", (message) => seen.said.push(message.text()));
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("request", (request) => seen.requests.push(request.url()));
  await page.goto(pathToFileURL(join(folder, file)).href);
  return seen;
}

const status = (page: Page): Promise<string | null> => page.textContent("#status");
const cards = (page: Page): Promise<readonly string[]> => page.locator(".finding").allInnerTexts();

/** Waits until the list says something else than before. */
async function after(page: Page, act: () => Promise<unknown>): Promise<string | null> {
  const before = await status(page);
  await act();
  await expect.poll(() => status(page), { interval: 5, timeout: 10_000 }).not.toBe(before);
  return status(page);
}

describe("the page of an audit", () => {
  let seen: Seen;
  let page: Page;

  beforeAll(async () => {
    seen = await open("page.html", { permissions: ["clipboard-read", "clipboard-write"] });
    page = seen.page;
  });

  test("says whether the project is ready to move, and how much there is", async () => {
    const places = new Set(found.map(({ file }) => file)).size;
    expect(await page.title()).toBe("Portability audit: greenhouse");
    expect(await page.textContent("h1")).toBe("Ready to move: no");
    expect(await page.textContent("header")).toContain(`${found.length} sites in ${places} files hold on one machine only`);
    expect(await page.textContent("header")).toContain("1 known site is suppressed, and not counted.");
    expect(await status(page)).toBe(`Sites 1 to ${found.length} of ${found.length}`);
    expect((await cards(page)).length).toBe(found.length);
  });

  test("says what is good, what was passed over, and what lies about", async () => {
    const themes = await page.locator("#themes article.good").allInnerTexts();
    expect(themes.map((text) => text.split("\n")[0])).toEqual([
      "good Service paths begin at the folder of their own configuration (%(here)s)",
      "good Pages ask the host that they came from (window.location.hostname)",
      "good Pages call their own server by addresses without a host: /api/ports",
      "good Variables that the environment can set, with a value where it does not: GREENHOUSE_DB",
    ]);
    expect(await page.locator("#missing li").allInnerTexts()).toEqual([expect.stringMatching(/^ops\/supervisord\.conf:4 '.*gone\.py' is not in the project/u)]);
    expect(await page.locator("#stray li").allInnerTexts()).toEqual([
      "config/station 2.json looks like a copy of config/station.json, and holds something else",
      "settings.json.bak looks like a copy of settings.json, which is not there",
      "web/config/ports.json holds the same as api/config/ports.json",
    ]);
    expect(await page.locator("#suppressed li").allInnerTexts()).toEqual(["app.py:7 no-user-path '/Users/ann/old' exists only on ann's machine. By a comment: the lab has one machine"]);
    expect(await page.locator("#troubles li").allInnerTexts()).toEqual([expect.stringMatching(/^broken\.py does not parse/u)]);
    expect(await page.locator("#checklist li").count()).toBeGreaterThan(5);
  });

  test("filters by each property, and by several at once", async () => {
    const select = async (name: string, label: string): Promise<void> => {
      const option = await page.locator(`${name} option`, { hasText: label }).first().getAttribute("value");
      await after(page, () => page.selectOption(name, option));
    };
    const count = (is: (one: Found) => boolean): string => `Sites 1 to ${found.filter(is).length} of ${found.filter(is).length} that match, of ${found.length}`;
    const reset = (): Promise<unknown> => after(page, () => page.click("text=Show all"));
    await select("#by-rule", "no-private-ip");
    expect(await status(page)).toBe(count(({ rule }) => rule === "no-private-ip"));
    await select("#by-language", "javascript");
    expect(await status(page)).toBe(count(({ rule, language }) => rule === "no-private-ip" && language === "javascript"));
    await reset();
    await select("#by-file", "app.py");
    expect(await status(page)).toBe(count(({ file }) => file === "app.py"));
    await reset();
    await select("#by-way", "needs a person");
    expect(await status(page)).toBe(count(({ left }) => left !== null));
    await reset();
    await page.selectOption("#group", "rule");
    await page.waitForSelector("#findings-list .impact");
    expect(await page.locator("#findings-list h3").first().innerText()).toContain("Paths inside one person's home folder");
    await page.selectOption("#group", "file");
  });

  test("searches, in names, texts and messages", async () => {
    expect(await after(page, () => page.fill("#search", "JQ exists only where Homebrew"))).toContain("Sites 1 to 1 of 1 that match");
    expect((await cards(page))[0]).toContain("'/opt/homebrew/bin/jq' exists only where Homebrew installed it.");
    expect(await after(page, () => page.fill("#search", "nowhere to be found"))).toBe(`None of ${found.length} sites matches.`);
    await after(page, () => page.click("text=Show all"));
  });

  test("leads from the map, a theme and the table to their findings", async () => {
    expect(await after(page, () => page.locator('.wide [data-file]:has(title:text-is("app.py: 3 sites"))').click())).toContain(`of ${found.filter(({ file }) => file === "app.py").length} that match`);
    await page.locator(".wide [data-folder=strange]").focus();
    expect(await after(page, () => page.keyboard.press("Enter"))).toContain(`of ${found.filter(({ file }) => file.startsWith("strange/")).length} that match`);
    expect(await after(page, () => page.locator("[data-rule]", { hasText: "no-homebrew-path" }).click())).toContain("of 1 that match");
    expect(await page.evaluate("document.activeElement.id")).toBe("status");
    await after(page, () => page.click("text=Show all"));
    await page.click("text=The same as a table");
    await after(page, () => page.locator("#map td button", { hasText: "web/app.js" }).click());
    expect(await page.locator("#findings-list h3").allInnerTexts()).toEqual(["web/app.js 1 site"]);
    await after(page, () => page.click("text=Show all"));
  });

  test("copies a diff that git applies", async () => {
    const card = page.locator(".finding", { hasText: "'/opt/homebrew/bin/jq' exists" });
    await card.locator("summary").click();
    await card.locator("button", { hasText: "Copy diff" }).click();
    await page.waitForSelector("text=— copied");
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied).toContain('+subprocess.run([find_binary("jq"), "."]');
    const { status: code, stderr } = spawnSync("git", ["apply", "--check", "-"], { cwd: root, input: copied, encoding: "utf8" });
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("shows no secret, and offers no diff for copying that hides one", async () => {
    expect(html).toContain("192.168.86.42");
    expect(html).not.toContain(secret);
    const card = page.locator(".finding", { hasText: "'192.168.86.42' names" });
    await card.locator("summary").click();
    expect(await card.innerText()).toContain('-connect(password="***", host="192.168.86.42")');
    expect(await card.locator("button").count()).toBe(0);
    expect(await card.innerText()).toContain("npx portability migrate --write --only no-private-ip");
  });

  test("shows names and texts as they are, whatever they look like", async () => {
    const names = (await page.locator("#findings-list h3 code").allInnerTexts()).filter((name) => name.startsWith("strange/")).sort();
    expect(names).toEqual(hostile.map((name) => `strange/${name.replace("\u202E", "\\u202e")}`).sort());
    expect(await page.locator("img, script:not([type]) ~ script").count()).toBe(0);
    expect(await page.evaluate("typeof pwned")).toBe("undefined");
    expect(await page.innerText("#findings-list")).toContain("\\u2028");
    expect(await page.innerText("#findings-list")).toContain('A = "/Users/ann/greenhouse/<img src=x onerror=pwned()>.py/0"');
    expect(html).not.toMatch(/[\u2028\u202E]/u);
  });

  test("prints what is filtered, diffs open, and is as before afterwards", async () => {
    const opened = "document.querySelectorAll('details.diff[open] pre').length";
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.evaluate(opened)).toBe(await page.locator("details.diff").count());
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#filters").isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.evaluate(opened)).toBe(0);
  });

  test("has asked nothing of any network, and the browser had nothing to say", () => {
    expect(seen.requests).toEqual([pathToFileURL(join(folder, "page.html")).href, "data:,"].slice(0, seen.requests.length));
    expect(seen.said).toEqual([]);
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'">/u);
  });
});

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test("axe finds nothing, with a diff open and on a phone too", async () => {
    const { page } = await open("page.html", { colorScheme });
    await page.locator("details.table summary").click();
    for (const summary of await page.locator(".finding summary").all()) await summary.click();
    await page.evaluate(axe.source);
    const problems = (): Promise<unknown> => page.evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])]))");
    expect(await problems()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await problems()).toEqual([]);
    await page.context().close();
  });
});

test("the keyboard alone reaches a diff and copies it", async () => {
  const { page } = await open("page.html", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the findings");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.id")).toBe("search");
  await page.keyboard.type("homebrew jq");
  await expect.poll(() => status(page), { timeout: 10_000 }).toContain("Sites 1 to 2 of 2 that match");
  for (let pressed = 0; pressed < 12 && (await page.evaluate("document.activeElement.localName")) !== "summary"; pressed++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=— copied");
  expect(await page.evaluate<string>("navigator.clipboard.readText()")).toContain("find_binary");
  await page.context().close();
});

test("without scripts all but the list is there, and where the rest is", async () => {
  const { page } = await open("page.html", { javaScriptEnabled: false });
  expect(await page.textContent("h1")).toBe("Ready to move: no");
  expect(await page.locator("#checklist li").count()).toBeGreaterThan(5);
  expect(await page.innerText("noscript")).toContain("portability audit --format markdown");
  await page.context().close();
});

test("ten thousand findings: the page holds a part of them at a time, after each filter too", async () => {
  const begin = performance.now();
  const { page, said } = await open("large.html");
  const loaded = performance.now() - begin;
  const nodes = async (): Promise<number> => page.evaluate<number>("document.querySelectorAll('*').length");
  expect(await status(page)).toBe("Sites 1 to 50 of 10000");
  const counts = [await nodes()];
  const times: number[] = [];
  const steps: readonly (readonly [() => Promise<unknown>, string])[] = [
    [() => page.selectOption("#by-way", "person"), "Sites 1 to 50 of 3334 that match, of 10000"],
    [() => page.fill("#search", "part3/"), "Sites 1 to 50 of 477 that match, of 10000"],
    [() => page.click("text=Show all"), "Sites 1 to 50 of 10000"],
    [() => page.fill("#search", "machine, 9999."), "Sites 1 to 1 of 1 that match, of 10000"],
    [() => page.fill("#search", ""), "Sites 1 to 50 of 10000"],
    [() => page.selectOption("#by-weight", "hinders"), "Sites 1 to 50 of 2500 that match, of 10000"],
    [() => page.click("#next"), "Sites 51 to 100 of 2500 that match, of 10000"],
    [() => page.click("#previous"), "Sites 1 to 50 of 2500 that match, of 10000"],
  ];
  for (const [act, expected] of steps) {
    const start = performance.now();
    expect(await after(page, act)).toBe(expected);
    times.push(performance.now() - start);
    counts.push(await nodes());
  }
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect([await page.locator(".finding").count(), await status(page)]).toEqual([300, "Sites 1 to 300 of 2500 that match, of 10000"]);
  console.log(`10,000 findings: ${loaded.toFixed(0)} ms to load, ${Math.max(...times).toFixed(0)} ms for the slowest filter, ${Math.max(...counts)} elements`);
  expect(Math.max(...counts)).toBeLessThan(4_000);
  expect(await page.locator("#suppressed li").last().innerText()).toBe("2800 more: portability audit --format markdown has all of them");
  expect(await page.locator("#checklist li", { hasText: "nobody knows what '0' is, and the like" }).innerText()).toContain("and 828 files more");
  expect(said).toEqual([]);
  await page.context().close();
});

test("every link on a page leads somewhere, where nothing is found too", () => {
  const nothing = renderHtml(overviewOf([], [], { good: [], stray: [] }, true), () => undefined, "empty");
  expect(nothing).toContain("Ready to move: <span>yes</span>");
  for (const page of [html, nothing]) {
    const links = [...page.matchAll(/href="#([^"]+)"/gu)].map(([, id = ""]) => id);
    expect(links).toContain("checklist");
    expect(links.filter((id) => !page.includes(` id="${id}"`))).toEqual([]);
  }
});

test("the same project gives the same page", async () => {
  const again = await portability(root, "audit", "--format", "html");
  expect(again.stdout === html).toBe(true);
  expect(html).not.toContain(folder);
});
