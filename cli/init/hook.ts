import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { toProjectPath } from "../files.ts";
import { git } from "../git.ts";
import { isThere, textOf } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";

const command = "git diff --cached --name-only --diff-filter=ACMR -z | xargs -0 -r npx --no-install portability audit --";

/** The hook as docs/hooks.md has it. */
const hookText = `#!/bin/sh
# Refuses what is only true on one machine. \`git commit --no-verify\` goes past it.
${command}
`;

const lefthookLines = `pre-commit:
  commands:
    portability:
      run: npx --no-install portability audit -- {staged_files}`;

const preCommitLines = `repos:
  - repo: https://github.com/eslint-plugin-portability/eslint-plugin-portability
    rev: v0.1.0
    hooks:
      - id: portability`;

/** Programs that keep a project's hooks in a file of theirs, with the lines that it needs. */
const keepers = [
  { name: /^\.pre-commit-config\.ya?ml$/u, lines: preCommitLines },
  { name: /^\.?lefthook\.(?:ya?ml|toml|json)$/u, lines: lefthookLines },
] as const;

/** The hook that looks at what is to be committed. A hook that is there is somebody's own: what to add to it is told. */
export function commitHook(look: Look): Part {
  const { root, files, isRepository } = look;
  if (!isRepository) return part({ notes: ["This is no git checkout, so that there is no place for a hook."] });
  // Whoever commits has a hook. A machine that builds does not commit.
  if ((process.env["CI"] ?? "") !== "") return part({});
  for (const { name, lines } of keepers) {
    const file = files.find((path) => name.test(path));
    if (file !== undefined) return speaksOfUs(root, file) ? part({}) : part({ todo: [`${file} keeps this project's hooks. Add to it:\n${lines}`] });
  }
  if (!hasProgram(root)) return part(look.isPackage ? {} : { notes: ["A hook would find no program to run: see docs/hooks.md for pre-commit, which brings its own."] });
  const manifest = textOf(root, "package.json");
  if (/"simple-git-hooks"\s*:\s*\{/u.test(manifest)) return /"simple-git-hooks"\s*:\s*\{[^}]*portability/u.test(manifest) ? part({}) : part({ todo: [`package.json keeps this project's hooks, under "simple-git-hooks". Give "pre-commit" there this command too:\n${command}`] });
  if (files.some((path) => path.startsWith(".husky/")) || /"husky"\s*:/u.test(manifest)) return atFile(root, ".husky/pre-commit", `${command}\n`);
  return atFolder(root);
}

/** Whether npx finds our program without asking a registry. Workspaces have it in a folder above. */
function hasProgram(root: string): boolean {
  for (let at = root; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules/.bin/portability"))) return true;
    if (dirname(at) === at) return false;
  }
}

/** The folder in which git looks for hooks: its own, or the one that core.hooksPath names. */
function atFolder(root: string): Part {
  const folder = resolve(root, git(root, ["rev-parse", "--git-path", "hooks"]).stdout.toString().replace(/\r?\n$/u, ""));
  const path = toProjectPath(root, folder);
  if (path === null) return part({ todo: [`git looks for hooks in ${folder}, which is outside the project. Let a 'pre-commit' there run:\n${command}`] });
  return atFile(root, `${path}/pre-commit`, hookText);
}

function atFile(root: string, file: string, text: string): Part {
  if (!isThere(root, file)) return part({ additions: [{ file, before: null, after: text, mode: 0o755, what: "looks at what is to be committed" }] });
  return speaksOfUs(root, file) ? part({}) : part({ todo: [`${file} is this project's own hook. Add to it:\n${command}`] });
}

function speaksOfUs(root: string, file: string): boolean {
  return /\bportability\b/u.test(textOf(root, file));
}
