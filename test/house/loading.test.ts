import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { home } from "./sources.ts";

const folder = mkdtempSync(join(tmpdir(), "portability-loading-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const plugin = pathToFileURL(join(home, "dist/index.js")).href;

interface Loaded {
  readonly milliseconds: readonly number[];
  readonly files: readonly string[];
}

/** Loads modules in a node of their own. With a log, tells the files that came with them. */
function load(specifiers: readonly string[], log?: string): Loaded {
  const env = { ...process.env, NODE_OPTIONS: "", ...(log === undefined ? {} : { LOADED_LOG: join(folder, log) }) };
  return JSON.parse(execFileSync(process.execPath, [join(home, "test/house/loaded.mjs"), ...specifiers], { encoding: "utf8", cwd: home, env })) as Loaded;
}

const dist = pathToFileURL(join(home, "dist/")).href;
const modules = JSON.parse(readFileSync(join(home, "dist/bundle/modules.json"), "utf8")) as Readonly<Record<string, readonly string[]>>;

/** Loaded files with the modules that `npm run build` has joined into them. */
function withModules(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => [file, ...(modules[file.replace(dist, "")] ?? []).map((module) => `${dist}${module}`)]);
}

/** The packages that files belong to. */
function packagesOf(files: readonly string[]): readonly string[] {
  const names = files.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

describe("loading the plugin", () => {
  test("loads neither TypeScript nor the codemods", () => {
    const { files } = load([plugin], "plugin");
    const ours = withModules(files);
    expect(ours.some((file) => file.endsWith("/dist/rules/no-user-path.js"))).toBe(true);
    expect(ours.filter((file) => /\/dist\/(?:codemods|cli|languages\/\w+)\//u.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith(dist)).length).toBeLessThan(10);
    const expected = ["@eslint/plugin-kit", "levn", "picomatch", "prelude-ls", "type-check"];
    // Parsers come with their first text.
    expect(packagesOf(files)).toEqual(expected);
  });

  test.each(["ts-morph", "typescript"])("would be seen to load %s", (name) => {
    expect(packagesOf(load([plugin, name], name).files)).toContain(name);
  });

  test("takes at most 60 ms more than loading ESLint", () => {
    const runs = Array.from({ length: 9 }, () => load(["eslint", plugin]).milliseconds);
    const sorted = (index: number): readonly number[] => runs.map((run) => run[index] ?? Infinity).sort((a, b) => a - b);
    const [eslint, ours] = [sorted(0), sorted(1)];
    const median = (values: readonly number[]): string => (values[Math.floor(values.length / 2)] ?? Infinity).toFixed(0);
    console.log(`import: eslint ${median(eslint)} ms, then the plugin ${median(ours)} ms (medians of ${runs.length})`);
    // The best run is the one that other programs disturbed least; where ESLint takes long, the machine is slow or busy, for both.
    expect(ours[0]).toBeLessThan(60 * Math.max(1, (eslint[0] ?? 0) / 100));
  });
});

test("loading `portability smoke` loads no parser and no rule", () => {
  const { files } = load([pathToFileURL(join(home, "dist/cli/smoke/index.js")).href], "smoke");
  expect(files.some((file) => file.endsWith("/dist/cli/smoke/http.js"))).toBe(true);
  expect(packagesOf(files)).toEqual(["picocolors"]);
  expect(files.filter((file) => /\/dist\/(?:codemods|languages|rules)\//u.test(file))).toEqual([]);
});

test("loading `portability audit` loads no form of the report that nobody has asked for yet", () => {
  const files = withModules(load([pathToFileURL(join(home, "dist/cli/audit/index.js")).href], "audit").files);
  expect(files.some((file) => file.endsWith("/dist/cli/report/text.js"))).toBe(true);
  expect(files.filter((file) => /\/dist\/cli\/(?:report\/(?:html|markdown|overview|document)|audit\/(?:good|look-around))/u.test(file))).toEqual([]);
});
