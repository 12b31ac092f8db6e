import { execFileSync } from "node:child_process";
import { chmodSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, hasCandidate, largest, readRawFile, readTextFile, withBom } from "../../cli/disk/text-file.ts";
import { isTrouble } from "../../cli/finding-record.ts";
import { asNobody, project } from "./project.ts";

test("reads text without its BOM and keeps what a rewrite needs", () => {
  const root = project({ "src/a.py": "\uFEFFx = 'größe 日本 😀'\r\ny\n" });
  chmodSync(join(root, "src/a.py"), 0o751);
  const file = readTextFile(root, "src/a.py");
  if (isTrouble(file)) throw new Error(file.reason);
  expect(file).toMatchObject({ file: "src/a.py", absolute: join(root, "src/a.py"), text: "x = 'größe 日本 😀'\r\ny\n", bom: true, mode: 0o751 });
  expect(file.identity.size).toBe(BigInt(statSync(file.absolute).size));
  expect(withBom(file, "z")).toBe("\uFEFFz");
});

test("keeps a second BOM, which is text", () => {
  expect(readTextFile(project({ a: "\uFEFF\uFEFFx" }), "a")).toMatchObject({ text: "\uFEFFx", bom: true });
  expect(readTextFile(project({ a: "" }), "a")).toMatchObject({ text: "", bom: false });
});

describe("what is not read is named", () => {
  test.each([
    ["Latin-1", Buffer.from("x = 'gr\xf6\xdfe'", "latin1"), "is not valid UTF-8"],
    ["a sequence that breaks off", Buffer.from([0x78, 0xe6, 0x97]), "is not valid UTF-8"],
    ["an overlong slash", Buffer.from([0x78, 0xc0, 0xaf]), "is not valid UTF-8"],
    ["half a surrogate pair", Buffer.from([0xed, 0xa0, 0x80]), "is not valid UTF-8"],
    ["UTF-16, little end first", Buffer.from("\uFEFFx = 1\n", "utf16le"), "is UTF-16, not UTF-8"],
    ["UTF-16, big end first", Buffer.from("\uFEFFx = 1\n", "utf16le").swap16(), "is UTF-16, not UTF-8"],
  ])("%s", (_, bytes, reason) => {
    expect(readTextFile(project({ "a.py": bytes }), "a.py")).toEqual({ file: "a.py", reason });
  });

  test("binary files, of another kind since every project has them", () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);
    expect(readTextFile(project({ "a.png": png }), "a.png")).toEqual({ file: "a.png", reason: "is binary", kind: "binary" });
    expect(readTextFile(project({ a: Buffer.from([0xff, 0xfe, 0, 0, 1, 0]) }), "a")).toEqual({ file: "a", reason: "is binary", kind: "binary" });
  });

  test("a file larger than 20 MB, without reading it", () => {
    const root = project({ "big.py": "", "fits.py": "" });
    truncateSync(join(root, "big.py"), largest + 1);
    expect(readTextFile(root, "big.py")).toEqual({ file: "big.py", reason: "is larger than 20 MB" });
    writeFileSync(join(root, "fits.py"), Buffer.alloc(largest, "x"));
    expect(readTextFile(root, "fits.py")).toMatchObject({ bom: false });
  });

  test("folders, files in place of folders, and what is not there", () => {
    const root = project({ "folder/x": "", file: "" });
    expect(readTextFile(root, "folder")).toEqual({ file: "folder", reason: "is a folder" });
    expect(readTextFile(root, "file/x.py")).toEqual({ file: "file/x.py", reason: "cannot be read: a folder in its path is a file" });
    expect(readTextFile(root, "none.py")).toEqual({ file: "none.py", reason: "does not exist" });
    expect(readTextFile(root, "none/none.py")).toEqual({ file: "none/none.py", reason: "does not exist" });
    expect(readTextFile(root, "../x.py")).toEqual({ file: "../x.py", reason: "is outside the project" });
  });

  test("pipes and sockets, without opening them", async () => {
    const root = project();
    execFileSync("mkfifo", [join(root, "pipe.py")]);
    expect(readTextFile(root, "pipe.py")).toEqual({ file: "pipe.py", reason: "is not a regular file" });
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, "socket.py"), done));
    expect(readTextFile(root, "socket.py")).toEqual({ file: "socket.py", reason: "is not a regular file" });
    server.close();
  });

  test("links, and everything behind one that leads outside", () => {
    const outside = project({ "x.py": "secret" });
    const root = project({ "a.py": "" });
    symlinkSync("a.py", join(root, "in.py"));
    symlinkSync(join(outside, "x.py"), join(root, "out.py"));
    symlinkSync("none.py", join(root, "dangling.py"));
    symlinkSync(outside, join(root, "out"));
    expect(readTextFile(root, "in.py")).toEqual({ file: "in.py", reason: "is a symbolic link" });
    expect(readTextFile(root, "out.py")).toEqual({ file: "out.py", reason: "is a symbolic link that leads outside the project" });
    expect(readTextFile(root, "dangling.py")).toEqual({ file: "dangling.py", reason: "is a symbolic link to nothing" });
    expect(readTextFile(root, "out/x.py")).toEqual({ file: "out/x.py", reason: "is reached through a symbolic link that leads outside the project" });
  });

  test("files and folders that may not be read", () => {
    const root = project({ "a.py": "x", "closed/b.py": "x" });
    chmodSync(join(root, "a.py"), 0o000);
    chmodSync(join(root, "closed"), 0o000);
    const results = asNobody('console.log(JSON.stringify(["a.py", "closed/b.py"].map((file) => readTextFile(process.argv[2], file))));', root);
    chmodSync(join(root, "closed"), 0o755);
    expect(results).toEqual([
      { file: "a.py", reason: "may not be read" },
      { file: "closed/b.py", reason: "may not be read" },
    ]);
  });
});

