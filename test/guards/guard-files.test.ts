import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { guardFiles, guardState, type GuardFacts } from "../../cli/init/guards.ts";
import { home } from "../command/portability.ts";

const facts: GuardFacts = {
  prefix: "REC_",
  supervisorConf: "backend/supervisord.conf",
  requirements: "backend/requirements.txt",
  envFile: ".env",
  configFiles: ["config/station.json"],
  hasDatabase: true,
};

const textOf = (name: string, some: Partial<GuardFacts> = {}): string => guardFiles({ ...facts, ...some }).find(({ file }) => file === `scripts/${name}`)?.text ?? "";

describe("guardFiles", () => {
  test("gives every script of guards/, to be started", () => {
    const files = guardFiles(facts);
    expect(files.map(({ file }) => file).sort()).toEqual(readdirSync(join(home, "guards")).map((name) => `scripts/${name}`).sort());
    for (const { mode, text } of files) {
      expect(mode).toBe(0o755);
      expect(text).toMatch(/^#!\/bin\/sh\n/u);
    }
  });

  test("puts the project's settings in", () => {
    expect(textOf("bootstrap_venv.sh")).toContain('\nprefix="REC_"\nrequirements="backend/requirements.txt"\nvenv="venv"\n\n');
  });

  test("a script has nothing but its settings changed", () => {
    for (const { file, text } of guardFiles(facts)) {
      const template = readFileSync(join(home, file.replace("scripts/", "guards/")), "utf8");
      expect(guardState(template, text)).toBe("same");
    }
  });

  test("a value is one word for the shell, whatever it holds", () => {
    const requirements = 'a "b" $HOME `date` \\n ü';
    const lines = textOf("bootstrap_venv.sh", { requirements }).split("\n").filter((line) => line.startsWith("requirements="));
    const { stdout } = spawnSync("sh", ["-c", `${lines.join("\n").slice(0, 200)}\nprintf %s "$requirements"`], { encoding: "utf8" });
    expect(stdout).toBe(requirements);
  });

  test("a project without supervisor, packages and database gets what it can use", () => {
    const names = guardFiles({ ...facts, supervisorConf: null, requirements: null, hasDatabase: false }).map(({ file }) => file);
    expect(names).toContain("scripts/portability_lint.sh");
    expect(names).not.toContain("scripts/bootstrap_venv.sh");
  });
});

describe("guardState", () => {
  const copied = textOf("bootstrap_venv.sh");

  test.each([
    { is: "same", name: "the same with other settings", text: textOf("bootstrap_venv.sh", { prefix: "APP_", requirements: "pyproject.toml" }) },
    { is: "same", name: "the same with CRLF", text: copied.replaceAll("\n", "\r\n") },
    { is: "differs", name: "a changed one", text: copied.replace("is ready", "is done") },
    { is: "own", name: "the project's own", text: "#!/bin/sh\npython3 -m venv venv\n" },
  ])("$name: $is", ({ is, text }) => {
    expect(guardState(text, copied)).toBe(is);
  });
});
