/** The settings for VS Code name every language that it may take a file for which we have a reader for. */
import { expect, test } from "vitest";
import { languageOf } from "../../languages/index.ts";
import { languageFiles } from "../../languages/files.ts";
import { readPage } from "../docs/page.ts";
import { settingsOf, spelledOut } from "./settings.ts";
import { languageIdOf } from "./vscode.ts";

const validate = settingsOf("docs/editors.md")["eslint.validate"];
const page = readPage("docs/editors.md");

/** A file that a glob matches: `**\/nginx*.conf` is `etc/nginx-a.conf`. */
const exampleOf = (glob: string): string => glob.replace(/^\*\*\//u, "").replaceAll("**/", "etc/").replace(/\/\*$/u, "/station").replace(/^\*(?=\.)/u, "station").replaceAll("*", "web");
const examples = languageFiles.flatMap(({ name, files }) => files.flatMap(spelledOut).map((glob) => [exampleOf(glob), name] as const));
const wellKnown = ["compose.yaml", "deploy/docker-compose.prod.yml", "tsconfig.json", "tsconfig.build.json", "station.code-workspace", ".env.example", "Dockerfile.web", "ops/supervisord.conf", "bin/station", "ops/station.plist"];

test("every file that a reader knows has its language in the list", () => {
  expect(examples.filter(([file, name]) => languageOf(file) === null && name !== "json")).toEqual([]);
  const ids = new Set([...examples.map(([file]) => languageIdOf(file)), ...wellKnown.map((file) => languageIdOf(file))]);
  expect([...ids].filter((id) => !(validate as string[]).includes(id))).toEqual([]);
  expect(ids.size).toBeGreaterThan(14);
});

test("the table says what VS Code takes files for", () => {
  const rows = page.split("\n").flatMap((line) => {
    const [, files, ids] = /^\| (`.+?) \| (`.+?) \|$/u.exec(line) ?? [];
    return files === undefined || ids === undefined ? [] : [[[...files.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name), /`([^`]+)`/u.exec(ids)?.[1]] as const];
  });
  const told = rows.flatMap(([files, id]) => files.map((file) => [file, id]));
  const named = (file: string): string => (/^\.(?!env)/u.test(file) ? `station${file}` : file === "cron.d" ? "cron.d/station" : file);
  expect(told.length).toBeGreaterThan(14);
  expect(told.map(([file = ""]) => [file, languageIdOf(named(file), file === ".plist" ? '<?xml version="1.0"?>' : "")])).toEqual(told);
});

test("a file without an ending is known by its first line", () => {
  expect([languageIdOf("bin/station", "#!/usr/bin/env bash\n"), languageIdOf("bin/station"), languageIdOf("ops/station.plist", '<?xml version="1.0"?>')]).toEqual(["shellscript", "plaintext", "xml"]);
});
