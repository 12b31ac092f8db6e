import fc from "fast-check";
import { expect, test } from "vitest";
import { isTrouble, lineStarts, offsets, positions } from "../../cli/finding-record.ts";

test("lines end at LF, CR and CRLF, and nowhere else", () => {
  const at = positions("a\nb\rc\r\nd\u2028e\n");
  expect([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11].map((offset) => Object.values(at(offset)).join(":"))).toEqual(["1:1", "1:2", "2:1", "2:2", "3:1", "3:2", "3:3", "4:1", "4:3", "4:4", "5:1"]);
});

test("columns count UTF-16 units", () => {
  expect(positions("😀x")(2)).toEqual({ line: 1, column: 3 });
});

test("an empty text has one place", () => {
  expect(positions("")(0)).toEqual({ line: 1, column: 1 });
  expect(lineStarts("")).toEqual([0]);
});

test("offsets are the way back", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r", "\r\n", "\t")), (parts) => {
      const text = parts.join("");
      const [at, back] = [positions(text), offsets(text)];
      for (let offset = 0; offset <= text.length; offset += 1) {
        const { line, column } = at(offset);
        expect(back(line, column)).toBe(offset);
      }
    }),
  );
  expect(offsets("a\n")(9, 1)).toBe(2);
});

test("a trouble is told from what was read", () => {
  expect(isTrouble({ file: "a", reason: "is a folder" })).toBe(true);
  expect(isTrouble({ file: "a", text: "" })).toBe(false);
});
