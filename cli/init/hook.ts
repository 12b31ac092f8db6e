import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { toProjectPath } from "../disk/files.ts";
import { git } from "../git/git.ts";
import { isThere, textOf } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";

const program = "node_modules/.bin/portability";

/** What a hook runs. Git starts it at the top of the checkout. npx would take as long again to find the same program. */
const commandWith = (path: string): string => `${path} audit --staged`;

/** The hook as docs/hooks.md has it. */
const hookText = (path: string): string => `#!/bin/sh
# Refuses what is only true on one machine. \`git commit --no-verify\` goes past it.
exec ${commandWith(path)}
`;

const lefthookLines = `pre-commit:
  commands:
    portability:
      run: ${commandWith(program)}`;

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
  const path = programFor(root);
  if (path === null) return part(look.isPackage ? {} : { notes: ["A hook would find no program to run: see docs/hooks.md for pre-commit, which brings its own."] });
  const manifest = textOf(root, "package.json");
  if (/"simple-git-hooks"\s*:\s*\{/u.test(manifest)) return /"simple-git-hooks"\s*:\s*\{[^}]*portability/u.test(manifest) ? part({}) : part({ todo: [`package.json keeps this project's hooks, under "simple-git-hooks". Give "pre-commit" there this command too:\n${commandWith(path)}`] });
  if (files.some((path) => path.startsWith(".husky/")) || /"husky"\s*:/u.test(manifest)) return atFile(root, ".husky/pre-commit", `${commandWith(path)}\n`, path);
  return atFolder(root, path);
}

/** Our program as a hook starts it, or null where it is not installed. Workspaces have it in a folder above. */
function programFor(root: string): string | null {
  for (let at = root, path = program; ; at = dirname(at), path = `../${path}`) {
    if (existsSync(join(at, program))) return path;
    if (dirname(at) === at) return null;
  }
}

/** The folder in which git looks for hooks: its own, or the one that core.hooksPath names. */
function atFolder(root: string, program: string): Part {
  const folder = resolve(root, git(root, ["rev-parse", "--git-path", "hooks"]).stdout.toString().replace(/\r?\n$/u, ""));
  const path = toProjectPath(root, folder);
  if (path === null) return part({ todo: [`git looks for hooks in ${folder}, which is outside the project. Let a 'pre-commit' there run:\n${commandWith(program)}`] });
  return atFile(root, `${path}/pre-commit`, hookText(program), program);
}

function atFile(root: string, file: string, text: string, program: string): Part {
  if (!isThere(root, file)) return part({ additions: [{ file, before: null, after: text, mode: 0o755, what: "looks at what is to be committed" }] });
  return speaksOfUs(root, file) ? part({}) : part({ todo: [`${file} is this project's own hook. Add to it:\n${commandWith(program)}`] });
}

function speaksOfUs(root: string, file: string): boolean {
  return /\bportability\b/u.test(textOf(root, file));
}
