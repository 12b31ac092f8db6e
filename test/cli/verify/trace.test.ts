import { join } from "node:path";
import { expect, test } from "vitest";
import { readTrace } from "../../../cli/verify/trace.ts";
import { LineReader, pathOf, stringOf } from "../../../cli/verify/trace-line.ts";
import { project } from "../../cli/project.ts";

/** What a log says, as short texts. */
async function told(...lines: readonly string[]): Promise<readonly string[]> {
  const root = project({ log: lines.map((line) => `${line}\n`).join("") });
  const events: string[] = [];
  await readTrace(join(root, "log"), "/srv/app", ({ what, paths, process }) => {
    events.push(`${process.pid} ${process.command}: ${what} ${paths.join(" ")}`);
  });
  return events;
}

const start = '7 execve("/bin/sh", ["sh", "run.sh"], 0x7ffc /* 20 vars */) = 0';

test.each<[string, readonly string[], readonly string[]]>([
  ["a file opened for writing", ['7 openat(AT_FDCWD</srv/app>, "a.json", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</srv/app/a.json>'], ["7 sh run.sh: write /srv/app/a.json"]],
  ["one that is read", ['7 openat(AT_FDCWD</srv/app>, "a.json", O_RDONLY|O_CLOEXEC) = 3</srv/app/a.json>'], ["7 sh run.sh: read /srv/app/a.json"]],
  ["a link, and what it leads to", ['7 openat(AT_FDCWD</srv/app>, "now.json", O_RDWR) = 3</srv/data/x.json>'], ["7 sh run.sh: write /srv/data/x.json /srv/app/now.json"]],
  ["what fails", ['7 openat(AT_FDCWD</srv/app>, "a.json", O_WRONLY) = -1 EACCES (Permission denied)', '7 rename("a", "b") = -1 ENOENT (No such file or directory)'], []],
  ["a rename in another folder", ['7 chdir("config") = 0', '7 rename("new", "../a.json") = 0'], ["7 sh run.sh: remove /srv/app/config/new", "7 sh run.sh: replace /srv/app/a.json"]],
  ["two files that change places", ['7 renameat2(AT_FDCWD</srv/app>, "a", 5</srv/b>, "c", RENAME_EXCHANGE) = 0'], ["7 sh run.sh: replace /srv/app/a", "7 sh run.sh: replace /srv/b/c"]],
  ["links and names taken away", ['7 symlink("x", "a.json") = 0', '7 linkat(AT_FDCWD</srv/app>, "x", AT_FDCWD</srv/app>, "b.json", 0) = 0', '7 unlink("c.json") = 0', '7 truncate("d.json", 0) = 0'], ["7 sh run.sh: replace /srv/app/a.json", "7 sh run.sh: replace /srv/app/b.json", "7 sh run.sh: remove /srv/app/c.json", "7 sh run.sh: write /srv/app/d.json"]],
  ["a child, in the folder where it was born", ['7 chdir("/srv") = 0', "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 8", '8 rename("a", "b") = 0'], ["8 sh run.sh: remove /srv/a", "8 sh run.sh: replace /srv/b"]],
  ["a child that is seen before its birth", ['8 execve("/bin/mv", ["mv", "a", "b"], 0x7ffc /* 20 vars */) = 0', "7 vfork() = 8", '8 unlink("a") = 0'], ["8 mv a b: remove /srv/app/a"]],
  ["a thread, under its process", ["7 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD, stack=0x7f}, 88) = 8", '7 chdir("/srv") = 0', '8 creat("a", 0666) = 3</srv/a>'], ["7 sh run.sh: write /srv/a"]],
  ["calls that were interrupted", ['7 openat(AT_FDCWD</srv/app>, "a.json", O_WRONLY <unfinished ...>', '8 openat(AT_FDCWD</srv>, "b", O_RDONLY) = 4</srv/b>', "7 <... openat resumed>) = 3</srv/app/a.json>"], ["8 : read /srv/b", "7 sh run.sh: write /srv/app/a.json"]],
  ["names of all kinds", ['7 openat(AT_FDCWD</srv/a b>, "\\303\\274, (\\"x\\")\\n.json", O_WRONLY) = 3</srv/a b/\\303\\274, (\\"x\\")\\n.json>'], ['7 sh run.sh: write /srv/a b/ü, ("x")\n.json']],
  ["numbers that are given out in a circle", ["8 fork() = 9", "9 fork() = 8", '8 unlink("a") = 0'], ["8 : remove /srv/app/a"]],
  ["lines that are cut off or are none", ['7 openat(AT_FDCWD</srv/app>, "a.js', "7 rename(", "--- what", "", '7 open("a", O_WRONLY'], []],
])("a trace tells %s", async (_, lines, events) => {
  const [first, ...rest] = await told(start, ...lines);
  expect(first).toBe("7 sh run.sh: read /bin/sh");
  expect(rest.filter((event) => !event.endsWith("read /bin/mv"))).toEqual(events);
});

test("a trace tells how its first process ended, and who started a process", async () => {
  const lines = [start, "7 vfork() = 8", '8 execve("/bin/mv", ["mv", "a", "b"], 0x7ffc /* 20 vars */) = 0', '8 rename("a", "b") = 0', "8 +++ exited with 4 +++", "7 +++ killed by SIGSEGV (core dumped) +++"];
  const root = project({ log: lines.join("\n"), empty: "" });
  const above: unknown[] = [];
  const traced = await readTrace(join(root, "log"), root, ({ process }) => above.push(process.startedBy));
  expect(traced).toMatchObject({ isEmpty: false, ended: { code: null, signal: "SIGSEGV" } });
  expect(above.at(-1)).toEqual(["sh run.sh"]);
  expect(await readTrace(join(root, "empty"), root, () => undefined)).toEqual({ isEmpty: true, ended: null });
});

test("descriptors and strings are read as strace writes them", () => {
  expect([pathOf("3</a>"), pathOf("3</a>(deleted)"), pathOf("3</a (deleted)>"), pathOf("4<socket:[1]>"), pathOf("AT_FDCWD")]).toEqual(["/a", "/a", "/a", null, null]);
  expect([stringOf('"a\\tb\\x41\\0"'), stringOf('"a"...'), stringOf("NULL")]).toEqual(["a\tbA\0", "a", null]);
});

test("lines of any kind are read in time", () => {
  const start = performance.now();
  const reader = new LineReader();
  for (const piece of ["(", "<", '"', "\\", "a(", "<...", '"a",', "{[", "1 ", "= "]) reader.read(`7 openat(${piece.repeat(100_000 / piece.length)}`);
  expect(performance.now() - start).toBeLessThan(5_000);
});
