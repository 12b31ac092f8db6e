import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, headingsOf, home, linksOf, pages, readPage } from "./page.ts";

describe.each(pages())("%s", (path) => {
  const page = readPage(path);

  test("leads only to what is there", () => {
    const broken = linksOf(page).filter(({ target }) => {
      if (target.startsWith("https://")) return false;
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(home, to))) return true;
      return anchor !== undefined && (statSync(join(home, to)).isDirectory() || !anchorsOf(readPage(to)).has(anchor));
    });
    expect(broken).toEqual([]);
  });

  test("has one title, and no heading that skips a level", () => {
    const depths = headingsOf(page).map(({ depth }) => depth);
    expect(depths.filter((depth) => depth === 1)).toEqual([1]);
    expect(depths.filter((depth, index) => depth > (depths[index - 1] ?? 0) + 1)).toEqual([]);
  });
});
