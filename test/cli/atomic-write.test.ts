import { execFileSync, spawnSync } from "node:child_process";
import * as nodeFs from "node:fs";
import { appendFileSync, chmodSync, chownSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTextFile, sweepTemporaries, writeTextFile, type WriteFs } from "../../cli/disk/atomic-write.ts";
import { isTrouble } from "../../cli/finding-record.ts";
import { readTextFile, type TextFile } from "../../cli/disk/text-file.ts";
import { asNobody, contents, project, start } from "./project.ts";

const changed = "changed since it was read, and is not written";

function read(root: string, file: string): TextFile {
  const result = readTextFile(root, file);
  if (isTrouble(result)) throw new Error(result.reason);
  return result;
}

describe("a rewrite", () => {
  test("changes the text and nothing else: BOM, line ends, permissions", () => {
    const root = project({ "a.py": "\uFEFFone\r\ntwo\n\tthree" });
    chmodSync(join(root, "a.py"), 0o4751);
    const file = read(root, "a.py");
    expect(writeTextFile(file, file.text.replace("two", "2"))).toBeNull();
    expect(readFileSync(join(root, "a.py"), "utf8")).toBe("\uFEFFone\r\n2\n\tthree");
    expect(statSync(join(root, "a.py")).mode & 0o7777).toBe(0o4751);
    expect(readdirSync(root)).toEqual(["a.py"]);
  });

  test("keeps permissions that the user's mask would take", () => {
    const root = project({ "a.py": "x" });
    chmodSync(join(root, "a.py"), 0o666);
    const file = read(root, "a.py");
    expect(writeTextFile(file, "y")).toBeNull();
    expect(statSync(join(root, "a.py")).mode & 0o777).toBe(0o666);
  });

  test.runIf(process.getuid?.() === 0)("keeps the owner when root writes", () => {
    const root = project({ "a.py": "x" });
    chownSync(join(root, "a.py"), 1_234, 2_345);
    expect(writeTextFile(read(root, "a.py"), "y")).toBeNull();
    expect(statSync(join(root, "a.py"))).toMatchObject({ uid: 1_234, gid: 2_345 });
  });

  test("of a file with another name outside the project leaves that one alone", () => {
    const outside = project({ "x.py": "old" });
    const root = project();
    linkSync(join(outside, "x.py"), join(root, "a.py"));
    expect(writeTextFile(read(root, "a.py"), "new")).toBeNull();
    expect(readFileSync(join(root, "a.py"), "utf8")).toBe("new");
    expect(readFileSync(join(outside, "x.py"), "utf8")).toBe("old");
  });

  test("takes names as long as a file system allows", () => {
    const name = `${"ü".repeat(126)}.py`;
    const root = project({ [name]: "x" });
    expect(writeTextFile(read(root, name), "y")).toBeNull();
    expect(contents(root)).toEqual({ [name]: "y" });
  });
});

