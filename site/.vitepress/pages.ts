import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import type { DefaultTheme } from "vitepress";

/** The project, whose documentation this is. */
export const home = resolve(import.meta.dirname, "../..");

const repository = "https://github.com/eslint-plugin-portability/eslint-plugin-portability";

/** Where each page of the site stands among the sources, by its own address without the ending. */
export const pages: ReadonlyMap<string, string> = new Map([
  ["index", "site/index.md"],
  ["playground", "site/playground.md"],
  ["start", "README.md"],
  ["changelog", "CHANGELOG.md"],
  ["contributing", "CONTRIBUTING.md"],
  ...markdownBelow("docs").map((file): [string, string] => [addressOf(file), file]),
]);

const addresses: ReadonlyMap<string, string> = new Map([...pages].map(([address, file]) => [file, address]));

/** What VitePress is to make of the sources: `docs/rules/README.md` becomes `rules/index.md`. */
export const rewrites: Readonly<Record<string, string>> = Object.fromEntries([...pages].map(([address, file]) => [file, `${address}.md`]));

function markdownBelow(folder: string): readonly string[] {
  const found = readdirSync(join(home, folder), { withFileTypes: true, recursive: true });
  return found.filter((entry) => entry.isFile() && entry.name.endsWith(".md")).map((entry) => relative(home, join(entry.parentPath, entry.name)).split(sep).join("/")).sort();
}

function addressOf(file: string): string {
  return file.replace(/^docs\//u, "").replace(/README\.md$/u, "index.md").replace(/\.md$/u, "");
}

/**
 * Where a link of a page leads on the site. Files of the repository that are no pages are shown on GitHub.
 * What is not there stays as it is, so that the build stops at it.
 */
export function placeOf(link: string, from: string): string {
  if (link === "" || /^(?:[a-z][a-z\d+.-]*:|#|\/)/iu.test(link)) return link;
  const [path = "", ...anchor] = link.split("#");
  const target = posix.join(posix.dirname(relative(home, from).split(sep).join("/")), path);
  const address = addresses.get(target);
  if (address !== undefined) return [`/${address}.md`, ...anchor].join("#");
  if (!existsSync(join(home, target))) return link;
  return [`${repository}/${statSync(join(home, target)).isDirectory() ? "tree" : "blob"}/main/${target}`, ...anchor].join("#");
}

/** What a heading is called in an address: as GitHub does it, since the same links hold there. */
export function slugOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
}

const groups: readonly (readonly [title: string, addresses: readonly string[]])[] = [
  ["Start here", ["start", "playground", "languages", "settings", "suppressing"]],
  ["Rewriting", ["migrate", "shared-module", "jscodeshift"]],
  ["To another machine", ["runbook", "init", "verify", "smoke", "guards", "supervisor"]],
  ["Where it runs", ["editors", "hooks", "github", "monorepos", "other-linters"]],
  ["How good it is", ["accuracy", "performance", "field-report"]],
  ["The project", ["changelog", "contributing", "house"]],
];

const shortTitles: Readonly<Record<string, string>> = {
  start: "Getting started",
  playground: "Playground",
  languages: "Languages",
  migrate: "Migrating once",
  jscodeshift: "jscodeshift",
  runbook: "Moving a program",
  init: "init",
  verify: "verify",
  smoke: "smoke",
  guards: "Scripts for a server",
  supervisor: "Paths in supervisor",
  house: "How it is built",
  "rules/index": "All rules",
};

/** Every page, in the order in which one reads them. A page that is new stands at the end of the first group until it has a place of its own. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const placed = new Set(["index", ...groups.flatMap(([, listed]) => listed)]);
  const others = [...pages.keys()].filter((address) => !placed.has(address));
  const isRule = (address: string): boolean => address.startsWith("rules/");
  const rules = others.filter(isRule).sort((a, b) => Number(b === "rules/index") - Number(a === "rules/index") || (a < b ? -1 : 1));
  const lists = groups.map(([text, listed], index) => ({ text, items: [...listed.filter((address) => pages.has(address)), ...(index === 0 ? others.filter((address) => !isRule(address)) : [])].map(item) }));
  const [start, ...rest] = lists;
  return [...(start ? [start] : []), { text: "Rules", collapsed: false, items: rules.map(item) }, ...rest];
}

function item(address: string): DefaultTheme.SidebarItem {
  return { text: shortTitles[address] ?? titleOf(address), link: `/${address.replace(/(^|\/)index$/u, "$1")}` };
}

function titleOf(address: string): string {
  const text = readFileSync(join(home, pages.get(address) ?? ""), "utf8");
  return (/^# (.+)$/mu.exec(text)?.[1] ?? address).replace(/^portability\//u, "").replaceAll("`", "");
}
