import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lint } from "../../harness/lint.ts";

const folder = mkdtempSync(join(tmpdir(), "portability-shell-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const settings = { origins: { root: "/Users/ann/app", home: "/Users/ann" } };

/** What ESLint reports for a script: rule, line and what an editor offers. */
function report(code: string, file = "scripts/start.sh"): readonly string[] {
  const { messages, fatal } = lint(folder, file, code, settings);
  return [...fatal, ...messages.map(({ rule, line }) => `${rule} ${line}`)];
}

describe("scripts in ESLint", () => {
  test.each(["a.sh", "a.bash", "a.zsh", "a.ksh", "Start.command", ".bashrc", ".zshrc", ".profile"])("%s is read", (file) => {
    expect(report("cd /Users/ann/app\n", file)).toEqual(["no-user-path 1"]);
  });

  test("every rule sees scripts", () => {
    expect(report('cd /Users/ann/app\n/opt/homebrew/bin/jq .\ncurl http://192.168.1.5/\necho a > "$CONFIG_FILE"\n')).toEqual(["no-user-path 1", "no-homebrew-path 2", "no-private-ip 3", "no-config-write 4"]);
  });

  test("an editor is offered the rewrite", () => {
    const { messages } = lint(folder, "scripts/start.sh", "#!/bin/sh\ncd /Users/ann/app/data\n", settings);
    expect(messages[0]?.suggestions.map(({ text }) => text)).toEqual(['#!/bin/sh\nPROJECT_ROOT="$(cd -- "$(dirname -- "$0")/.." && pwd)"\n\ncd "$PROJECT_ROOT/data"\n']);
  });

  test.each([
    ["# eslint-disable-next-line portability/no-user-path -- why\ncd /Users/ann/app\n", []],
    ["cd /Users/ann/app # eslint-disable-line\n", []],
    ["# eslint-disable\ncd /Users/ann/app\n", []],
    ["# eslint-disable\n# eslint-enable\ncd /Users/ann/app\n", ["ESLint: Unused eslint-disable directive (no problems were reported). (line 1)", "no-user-path 3"]],
    ["echo '# eslint-disable'\ncd /Users/ann/app\n", ["no-user-path 2"]],
    ["cat <<EOF\n# eslint-disable\nEOF\ncd /Users/ann/app\n", ["no-user-path 4"]],
  ])("%s", (code, expected) => {
    expect(report(code)).toEqual(expected);
  });
});