describe("a file that changed while we ran is not written", () => {
  const longAgo = 1_000_000_000;
  const old = (): string => {
    const root = project({ "a.py": "x = 1" });
    utimesSync(join(root, "a.py"), longAgo, longAgo);
    return root;
  };
  const changes: readonly (readonly [string, (path: string) => void])[] = [
    ["another text", (path) => appendFileSync(path, "more")],
    [
      "another text of the same size, with the old time",
      (path) => {
        writeFileSync(path, "y = 2");
        utimesSync(path, longAgo, longAgo);
      },
    ],
    [
      "another file of that name",
      (path) => {
        renameSync(path, `${path}.old`);
        writeFileSync(path, "x = 1");
      },
    ],
    ["another mode", (path) => chmodSync(path, 0o755)],
    ["gone", (path) => rmSync(path)],
    [
      "a folder",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      "a link to the same file",
      (path) => {
        renameSync(path, `${path}.real`);
        symlinkSync(`${basename(path)}.real`, path);
      },
    ],
  ];

  test.each(changes)("%s", (_, change) => {
    const root = old();
    const file = read(root, "a.py");
    change(file.absolute);
    const before = contents(root);
    expect(writeTextFile(file, "new")).toEqual({ file: "a.py", reason: changed });
    expect(contents(root)).toEqual(before);
  });

  test.each(changes)("%s, at the last moment", (_, change) => {
    const root = old();
    const file = read(root, "a.py");
    let before = {};
    const fs: WriteFs = {
      ...nodeFs,
      closeSync(descriptor) {
        nodeFs.closeSync(descriptor);
        change(file.absolute);
        before = withoutTemporaries(contents(root));
      },
    };
    expect(writeTextFile(file, "new", fs)).toEqual({ file: "a.py", reason: changed });
    expect(contents(root)).toEqual(before);
  });

  test("a folder above it that became a link to the outside", () => {
    const outside = project({ "a.py": "x = 1" });
    const root = project({ "src/a.py": "x = 1" });
    const file = read(root, "src/a.py");
    rmSync(join(root, "src"), { recursive: true });
    symlinkSync(outside, join(root, "src"));
    expect(writeTextFile(file, "new")).toEqual({ file: "src/a.py", reason: "is reached through a symbolic link that leads outside the project" });
    expect(contents(outside)).toEqual({ "a.py": "x = 1" });
  });

  test("the second of two rewrites of one reading", () => {
    const file = read(project({ "a.py": "x" }), "a.py");
    expect(writeTextFile(file, "y")).toBeNull();
    expect(writeTextFile(file, "z")).toEqual({ file: "a.py", reason: changed });
    expect(readFileSync(file.absolute, "utf8")).toBe("y");
  });
});

describe("a failure leaves the old text and nothing beside it", () => {
  const steps = ["openSync", "writeSync", "fchmodSync", "fsyncSync", "closeSync", "renameSync"] as const;
  test.each(steps)("in %s", (step) => {
    const root = project({ "a.py": "old" });
    const file = read(root, "a.py");
    expect(writeTextFile(file, "new", failing(step, "EIO"))).toEqual({ file: "a.py", reason: "cannot be written: EIO" });
    expect(contents(root)).toEqual({ "a.py": "old" });
  });

  test.each([
    ["ENOSPC", "cannot be written: the disk is full"],
    ["EDQUOT", "cannot be written: the disk is full"],
    ["EROFS", "cannot be written: the file system is read-only"],
    ["EACCES", "may not be written"],
  ])("by %s", (code, reason) => {
    const root = project({ "a.py": "old" });
    expect(writeTextFile(read(root, "a.py"), "new", failing("writeSync", code))).toEqual({ file: "a.py", reason });
    expect(createTextFile(root, "deep/er/b.py", "new", 0o644, failing("writeSync", code))).toEqual({ file: "deep/er/b.py", reason });
    expect(contents(root)).toEqual({ "a.py": "old" });
  });

  test("by a disk that fills up half-way", () => {
    const root = project({ "a.py": "old" });
    let written = 0;
    const fs = {
      ...nodeFs,
      writeSync(descriptor: number, bytes: Buffer, offset: number) {
        if (written >= 3) throw Object.assign(new Error("full"), { code: "ENOSPC" });
        written += 3;
        return nodeFs.writeSync(descriptor, bytes, offset, 3);
      },
    } as unknown as WriteFs;
    expect(writeTextFile(read(root, "a.py"), "a longer text", fs)).toEqual({ file: "a.py", reason: "cannot be written: the disk is full" });
    expect(contents(root)).toEqual({ "a.py": "old" });
  });

  test.runIf(canMount())("by a disk that is really full", () => {
    const root = project();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", root]);
    try {
      const text = "x".repeat(40_000);
      writeFileSync(join(root, "a.py"), text);
      expect(writeTextFile(read(root, "a.py"), `${text}y`)).toEqual({ file: "a.py", reason: "cannot be written: the disk is full" });
      expect(createTextFile(root, "sub/b.py", text)).toEqual({ file: "sub/b.py", reason: "cannot be written: the disk is full" });
      expect(contents(root)).toEqual({ "a.py": text });
    } finally {
      execFileSync("umount", [root]);
    }
  });

  test("where the file or its folder may not be written", () => {
    const root = project({ "a.py": "old", "shut/b.py": "old", "open/c.py": "old" });
    chmodSync(join(root, "open"), 0o777);
    chmodSync(join(root, "shut"), 0o555);
    chmodSync(join(root, "shut/b.py"), 0o666);
    const results = asNobody(
      'const root = process.argv[2]; const to = (file) => writeTextFile(readTextFile(root, file), "new"); console.log(JSON.stringify([to("a.py"), to("shut/b.py"), to("open/c.py"), createTextFile(root, "shut/d.py", "new")]));',
      root,
    );
    expect(results).toEqual(["a.py", "shut/b.py", "open/c.py", "shut/d.py"].map((file) => ({ file, reason: "may not be written" })));
    chmodSync(join(root, "shut"), 0o755);
    expect(contents(root)).toEqual({ "a.py": "old", shut: "(folder)", "shut/b.py": "old", open: "(folder)", "open/c.py": "old" });
  });

  test("where nobody may write the file, root included", () => {
    const root = project({ "a.py": "old" });
    chmodSync(join(root, "a.py"), 0o444);
    expect(writeTextFile(read(root, "a.py"), "new")).toEqual({ file: "a.py", reason: "is read-only, and is not written" });
    expect(contents(root)).toEqual({ "a.py": "old" });
  });
});