test("reads through a link inside the project, and a root that is a link", () => {
  const root = project({ "src/a.py": "x" });
  symlinkSync("src", join(root, "link"));
  expect(readTextFile(root, "link/a.py")).toMatchObject({ text: "x" });
  const link = join(project(), "root");
  symlinkSync(root, link);
  expect(readTextFile(link, "src/a.py")).toMatchObject({ text: "x" });
});

describe("the prefilter", () => {
  test.each([
    ["plain text", Buffer.from("x = '/Users/ann'"), /\/Users\//u, true],
    ["text without it", Buffer.from("x = '/usr'"), /\/Users\//u, false],
    ["the very beginning, behind a BOM", Buffer.from("\uFEFF/Users/ann"), /^\/Users/u, true],
    ["a character that UTF-8 writes in several bytes", Buffer.from("/Users/日本"), /\/Users\/\p{L}{2}$/u, true],
    ["a letter whose second byte looks like a space", Buffer.from("/Users/à"), /\/Users\/[^\s/]+$/u, true],
    ["Latin-1, so that it is named", Buffer.from("x = '/Users/j\xfcrgen'", "latin1"), /\/Users\//u, true],
    ["UTF-16, so that it is named", Buffer.from("\uFEFFx = '/Users/ann'", "utf16le"), /\/Users\//u, true],
  ])("%s", (_, bytes, pattern, expected) => {
    expect(hasCandidate(bytes, pattern)).toBe(expected);
  });

  test("asks a global pattern from the beginning each time", () => {
    const pattern = /\/Users\//gu;
    expect([1, 2, 3].map(() => hasCandidate(Buffer.from("/Users/"), pattern))).toEqual([true, true, true]);
  });

  test("is never false for a text that matches", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom(/\/Users\/[^\s"'/]+/u, /\b10\.\d/u, /\Sé\s/u, /^.\W$/u, /\p{Lu}\s/u), fc.boolean(), (text, pattern, bom) => {
        const bytes = Buffer.from((bom ? "\uFEFF" : "") + text);
        const raw = decode({ bytes, stats: {} } as never);
        if (!isTrouble(raw) && pattern.test(raw.text)) expect(hasCandidate(bytes, pattern)).toBe(true);
      }),
      { numRuns: 5_000, seed: 1 },
    );
  });
});

test("bytes are read as they are", () => {
  const bytes = Buffer.from([0, 1, 2, 0xff]);
  expect(readRawFile(project({ a: bytes }), "a")).toMatchObject({ bytes });
});

