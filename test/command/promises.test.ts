import { spawn } from "node:child_process";
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents, project, run } from "../cli/project.ts";
import { bin, bytes, commitAll, execute, openToAll, portability, report, service } from "./portability.ts";

/** What the module takes on a disk, in KiB. */
const moduleBlocks = Math.ceil(statSync(new URL("../../runtime/portability.py", import.meta.url)).size / 4_096) * 4;
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

describe("bytes that are no part of an edit stay", () => {
  const path = "/Users/ann/greenhouse/data/plants.db";
  const files = {
    "data/plants.db": "",
    "bom.py": `\uFEFFX = "${path}"\nY = 1\n`,
    "crlf.py": `import os\r\n\r\nX = "${path}"\r\nY = os\r\n`,
    "tabs.py": `def a():\n\tX = "${path}"  \t# tail \n\treturn\tX\n`,
    "mixed.py": `import os\r\nA = 1\nX = "${path}"\r\nB = os\n`,
    "end.py": `# é 😀\nX = "${path}"`,
    "bom.mjs": `\uFEFFexport const x = "${path}";\r\nexport const y = 1;\n`,
    "end.cjs": `'use strict'\nconst x = '${path}'\nmodule.exports = x`,
    "crlf.conf/supervisord.conf": `\uFEFF[program:a]\r\ndirectory = /Users/ann/greenhouse/data  \r\n; tail`,
  };

  test.each(Object.keys(files).filter((file) => file !== "data/plants.db"))("%s", async (file) => {
    const text = files[file as keyof typeof files];
    const root = checkout({ "data/plants.db": "", [file]: text });
    chmodSync(join(root, file), 0o755);
    run(root, "commit", "--all", "--quiet", "--message=mode");
    expect((await portability(root, "migrate", "--write")).stderr).toBe("");
    const [after = ""] = bytes(root, file);
    const whole = Buffer.from(text).toString("latin1");
    expect(after).not.toBe(whole);
    const mark = "\u00EF\u00BB\u00BF";
    expect([after.startsWith(mark), after.lastIndexOf(mark)]).toEqual([whole.startsWith(mark), whole.startsWith(mark) ? 0 : -1]);
    // Everything before and behind the path is there, but for whole lines of imports.
    const bare = (all: string): string => (all.startsWith(mark) ? all.slice(mark.length) : all);
    const [head = "", tail = ""] = bare(whole).split(file.endsWith(".conf") ? "/Users/ann/greenhouse" : /["'][^"']*\/Users\/[^"']*["']/u);
    expect(after.endsWith(tail), "the end").toBe(true);
    const lines = bare(after).split(/(?<=\n)/u);
    for (const line of head.split(/(?<=\n)/u)) {
      const found = lines.findIndex((one) => one.startsWith(line));
      expect(found, JSON.stringify(line)).toBeGreaterThanOrEqual(0);
      lines.splice(0, found + 1);
    }
    expect(statSync(join(root, file)).mode & 0o777).toBe(0o755);
    // An import ends as the file's lines do.
    if (file.startsWith("crlf")) expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/u);
  });
});

describe("a file that cannot be read or understood is named, stays, and decides the exit code", () => {
  const path = "/Users/ann/greenhouse";
  test.each<[string, Record<string, string | Uint8Array>, string, RegExp]>([
    ["Latin-1", { "old.py": Buffer.from(`# caf\u00e9\nX = "${path}"\n`, "latin1") }, "old.py", /^is not valid UTF-8$/u],
    ["broken UTF-8", { "old.js": Buffer.concat([Buffer.from(`const x = "${path}"; // `), Buffer.from([0xe2, 0x28, 0xa1])]) }, "old.js", /^is not valid UTF-8$/u],
    ["UTF-16", { "old.py": Buffer.from(`\uFEFFX = "${path}"\n`, "utf16le") }, "old.py", /^is UTF-16/u],
    ["Python that does not parse", { "old.py": `def x(:\n    return "${path}"\n` }, "old.py", /^does not parse: .* at \d+:\d+$/u],
    ["JavaScript that does not parse", { "old.mjs": `const = "${path}";\n` }, "old.mjs", /^does not parse: .* at \d+:\d+$/u],
    ["TypeScript that does not parse", { "old.ts": `const x: = "${path}";\n` }, "old.ts", /^does not parse/u],
    ["a unit that does not parse", { "supervisord.conf": `[program:a\ndirectory=${path}\n` }, "supervisord.conf", /^does not parse/u],
    ["a binary file", { "old.py": Buffer.from(`X = "${path}"\n\0\0`) }, "old.py", /^is binary$/u],
  ])("%s", async (_, files, file, reason) => {
    const root = checkout({ ...service, ...files });
    const [before] = bytes(root, file);
    const { code, troubles } = await report(root);
    expect([code, troubles]).toEqual([2, [{ file, reason: expect.stringMatching(reason) as string }]]);
    const written = await portability(root, "migrate", "--write");
    expect([written.code, bytes(root, file)[0]]).toEqual([2, before]);
    expect(written.stderr).toContain(`portability: ${file} `);
    expect(contents(root)["app.py"]).toContain("project_path");
  });

  test.runIf(isRoot)("what nobody may read or write", async () => {
    const root = project({ ...service, "closed/a.py": `X = "${path}"\n`, "secret.py": `X = "${path}"\n`, "fixed.py": `X = "${path}"\n` });
    openToAll(root, join(root, "data"));
    for (const file of ["app.py", "fixed.py", "package.json"]) chownSync(join(root, file), nobody, nobody);
    chmodSync(join(root, "secret.py"), 0o600);
    chmodSync(join(root, "closed"), 0o700);
    chmodSync(join(root, "fixed.py"), 0o444);
    const before = contents(root);
    const { code, stdout, stderr } = await execute(root, process.execPath, [bin, "migrate", "--write"], { uid: nobody, env: { HOME: "/nonexistent" } });
    expect([code, stdout]).toEqual([2, expect.stringContaining("files changed") as string]);
    expect(stderr.trim().split("\n").sort()).toEqual(["portability: closed may not be read.", "portability: fixed.py is read-only, and is not written.", "portability: secret.py may not be read."]);
    for (const file of ["closed/a.py", "secret.py", "fixed.py"]) expect(contents(root)[file]).toBe(before[file]);
    expect(contents(root)["app.py"]).toContain("project_path");
  });

  test("a folder, a link and a pipe that are called like files", async () => {
    const outside = project({ "real.py": `X = "${path}"\n` });
    const root = checkout({ ...service, "folder.py/inner.py": `X = "${path}/data/plants.db"\n` });
    symlinkSync(join(outside, "real.py"), join(root, "link.py"));
    symlinkSync(join(root, "nowhere"), join(root, "loose.py"));
    await execute(root, "mkfifo", ["pipe.py"]);
    const named = await report(root, "folder.py", "link.py", "loose.py", "pipe.py");
    expect([named.code, named.troubles.map(({ reason }) => reason)]).toEqual([
      2,
      ["is a symbolic link that leads outside the project", "is a symbolic link to nothing", "is not a regular file"],
    ]);
    expect(named.findings.map(({ file }) => file)).toEqual(["folder.py/inner.py"]);
    await portability(root, "migrate", "--write", "--allow-dirty");
    expect(readFileSync(join(outside, "real.py"), "utf8")).toBe(`X = "${path}"\n`);
    expect(lstatSync(join(root, "link.py")).isSymbolicLink()).toBe(true);
  });
});

describe("nothing outside the project is written", () => {
  test.each(["portability.py", "config.local.json", ".gitignore", ".env.example"])("where %s is a link that leads out", async (file) => {
    const text = file.endsWith(".json") ? "{}\n" : "# theirs\n";
    const outside = project({ target: text });
    const root = checkout(service);
    symlinkSync(join(outside, "target"), join(root, file));
    commitAll(root);
    const { code, stderr } = await portability(root, "migrate", "--write");
    expect([code, stderr]).toEqual([2, `portability: ${file} is a symbolic link that leads outside the project.\n`]);
    expect(contents(outside)).toEqual({ target: text });
    expect(readlinkSync(join(root, file))).toBe(join(outside, "target"));
    // What would need that file is as it was.
    expect(contents(root)["app.py"]).toContain('"192.168.86.42"');
    expect(contents(root)["app.py"]?.includes("/Users/ann")).toBe(file === "portability.py");
  });

  test.each(["portability.py", "config.local.json"])("where %s is a link to nothing outside", async (file) => {
    const outside = project();
    const root = checkout(service);
    symlinkSync(join(outside, "not-there"), join(root, file));
    commitAll(root);
    const { code } = await portability(root, "migrate", "--write");
    expect([code, contents(outside)]).toEqual([2, {}]);
    expect(contents(root)["app.py"]).toContain('"192.168.86.42"');
  });

  test("where a folder is a link that leads out", async () => {
    const outside = project({ "main.py": 'X = "/Users/ann/greenhouse"\n' });
    const root = checkout(service);
    symlinkSync(outside, join(root, "api"));
    await portability(root, "migrate", "--write", "--allow-dirty");
    expect((await portability(root, "migrate", "--write", "--allow-dirty", "api/main.py")).code).toBe(2);
    expect(contents(outside)).toEqual({ "main.py": 'X = "/Users/ann/greenhouse"\n' });
  });
});

describe("what happens meanwhile", () => {
  test("a file that somebody saves while we run keeps what they saved", async () => {
    const root = checkout({ "data/plants.db": "", "a.py": 'X = "/Users/ann/greenhouse/data/plants.db"\n', "b.py": 'X = "/Users/ann/greenhouse/data/plants.db"\n' });
    mkdirSync(join(root, ".git/held"));
    const hook = `import fs from "node:fs";\nconst real = fs.renameSync;\nfs.renameSync = (from, to) => {\n  real(from, to);\n  if (to.endsWith("/a.py")) fs.writeFileSync(to.replace("/a.py", "/b.py"), "mine = 1\\n");\n};\n(await import("node:module")).default.syncBuiltinESMExports();\n`;
    writeFileSync(join(root, ".git/held/hook.mjs"), hook);
    const { code, stderr } = await execute(root, process.execPath, ["--import", join(root, ".git/held/hook.mjs"), bin, "migrate", "--write"]);
    expect([code, stderr]).toEqual([2, "portability: b.py changed since it was read, and is not written.\n"]);
    expect(contents(root)).toMatchObject({ "a.py": expect.stringContaining("project_path") as string, "b.py": "mine = 1\n" });
  });

  test.runIf(isRoot).each([["for the module", 12], ["behind the module", moduleBlocks + 8]])("a full disk %s leaves every file old or new, and names the others", async (where, free) => {
    const root = project();
    const mounted = await execute("/", "mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", root]);
    expect(mounted.stderr).toBe("");
    try {
      const text = (index: number): string => `X = "/Users/ann/greenhouse/data/plants.db"\nY = ${index}\n${"# padding\n".repeat(1_500)}`;
      mkdirSync(join(root, "data"));
      writeFileSync(join(root, "data/plants.db"), "");
      const names = Array.from({ length: 18 }, (_, index) => `file${index}.py`);
      for (const [index, name] of names.entries()) writeFileSync(join(root, name), text(index));
      await execute(root, "sh", ["-c", `dd if=/dev/zero of=filler bs=1k count=1000 2>/dev/null; truncate -s -${free}k filler`]);
      const { code, stderr } = await execute(root, process.execPath, [bin, "migrate", "--write"]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("cannot be written: the disk is full") as string]);
      for (const [index, name] of names.entries()) {
        const now = readFileSync(join(root, name), "utf8");
        if (now !== text(index)) expect(now.endsWith(text(index).slice(42)), name).toBe(true);
      }
      expect(readdirSync(root).filter((name) => name.includes(".tmp"))).toEqual([]);
      expect(readdirSync(root).includes("portability.py")).toBe(where === "behind the module");
      if (where === "for the module") for (const [index, name] of names.entries()) expect(readFileSync(join(root, name), "utf8")).toBe(text(index));
    } finally {
      await execute("/", "umount", [root]);
    }
  });

  test("a kill at any moment leaves every file old or new, and the next run finishes", async () => {
    const count = 150;
    const text = (index: number): string => `X = "/Users/ann/greenhouse/data/plants.db"\nY = ${index}\n${"# padding\n".repeat(200)}`;
    const names = Array.from({ length: count }, (_, index) => `src/file${index}.py`);
    const root = checkout({ "data/plants.db": "", ...Object.fromEntries(names.map((name, index) => [name, text(index)])) });
    const isNew = (index: number, now: string): boolean => now.includes('X = project_path("data/plants.db")\n') && now.endsWith(text(index).slice(42));
    let interrupted = 0;
    for (const wanted of [1, 40, 110]) {
      const child = spawn(process.execPath, [bin, "migrate", "--write", "--allow-dirty"], { cwd: root, stdio: "ignore" });
      const ended = new Promise<NodeJS.Signals | null>((done) => child.on("exit", (_, signal) => {
        done(signal);
      }));
      const written = (): number => names.filter((name) => statSync(join(root, name)).size !== Buffer.byteLength(text(0)) && readFileSync(join(root, name), "utf8").includes("project_path")).length;
      while (child.exitCode === null && written() < wanted) await new Promise((done) => setTimeout(done, 1));
      child.kill("SIGKILL");
      if ((await ended) === "SIGKILL") interrupted += 1;
      const states = names.map((name, index) => {
        const now = readFileSync(join(root, name), "utf8");
        return now === text(index) ? "old" : isNew(index, now) ? "new" : "broken";
      });
      expect(states.filter((state) => state === "broken")).toEqual([]);
      expect(contents(root)["portability.py"]).toContain("def project_path");
    }
    expect(interrupted).toBeGreaterThan(0);
    expect((await portability(root, "migrate", "--write", "--allow-dirty")).code).toBe(0);
    expect(names.filter((name, index) => !isNew(index, readFileSync(join(root, name), "utf8")))).toEqual([]);
    expect(readdirSync(join(root, "src")).sort()).toEqual(names.map((name) => name.slice(4)).sort());
    expect(run(root, "status", "--porcelain", "--untracked-files=all").split("\n").filter((line) => line.startsWith("??"))).toEqual(["?? portability.py"]);
  });
});