test("killed at any moment, the file holds the old text or the new one, and the next run clears up", async () => {
  const [one, two] = ["1", "2"].map((digit) => digit.repeat(3_000_000)) as [string, string];
  const root = project({ "a.py": one });
  const body =
    'const root = process.argv[2]; for (;;) { const file = readTextFile(root, "a.py"); const failed = writeTextFile(file, (file.text[0] === "1" ? "2" : "1").repeat(3_000_000)); if (failed) throw new Error(failed.reason); process.stdout.write("."); }';
  let leftovers = 0;
  const texts = new Set<string>();
  for (let round = 0; round < 60 && (round < 15 || leftovers === 0 || texts.size < 2); round += 1) {
    const child = start(body, root);
    await new Promise((done) => child.stdout?.once("data", done));
    await new Promise((done) => setTimeout(done, (round * 7) % 23));
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
    const text = readFileSync(join(root, "a.py"), "utf8");
    expect(text === one || text === two).toBe(true);
    texts.add(text);
    const beside = readdirSync(root).filter((name) => name !== "a.py");
    leftovers += beside.length;
    expect([...sweepTemporaries(root, ["a.py"])].sort()).toEqual(beside.sort());
    expect(readdirSync(root)).toEqual(["a.py"]);
  }
  expect(leftovers).toBeGreaterThan(0);
});

describe("clearing up", () => {
  const dead = deadProcess();
  const name = (writer: number): string => `.a.py.portability-${writer}-0123456789abcdef.tmp`;

  test("removes only what a run of ours left beside these files", () => {
    const root = project({
      "src/a.py": "",
      [`src/${name(dead)}`]: "",
      [`other/${name(dead)}`]: "",
      "src/.a.py.portability-x.tmp": "",
      [`src/${name(dead)}.bak`]: "",
    });
    mkdirSync(join(root, "src", name(dead).replace("cdef", "0000")));
    symlinkSync("a.py", join(root, "src", name(dead).replace("cdef", "1111")));
    expect(sweepTemporaries(root, ["src/a.py", "src/b.py", "gone/c.py"])).toEqual([`src/${name(dead)}`]);
    expect(Object.keys(contents(root))).toHaveLength(8);
  });

  test("leaves alone what another run is writing, unless that is long ago", () => {
    const parent = process.ppid;
    const root = project({ "a.py": "", [name(parent)]: "" });
    expect(sweepTemporaries(root, ["a.py"])).toEqual([]);
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1_000);
    utimesSync(join(root, name(parent)), yesterday, yesterday);
    expect(sweepTemporaries(root, ["a.py"])).toEqual([name(parent)]);
  });

  test("does not reach outside the project", () => {
    const outside = project({ [name(dead)]: "" });
    const root = project();
    symlinkSync(outside, join(root, "src"));
    expect(sweepTemporaries(root, ["src/a.py", "../x.py"])).toEqual([]);
    expect(Object.keys(contents(outside))).toEqual([name(dead)]);
  });
});

