import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Form, FORMS, plant, SHELL_FORMS, temporaryFolder } from "./forms.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const PROGRAMS: Readonly<Record<Form["extension"], readonly [interpreter: string, before: string, after: string, saves: string]>> = {
  mjs: [process.execPath, 'const all = await import("./lib/portability.mjs");', "all.loadConfig(); all.loadConfig('own/station.json'); all.describeConfig(); all.targetHost(); all.port('main');", "all.saveLocalConfigIfMissing({});"],
  cjs: [process.execPath, 'const all = require("./lib/portability.cjs");', "all.loadConfig(); all.loadConfig('own/station.json'); all.describeConfig(); all.targetHost(); all.port('main');", "all.saveLocalConfigIfMissing({});"],
  py: ["python3", "import sys\nsys.path.insert(0, 'lib')\nimport portability as all", "all.load_config()\nall.load_config('own/station.json')\nall.describe_config()\nall.target_host()\nall.port('main')", "all.save_local_config_if_missing({})"],
  sh: ["", ". ./lib/portability.sh", "project_path x\ntarget_host\nport main\nbind_host\nfind_binary sh\nsearch_path", ": > more"],
};

// What the kernel is asked for that changes a file system, or opens a file for that.
const CHANGES = /^(?:\d+ +)?(?:open(?:at)?\(.*\b(?:O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)\b|(?:creat|f?truncate|rename\w*|(?:sym)?link(?:at)?|unlink(?:at)?|mkdir(?:at)?|mknod(?:at)?|rmdir|utime\w*|f?ch(?:mod|own)\w*)\()/u;

/** The system calls of a program that change something below the folder, or name it relative to there. */
function changes(folder: string, interpreter: string, file: string): string[] {
  const log = join(temporaryFolder(), "log");
  folders.push(join(log, ".."));
  const env = { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1", APP_MAIN_PORT: "9000" };
  const { status, stderr } = spawnSync("strace", ["-f", "-o", log, "-e", "trace=%file,desc", interpreter, file], { cwd: folder, env, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const calls = readFileSync(log, "utf8").split("\n");
  expect(calls.some((line) => line.includes("config.local.json")), "the log is awake").toBe(true);
  return calls.filter((line) => CHANGES.test(line) && (line.includes(folder) || !/"\//u.test(line)));
}

test.each([...FORMS, ...SHELL_FORMS])("import, load and describe change no file: $name", ({ name, extension, text }) => {
  const folder = temporaryFolder();
  folders.push(folder);
  const [program, load, read, save] = PROGRAMS[extension];
  const interpreter = program === "" ? name : program;
  plant(folder, {
    ".git": null,
    [`lib/portability.${extension}`]: text,
    "config.default.json": '{"runtime":{"main_port":8000}}',
    "own/station.json": '{"name":"station"}',
    "config.local.json": '{"runtime":{"target_host":"h"}}',
    [`reads.${extension}`]: `${load}\n${read}\n`,
    [`saves.${extension}`]: `${load}\n${read}\n${save}\n`,
  });
  expect(changes(folder, interpreter, `reads.${extension}`)).toEqual([]);
  rmSync(join(folder, "config.local.json"));
  expect(changes(folder, interpreter, `saves.${extension}`).length, "a change is seen").toBeGreaterThan(0);
});
