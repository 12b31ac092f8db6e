import { posix } from "node:path";
import { isScaffoldName } from "../detectors/config-file.ts";
import { members } from "../detectors/names.ts";
import type { LanguageName, Site } from "../languages/site.ts";
import { left, isLeft, type Left } from "../languages/writer.ts";
import rule, { type OneFile } from "../rules/env-config.ts";
import { defineCodemod } from "./define.ts";
import { below } from "./place.ts";
import type { Project } from "./project.ts";

export default defineCodemod(rule, "none", "Read it in layers, the environment last", ({ site, match }, project, { path }) => {
  const { config, parsed } = match.detected;
  if (parsed.notation !== "JSON") return left(`the layers are JSON, and '${config}' is ${parsed.notation}`);
  if (site.fixed !== null) return left(site.fixed);
  const refusal = unfit(config, project) ?? elsewhere(match.detected, project) ?? givenAnother(site, match.detected, project) ?? savedAgain(site, match.detected, project, path);
  if (refusal) return refusal;
  const [saver] = parsed.savers;
  const without = saver == null ? null : { calls: parsed.saves, otherwise: `'${saver}' is called in this file, and would write what the environment set into '${config}'` };
  return { kind: "changes", start: 0, end: 0, spelling: [{ name: "loadConfig", file: config }], ...(without ? { without } : {}) };
});

/** Why a file cannot be a layer. */
function unfit(config: string, project: Project): Left | null {
  const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
  try {
    const value = JSON.parse(project.textOf(config) ?? "") as unknown;
    if (!isObject(value)) return left(`layers are objects, and '${config}' holds none`);
    return "runtime" in value && !isObject(value.runtime) ? left(`'runtime' of '${config}' is where hosts and ports of a machine are, and must be an object`) : null;
  } catch {
    return left(`'${config}' is not plain JSON`);
  }
}

/** Why an absolute path may be that of another file. */
function elsewhere({ config, parsed }: OneFile, { origin }: Project): Left | null {
  if (parsed.from !== "system") return null;
  if (isLeft(origin)) return origin;
  return below(parsed.path, origin.root) === config ? null : left(`'${parsed.path}' is not the file of this project`);
}

const kinds: Readonly<Partial<Record<LanguageName, RegExp>>> = { python: /\.pyw?$/u, javascript: /\.(?:[cm]?[jt]sx?|vue|svelte|html)$/u };

/** The first file in the language of a site that holds a pattern. */
function fileWith(pattern: RegExp, { language }: Site, project: Project, except?: string): string | undefined {
  return project.filesWith(pattern).find((path) => path !== except && kinds[language]?.test(path));
}

/** Whether somebody may hand the function or class that reads the file another path. */
function givenAnother(site: Site, { parsed }: OneFile, project: Project): Left | null {
  for (const name of parsed.given) {
    const called = String.raw`(?<!\b(?:def|class|function)\s{1,3})\b${escaped(name)}\s{0,3}\(\s{0,200}[^)\s]`;
    const renamed = String.raw`\b${escaped(name)}\s{1,3}as\s`;
    const other = fileWith(new RegExp(`${called}|${renamed}|${madeFrom(name)}`, "u"), site, project);
    if (other !== undefined) return left(`${other} may give '${name}' another file`);
  }
  return null;
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
}

/** Matches what makes a class of another. */
function madeFrom(name: string): string {
  return String.raw`class\s{1,3}\w+\([^)]{0,200}\b${escaped(name)}\b|\bextends\s{1,3}${escaped(name)}\b`;
}

/** Whether what is read may be written back, and with it what the environment set. */
function savedAgain(site: Site, { config, parsed }: OneFile, project: Project, file: string): Left | null {
  const reason = `would write what the environment set into '${config}'`;
  // What calls a method of `this` is of another class, unless it is made from this one.
  const [owner] = members(site.scope ?? "");
  for (const name of parsed.savers) {
    if (name === null) return left(`this file writes it too, and ${reason}`);
    const other = fileWith(new RegExp(String.raw`(?<!\b(?:def\s{1,3}|(?:this|self)\.))\b${escaped(name)}\s{0,3}\((?![^(){};]{0,200}\)\s{0,3}(?::[^{};=]{0,80})?\{)${owner ? `|${madeFrom(owner)}` : ""}`, "u"), site, project, file);
    if (other !== undefined) return left(`${other} may call '${name}', which ${reason}`);
  }
  const named = new RegExp(escaped(posix.basename(config)), "u");
  const writer = project.filesWith(named).find((path) => path !== file && kinds[site.language]?.test(path) && isWriter(project.sitesOf(path), config));
  return writer === undefined ? null : left(`${writer} writes it, and ${reason}`);
}

/** Whether a file writes a configuration that it does not read by itself. */
function isWriter(sites: readonly Site[], config: string): boolean {
  const isIt = (path: string): boolean => posix.normalize(path) === config || path.endsWith(`/${config}`);
  const isScaffold = ({ scope }: Site): boolean => scope !== null && isScaffoldName(members(scope).at(-1) ?? "");
  return sites.some((one) => one.write !== null && isIt(one.value) && !one.probed && !isScaffold(one)) && !sites.some(({ parsed }) => parsed && isIt(parsed.path));
}
