/** Files that scripts write, and programs inside of command lines of every notation: what stands in them is read, at its place. */
import { describe, expect, it } from "vitest";
import type { Project } from "../../../codemods/project.ts";
import { editsOf, rewrite } from "../../../codemods/rewrite.ts";
import { readCrontab } from "../../../languages/crontab/read.ts";
import { readDockerfile } from "../../../languages/dockerfile/read.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { readJson } from "../../../languages/json/read.ts";
import { readMakefile } from "../../../languages/makefile/read.ts";
import type { Read } from "../../../languages/reader.ts";
import { readShell } from "../../../languages/shell/read.ts";
import { readSystemd } from "../../../languages/systemd/read.ts";
import { readYaml } from "../../../languages/yaml/read.ts";
import { findIn, type PortabilityRule } from "../../../rules/define.ts";
import rule from "../../../rules/no-user-path.ts";
import { readSettings } from "../../../settings.ts";
import { readingOf } from "../sites.ts";

const path = "/home/ann/app/x";

function siteIn(read: Read, text: string, file: string) {
  const sites = readingOf(read, text, file, "script").sites.filter(({ value }) => value === path);
  expect(sites).toHaveLength(1);
  const [site] = sites;
  expect(text.slice(...(site?.rangeOf(0, path.length) ?? [0, 0]))).toBe(path);
  return site;
}

describe("a here-document is read by the name of its file", () => {
  it.each<[string, string, string, string | null]>([
    ["a.ini", "[a]\ndir = /home/ann/app/x\n", "ini", "dir"],
    ["/etc/systemd/system/a.service", "[Service]\nWorkingDirectory=/home/ann/app/x\n", "systemd", "WorkingDirectory"],
    ["/etc/nginx/sites-available/a", "server {\n  root /home/ann/app/x;\n}\n", "nginx", "root"],
    ["/etc/nginx/conf.d/a.conf", "server {\n  root /home/ann/app/x;\n}\n", "nginx", "root"],
    ["/etc/logrotate.d/a", "/home/ann/app/x {\n  daily\n}\n", "logrotate", null],
    ["/etc/cron.d/a", "@daily ann cat /home/ann/app/x\n", "shell", null],
    ["a.yaml", "a:\n  dir: /home/ann/app/x\n", "yaml", "dir"],
    ["a.json", '{ "a": { "dir": "/home/ann/app/x" } }\n', "json", "dir"],
    ["a.toml", '[a]\ndir = "/home/ann/app/x"\n', "toml", "dir"],
    [".env", "DIR=/home/ann/app/x\n", "dotenv", "DIR"],
    ["a.plist", "<plist><dict><key>dir</key><string>/home/ann/app/x</string></dict></plist>\n", "plist", "dir"],
    ["Dockerfile", "FROM a\nENV DIR=/home/ann/app/x\n", "dockerfile", "DIR"],
    ["a.py", "DIR = '/home/ann/app/x'\n", "python", "DIR"],
    ["a.mjs", "const dir = '/home/ann/app/x';\n", "javascript", "dir"],
    ["a.sh", "cd /home/ann/app/x\n", "shell", null],
  ])("%s", (file, inner, language, name) => {
    const site = siteIn(readShell, `x=1\ncat > ${file} <<'EOF'\n${inner}EOF\n`, "run.sh");
    expect([site?.language, site?.name, site?.fixed]).toEqual([language, name, "a text that a script writes is changed by a person"]);
    expect(siteIn(readShell, `sudo tee ${file} > /dev/null <<EOF\n${inner}EOF\n`, "run.sh")?.name).toBe(name);
  });

  it("what crontab is given is a crontab", () => {
    siteIn(readShell, "crontab - <<EOF\n@daily cat /home/ann/app/x\nEOF\n", "run.sh");
  });

  it("places are exact behind tabs, escapes and variables", () => {
    siteIn(readShell, "cat > a.yaml <<-EOF\n\ta: \\$b $c\n\tdir: /home/ann/app/x\n\tEOF\n", "run.sh");
  });
});

