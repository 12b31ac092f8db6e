/** Every case of every rule under the oldest ESLint that is supported, and in two threads: all say the same. */
import { ESLint } from "eslint";
import { ESLint as OldestESLint } from "eslint-9";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseFiles, Tree } from "../runners/tree.ts";

const config = `import portability from "eslint-plugin-portability";
import typescript from "typescript-eslint";

export default [
  ...portability.configs.strict,
  ...portability.configs.data,
  ...portability.configs.markup,
  { files: ["**/*.{ts,mts,cts,tsx}"], languageOptions: { parser: typescript.parser } },
  { files: ["**/*.{js,jsx,tsx}"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
  { linterOptions: { reportUnusedDisableDirectives: "error" }, settings: { portability: { origins: { root: "/Users/ann/app", home: "/Users/ann" } } } },
];
`;

const next = "eslint-disable-next-line portability/no-user-path";
const tree = new Tree(
  {
    ...caseFiles(["javascript", "typescript", "jsx", "tsx", "python", "ini", "html"]),
    "eslint.config.js": config,
    "scripts/start.sh": `#!/bin/sh\ncd /Users/ann/app || exit 1\n# ${next} -- a sample\ncd /Users/ann/app/logs\n# ${next}\ncd /srv\n`,
    "backend/quiet.py": `# ${next} -- a sample\nLOGS = "/Users/ann/app/logs"\n# ${next}\nDATA = "data"\n`,
    "config/camera.yaml": `host: 192.168.86.42\nlogs: /Users/ann/app/logs\n`,
    "config/camera.json": `{ "host": "192.168.86.42", "logs": "/Users/ann/app/logs" }\n`,
    "config/camera.toml": `host = "192.168.86.42"\n`,
    "deploy/app.service": "[Service]\nWorkingDirectory=/Users/ann/app\n",
    "deploy/crontab": "0 3 * * * cd /Users/ann/app && ./backup.sh\n",
    "Makefile": "run:\n\tcd /Users/ann/app && python3 -m backend\n",
    "Dockerfile": "FROM python:3.12\nCOPY . /app\nENV CAMERA_HOST=192.168.86.42\n",
    ".env": "CAMERA_HOST=192.168.86.42\n",
  },
  ["typescript-eslint"],
);
afterAll(() => {
  tree.remove();
});

type Results = readonly Pick<ESLint.LintResult, "filePath" | "messages">[];

/** What is the same in every version: a message, where it stands, and what is offered. */
function said(results: Results): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      filePath.slice(tree.root.length + 1),
      messages.map(({ ruleId, message, line, column, endLine, endColumn, suggestions = [] }) => ({ ruleId, message, at: [line, column, endLine, endColumn], offers: suggestions.map(({ desc, fix }) => ({ desc, fix })) })),
    ]),
  );
}

describe("every case, in every language", () => {
  let expected: Readonly<Record<string, unknown>> = {};
  let all: Results = [];
  beforeAll(async () => {
    all = await new ESLint({ cwd: tree.root }).lintFiles(".");
    expected = said(all);
  });

  test("is linted at all", () => {
    const messages = all.flatMap((result) => result.messages);
    expect(messages.length).toBeGreaterThan(150);
    expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
    expect(messages.filter(({ suggestions }) => suggestions?.length).length).toBeGreaterThan(50);
    const endings = new Set(all.filter(({ messages: { length } }) => length > 0).map(({ filePath }) => /[^./]+$/u.exec(filePath)?.[0]));
    expect([...endings].sort()).toEqual(expect.arrayContaining(["Makefile", "conf", "crontab", "html", "js", "json", "jsx", "py", "service", "sh", "toml", "ts", "tsx", "yaml"]));
  });

  test("says under ESLint 9.38 what it says under ESLint 10", async () => {
    expect([OldestESLint.version, ESLint.version.split(".")[0]]).toEqual(["9.38.0", "10"]);
    expect(said(await new OldestESLint({ cwd: tree.root }).lintFiles("."))).toEqual(expected);
  });

  test("says in two threads what it says in one", async () => {
    expect(said(await new ESLint({ cwd: tree.root, concurrency: 2 }).lintFiles("."))).toEqual(expected);
  });
});
