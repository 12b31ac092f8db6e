import { describe, expect, test } from "vitest";
import { readShell } from "../../../languages/shell/read.ts";
import { shellWriter } from "../../../languages/shell/write.ts";
import { sourceOf } from "./shell.ts";

/** Scripts that ask for more than a parser has, each with its error or null. */
const hostile: readonly (readonly [title: string, text: string, error: RegExp | null])[] = [
  ["100,000 here-documents", "cat <<EOF\nx $y\nEOF\n".repeat(100_000), null],
  ["100,000 here-documents in one line", `cat${" <<E".repeat(100_000)}\n${"x\nE\n".repeat(100_000)}`, /begin in one line/u],
  ["100,000 here-documents that never end", "cat <<EOF\n".repeat(100_000), null],
  ["10,000 open brackets", "[ ".repeat(10_000), null],
  ["10,000 nested subshells", `${"( ".repeat(10_000)}x${" )".repeat(10_000)}`, /depth/u],
  ["10,000 nested commands", `echo ${"$( ".repeat(10_000)}x${" )".repeat(10_000)}`, /depth/u],
  ["10,000 nested expansions", `echo ${"${a:-".repeat(10_000)}x${"}".repeat(10_000)}`, /depth/u],
  ["10,000 nested conditions", `${"if x; then ".repeat(10_000)}x;${" fi;".repeat(10_000)}`, /depth/u],
  ["a line of 5 MB", `echo ${"/Users/a/b ".repeat(450_000)}`, null],
  ["a word of 5 MB with variables", `echo "${"$a/xyzab ".repeat(550_000)}"`, null],
  ["50,000 variables, each of the one before", Array.from({ length: 50_000 }, (_, index) => `v${index + 1}="$v${index}/x"`).join("\n"), null],
  ["5,000 variables, each twice the one before", Array.from({ length: 5_000 }, (_, index) => `v${index + 1}="$v${index}$v${index}"; sed -i x "$v${index + 1}"`).join("\n"), null],
  ["20,000 tests in one list", `${"[ -f a ] || ".repeat(20_000)}a > b`, null],
];

describe("a hostile script ends within seconds", () => {
  test.each(hostile)("%s", { timeout: 60_000 }, (_, text, error) => {
    const start = performance.now();
    const reading = readShell(sourceOf(text));
    for (const { use, probed, value } of reading.sites.slice(0, 10_000)) expect([use, probed, value]).toHaveLength(3);
    expect(reading.comments).toEqual([]);
    if (error) expect(reading.error?.message).toMatch(error);
    else expect(reading.error).toBeNull();
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

describe("broken scripts", () => {
  const pieces = ["a", "'", '"', "$(", ")", "`", "${", "}", "<<E", "\nE\n", "\n", ";", "|", "&&", "[[", "]]", "if", "then", "fi", "case", "in", "esac", "{", "(", "\\", "#", "$'", "((", " ", "/Users/ann/x", ">", "=", "x=("];

  test("have ranges inside their text", () => {
    let seed = 1;
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)] ?? "").join(next(2) === 0 ? "" : " ");
      const { sites, comments } = readShell(sourceOf(text));
      for (const { range, value, rangeOf } of sites.map((site) => ({ range: site.range, value: site.value, rangeOf: site.rangeOf(0, site.value.length) }))) {
        const [start, end] = rangeOf ?? range;
        expect(start >= 0 && end <= text.length && start <= end, `${JSON.stringify(text)}: ${JSON.stringify(value)} at ${start}-${end}`).toBe(true);
      }
      for (const { range, value } of comments) expect(text.slice(...range), text).toBe(`#${value}`);
    }
  });

  test("are told from whole ones", () => {
    expect(shellWriter.check(sourceOf("if x; then y"))).not.toBeNull();
    expect(shellWriter.check(sourceOf("if x; then y; fi"))).toBeNull();
  });

  test("zsh is no mistake", () => {
    expect(readShell(sourceOf("for x (a b) { print ${(U)x} }\n", ".zshrc")).error).toBeNull();
  });
});
