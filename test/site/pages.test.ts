import { beforeAll, describe, expect, test } from "vitest";
import { builtPages, buildSite, fileFor } from "./site.ts";

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

  test("asks no other server for anything", () => {
    const loaded = [...pages].flatMap(([page, html]) => [...html.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\s(?:src|href)="(?:https?:|\/\/)[^"]*"/gu)].map(([tag]) => `${page} ${tag}`));
    expect(loaded).toEqual([]);
  });
});
