import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { namespaces } from "../fixture/original-machine.ts";
import { type Entry, PLAIN_FORMS, plant, SHELL_FORMS, temporaryFolder } from "./forms.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface Program {
  readonly name: string;
  readonly extension: string;
  readonly text: string;
  readonly command: string;
  readonly load: string;
  /** Asks twice for a host, and for the search path. */
  readonly ask: string;
}

const node = { command: process.execPath, ask: "all.targetHost(); all.targetHost(); all.searchPath();" };
const PROGRAMS: readonly Program[] = [
  ...PLAIN_FORMS.filter(({ extension }) => extension === "mjs").map((form) => ({ ...form, ...node, load: 'import * as all from "./lib/portability.mjs";' })),
  ...PLAIN_FORMS.filter(({ extension }) => extension === "cjs").map((form) => ({ ...form, ...node, load: 'const all = require("./lib/portability.cjs");' })),
  ...PLAIN_FORMS.filter(({ extension }) => extension === "py").map((form) => ({ ...form, command: "python3", load: "import lib.portability as all", ask: "all.target_host(); all.target_host(); all.search_path()" })),
  ...SHELL_FORMS.map((form) => ({ ...form, command: form.name, load: '. "${0%/*}/lib/portability.sh"', ask: "host=$(target_host); path=$(search_path)" })),
];

/** What is written to stderr, in a namespace of its own where `before` is done. */
function said({ command, extension, load, ask, text }: Program, files: Readonly<Record<string, Entry>>, { before = "", program = `${load}\n${ask}` } = {}): { root: string; stderr: string } {
  const root = temporaryFolder();
  folders.push(root);
  plant(root, { ".git": null, [`lib/portability.${extension}`]: text, [`main.${extension}`]: `${program}\n`, ...files });
  const flags = before === "" ? [] : namespaces();
  if (typeof flags === "string") throw new Error(flags);
  const whole = [command, join(root, `main.${extension}`)];
  const [first = "", ...args] = before === "" ? whole : ["unshare", ...flags, "sh", "-c", `${before} && exec "$@"`, "sh", ...whole];
  const { status, stdout, stderr } = spawnSync(first, args, { cwd: "/", encoding: "utf8", env: { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" } });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  return { root, stderr };
}

const isPermitted = typeof namespaces() !== "string";
if (!isPermitted) console.warn(`well-known folders are not tried: ${String(namespaces())}`);

describe.each(PROGRAMS)("$name", (program) => {
  const { load, extension } = program;
  const dangling = { "config.local.json": { link: "gone" } };

  test("importing says nothing, whatever is wrong, and nothing is said when all is well", () => {
    expect(said(program, dangling, { program: load }).stderr).toBe("");
    expect(said(program, { "config.local.json": "{}" }).stderr).toBe("");
  });

  test("what is wrong is said once, as the language says such things", () => {
    const { root, stderr } = said(program, dangling);
    const message = `${root}/config.local.json is a link that leads nowhere, and counts as missing.`;
    const whole = { py: `${message}\n`, sh: `portability: ${message}\n` }[extension];
    if (whole !== undefined) expect(stderr).toBe(whole);
    expect(stderr.split(`${extension === "py" ? "" : extension === "sh" ? "portability: " : "PortabilityWarning: "}${message}`)).toHaveLength(2);
  });

  test.runIf(isPermitted || process.env["CI"] !== undefined)("a well-known folder that cannot be looked at", () => {
    const before = "mount -t tmpfs none /home && mkdir -p /home/linuxbrew/.linuxbrew && ln -s bin /home/linuxbrew/.linuxbrew/bin";
    expect(said(program, {}, { before }).stderr).toContain("/home/linuxbrew/.linuxbrew/bin cannot be looked at (ELOOP), and counts as missing.");
  });
});

test("Python's own configuration of logging is used", () => {
  const [python] = PROGRAMS.filter(({ extension }) => extension === "py");
  if (python === undefined) throw new Error("no Python");
  const program = `import logging\nlogging.basicConfig(format="%(levelname)s of %(name)s")\n${python.load}\n${python.ask}\nlogging.getLogger("portability").setLevel("ERROR")\nall._told.clear()\n${python.ask}`;
  expect(said(python, { "config.local.json": { link: "gone" } }, { program }).stderr).toBe("WARNING of portability\n");
});