describe("what a here-document expands is the shell's to write", () => {
  const project: Project = { settings: readSettings({}), origin: { root: "/home/ann/app", home: "/home/ann" }, has: () => false, sitesOf: () => [], filesWith: () => [], textOf: () => null, moduleFor: () => ({ file: "", names: {} }), nameHost: () => null };
  const migrate = (text: string): string => {
    const source = { path: "run.sh", text: `PROJECT_ROOT="$(cd "$(dirname "$0")" && pwd)"\n${text}`, zone: "script" } as const;
    const findings = readShell(source).sites.flatMap((site) => [...findIn(rule as PortabilityRule, site, source.text, project.settings, { path: source.path, project: null })]);
    return applyEdits(source.text, editsOf(rewrite(source, findings, project))).split("\n").slice(1).join("\n");
  };
  it.each<[string, string]>([
    ["cat > .env <<EOF\nDIR=/home/ann/app/x\nB=$b\nEOF\n", "cat > .env <<EOF\nDIR=$PROJECT_ROOT/x\nB=$b\nEOF\n"],
    ['cat > a.json <<EOF\n{ "dir": "/home/ann/app/$b/x" }\nEOF\n', 'cat > a.json <<EOF\n{ "dir": "$PROJECT_ROOT/$b/x" }\nEOF\n'],
    ["cat > a.service <<EOF\n[Service]\nExecStart=/home/ann/app/x --a\nEOF\n", "cat > a.service <<EOF\n[Service]\nExecStart=$PROJECT_ROOT/x --a\nEOF\n"],
    ["cat > a.ini <<EOF\n[a]\ndir = /home/ann/.cache\nEOF\n", "cat > a.ini <<EOF\n[a]\ndir = $HOME/.cache\nEOF\n"],
    ["cat > .env <<'EOF'\nDIR=/home/ann/app/x\nEOF\n", "cat > .env <<'EOF'\nDIR=/home/ann/app/x\nEOF\n"],
  ])("%j", (before, after) => {
    expect(migrate(before)).toBe(after);
    expect(migrate(after)).toBe(after);
  });
});

const programs: readonly (readonly [string, string])[] = [
  ["bash", "bash -c 'cd /home/ann/app/x'"],
  ["python", "python3 -c 'open(\"/home/ann/app/x\")'"],
  ["node", "node -e 'f(\"/home/ann/app/x\")'"],
];
const json = (text: string): string => JSON.stringify(text);

describe.each(programs)("a program for %s", (name, line) => {
  const words = ([/^\w+/u.exec(line)?.[0] ?? "", / (-\w)/u.exec(line)?.[1] ?? "", /'(.*)'/u.exec(line)?.[1] ?? ""] as const).map(json).join(", ");
  it.each<[string, Read, string, string]>([
    ["a script", readShell, "run.sh", `sudo ${line} && y\n`],
    ["a script, in double quotes", readShell, "run.sh", `${line.replaceAll('"', '\\"').replaceAll("'", '"')}\n`],
    ["RUN of a Dockerfile", readDockerfile, "Dockerfile", `FROM a\nRUN x && \\\n  ${line}\n`],
    ["CMD with a list", readDockerfile, "Dockerfile", `FROM a\nCMD [${words}]\n`],
    ["RUN with a list", readDockerfile, "Dockerfile", `FROM a\nRUN [${words}]\n`],
    ["scripts of a package", readJson, "package.json", `{ "scripts": { "a": ${json(line)} } }\n`],
    ["a workflow", readYaml, ".github/workflows/a.yml", `jobs:\n  a:\n    steps:\n      - run: |\n          x\n          ${line}\n`],
    ["a workflow, in one line", readYaml, ".github/workflows/a.yml", `jobs:\n  a:\n    steps:\n      - run: ${line}\n`],
    ["a crontab", readCrontab, "crontab", `@daily ${line}\n`],
    ["a unit", readSystemd, "a.service", `[Service]\nExecStart=${line}\n`],
    ["a makefile", readMakefile, "Makefile", `a:\n\t@${line}\n`],
  ])("in %s", (_, read, file, text) => {
    const site = siteIn(read, text, file);
    if (name !== "bash") expect(site?.language === name || site?.language === "javascript" || site?.language === "makefile").toBe(true);
  });
});