describe("a new file", () => {
  test("is created with the folders above it", () => {
    const root = project();
    expect(createTextFile(root, "lib/deep/portability.py", "x\n")).toBeNull();
    expect(contents(root)).toEqual({ lib: "(folder)", "lib/deep": "(folder)", "lib/deep/portability.py": "x\n" });
    expect(createTextFile(root, "run", "x", 0o755)).toBeNull();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else tells the mask
    expect(statSync(join(root, "run")).mode & 0o777).toBe(0o755 & ~process.umask());
  });

  test("never replaces one", () => {
    const root = project({ "a.py": "old" });
    symlinkSync("nowhere", join(root, "link.py"));
    for (const file of ["a.py", "link.py"]) expect(createTextFile(root, file, "new")).toEqual({ file, reason: "exists already" });
    expect(contents(root)).toEqual({ "a.py": "old", "link.py": "(other)" });
  });

  test("never replaces one that appears at the last moment", () => {
    const root = project();
    const fs: WriteFs = {
      ...nodeFs,
      linkSync(from, to) {
        writeFileSync(to, "theirs");
        nodeFs.linkSync(from, to);
      },
    };
    expect(createTextFile(root, "sub/a.py", "ours", 0o644, fs)).toEqual({ file: "sub/a.py", reason: "exists already" });
    expect(contents(root)).toEqual({ sub: "(folder)", "sub/a.py": "theirs" });
  });

  test("is created where the file system has no hard links", () => {
    const root = project();
    expect(createTextFile(root, "a.py", "x", 0o644, failing("linkSync", "EPERM"))).toBeNull();
    expect(contents(root)).toEqual({ "a.py": "x" });
  });

  test("stays in the project and goes through no link", () => {
    const outside = project();
    const root = project({ file: "" });
    symlinkSync(outside, join(root, "out"));
    symlinkSync(".", join(root, "in"));
    expect(createTextFile(root, "../a.py", "x")).toEqual({ file: "../a.py", reason: "is outside the project" });
    expect(createTextFile(root, "", "x")).toEqual({ file: "", reason: "is outside the project" });
    expect(createTextFile(root, join(outside, "a.py"), "x")).toMatchObject({ reason: "is outside the project" });
    expect(createTextFile(root, "out/a.py", "x")).toEqual({ file: "out/a.py", reason: "is reached through a symbolic link, and is not written" });
    expect(createTextFile(root, "in/a.py", "x")).toEqual({ file: "in/a.py", reason: "is reached through a symbolic link, and is not written" });
    expect(createTextFile(root, "file/a.py", "x")).toEqual({ file: "file/a.py", reason: "cannot be written: a folder in its path is a file" });
    expect(contents(outside)).toEqual({});
    expect(Object.keys(contents(root)).sort()).toEqual(["file", "in", "out"]);
  });
});

/** File system functions of which one always fails. */
function failing(step: keyof WriteFs, code: string): WriteFs {
  return {
    ...nodeFs,
    [step](...args: readonly unknown[]) {
      // A descriptor is given back even where closing reports that the disk lost the text.
      if (step === "closeSync") nodeFs.closeSync(args[0] as number);
      throw Object.assign(new Error(code), { code });
    },
  };
}

function withoutTemporaries(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).filter(([file]) => !file.endsWith(".tmp")));
}

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const root = nodeFs.mkdtempSync("/tmp/portability-mount-");
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", root]).status === 0;
  if (isMounted) spawnSync("umount", [root]);
  nodeFs.rmdirSync(root);
  return isMounted;
}

function deadProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}
