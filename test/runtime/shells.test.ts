import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { plant, SHELL_FORMS, temporaryFolder } from "./forms.ts";
import { whereIs } from "./shell.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe.each(SHELL_FORMS)("$name", ({ name, text }) => {
  const program = whereIs(name);

  /** What a script at bin/main.sh says that reads ../lib/portability.sh. */
  function said(script: string, env: Readonly<Record<string, string>> = {}): { root: string; status: number | null; stdout: string; stderr: string } {
    const root = temporaryFolder();
    folders.push(root);
    plant(root, { ".git": null, "lib/portability.sh": text, "bin/main.sh": `${script}\n`, "an 'other' $folder/portability.sh": text });
    const { status, stdout, stderr } = spawnSync(program, [...(name === "zsh" ? ["-f"] : []), join(root, "bin/main.sh")], { cwd: join(root, "bin"), env: { PATH: "/usr/bin:/bin", ...env }, encoding: "utf8" });
    return { root, status, stdout, stderr };
  }

  const load = '. "$(dirname -- "$0")/../lib/portability.sh"';

  test("leaves functions behind, and no variable, option or folder", () => {
    const look = "set > before; set +o >> before; pwd >> before";
    const script = `x=; IFS=,; set -u; ${load}\n${look}\nx=$(project_path a); x=$(target_host); port main >/dev/null; find_binary sh >/dev/null; search_path >/dev/null; project_path a >/dev/null; bind_host >/dev/null; x=\n${look.replaceAll("before", "after")}
diff before after | grep -v -e '^[0-9,]*[acd][0-9,]*$' -e ' _=' -e ' [A-Z0-9_]*LINENO=' -e ' \\(BASH\\|PIPE\\|TTYIDLE\\|RANDOM\\|SECONDS\\|EPOCH\\|SRANDOM\\|COLUMNS\\|PPID\\|status\\|pipestatus\\|?\\)' -e '^---$' -e " !=" ; echo end`;
    expect(said(script, { APP_MAIN_PORT: "80" })).toMatchObject({ status: 0, stdout: "end\n", stderr: "" });
  });

  test("loading defines functions that are called as the module says", () => {
    const list = { bash: "declare -F | cut -d ' ' -f 3", zsh: "print -l ${(k)functions}", dash: "sed -n 's/^\\([a-z_]*\\)() .*/\\1/p' ../lib/portability.sh; echo portability_own_file" }[name];
    const { stdout } = said(`${load}\n${list}`);
    const names = stdout.trim().split("\n");
    expect(names).toContain("portability_own_file");
    expect(names.filter((one) => !one.startsWith("portability_")).sort()).toEqual(["bind_host", "find_binary", "home_path", "port", "project_path", "search_path", "target_host", "temp_path"]);
  });

  test.each(["set -e", "set -u", "set -f", "set -C", "IFS=/", "CDPATH=/:/usr"])("answers under %s", (setting) => {
    const { root, ...rest } = said(`${setting}\n${load}\nproject_path data/x.db\ntarget_host\nfind_binary sh`);
    expect(rest).toEqual({ status: 0, stdout: `${root}/data/x.db\n127.0.0.1\n/usr/bin/sh\n`, stderr: "" });
  });

  test("an error ends a script that ends with errors", () => {
    const { stdout, status, stderr } = said(`set -e\n${load}\nhost=$(target_host camera)\necho "not $host"`);
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
    expect(stderr).toContain('the host "camera" is not set. Set APP_CAMERA_HOST, or ');
  });

  test("reads no tool's name from a PATH that is empty", () => {
    expect(said(`${load.replace('$(dirname -- "$0")', "${0%/*}")}\nPATH=; target_host; port main`, { APP_MAIN_PORT: "80" })).toMatchObject({ stdout: "127.0.0.1\n80\n", stderr: "" });
  });

  test("a change of the working folder does not move it", () => {
    const { root, stdout } = said(". ../lib/portability.sh\ncd /\nproject_path x");
    expect(stdout).toBe(`${root}/x\n`);
  });

  test("a folder with quotes in its name", () => {
    const { root, stdout } = said(`. "../an 'other' \\$folder/portability.sh"\nproject_path x`);
    expect(stdout).toBe(`${root}/x\n`);
  });

  test("reading it again is no harm", () => {
    const { root, stdout } = said(`${load}\n${load}\nproject_path`);
    expect(stdout).toBe(`${root}\n`);
  });
});

test("where the shell tells no file and no script runs, the message says what to set", () => {
  const [form] = SHELL_FORMS.filter(({ name }) => name === "dash");
  const root = temporaryFolder();
  folders.push(root);
  plant(root, { ".git": null, "portability.sh": form?.text ?? "" });
  const run = (env: Record<string, string>): unknown => spawnSync(whereIs("dash"), ["-c", ". ./portability.sh; project_path x"], { cwd: root, env, encoding: "utf8" });
  expect(run({})).toMatchObject({ status: 1, stdout: "", stderr: "the project root was not found: this shell does not tell where portability.sh is. Set APP_ROOT to the root folder.\n" });
  expect(run({ APP_ROOT: root })).toMatchObject({ status: 0, stdout: `${root}/x\n` });
});
