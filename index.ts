import { createRequire } from "node:module";
import type { ESLint, Linter } from "eslint";
import type { suggest } from "./cli/suggest.ts";
import { languageFiles } from "./languages/files.ts";
import type { languages } from "./languages/index.ts";
import { createLanguage } from "./languages/language.ts";
import type { readParsed } from "./languages/parsed.ts";
import type { LanguageName, Reading, Source } from "./languages/site.ts";
import { toEslintRule, type Tools } from "./rules/eslint.ts";
import { rules } from "./rules/index.ts";
import meta from "./meta.ts";
import { settingsSchema } from "./settings.ts";

export type { Settings } from "./settings.ts";
export { settingsSchema };

const require = createRequire(import.meta.url);

/** Readers come with the first text that may hold something; codemods, and ts-morph behind them, with the first finding. */
const tools: Tools = {
  suggest: (...given) => (require("./cli/suggest.js") as { suggest: typeof suggest }).suggest(...given),
  readParsed: (...given) => (require("./languages/parsed.js") as { readParsed: typeof readParsed }).readParsed(...given),
};

function read(name: LanguageName, source: Source): Reading {
  const { languages: all } = require("./languages/index.js") as { languages: typeof languages };
  return all.find((language) => language.name === name)?.read(source) ?? { sites: [], comments: [], error: null };
}

const plugin = {
  meta: { ...meta, namespace: "portability" },
  // JavaScript and TypeScript have ESLint's own language.
  languages: Object.fromEntries(languageFiles.filter(({ name }) => name !== "javascript").map(({ name }) => [name, createLanguage((source) => read(name, source))])),
  rules: Object.fromEntries(rules.map((rule) => [rule.name, toEslintRule(rule, tools)])),
  configs: {} as Record<"recommended" | "strict" | "data" | "markup", Linter.Config[]>,
};

const asPlugin = plugin as unknown as ESLint.Plugin;

/** Files of programs and of what starts them; or notations for which other plugins have languages, so that ours are only used when asked for. */
type Part = "programs" | "data" | "markup";

function partOf(of: LanguageName): Part {
  if (of === "html" || of === "markdown") return "markup";
  return of === "json" || of === "yaml" || of === "toml" ? "data" : "programs";
}

const lockFiles = ["**/{package-lock,npm-shrinkwrap,composer.lock}.json", "**/pnpm-lock.yaml", "**/*.lock"];

function preset(name: string, isIn: (rule: (typeof rules)[number]) => boolean, part: Part = "programs"): Linter.Config[] {
  const severities: Linter.RulesRecord = Object.fromEntries(rules.filter(isIn).map((rule) => [`portability/${rule.name}`, "error"]));
  return languageFiles
    .filter(({ name: of }) => partOf(of) === part)
    .map(({ name: of, files }) => ({
      name: `portability/${name}/${of}`,
      files: [...files],
      ...(part === "data" ? { ignores: lockFiles } : {}),
      plugins: { portability: asPlugin },
      ...(of === "javascript" ? {} : { language: `portability/${of}` }),
      rules: severities,
    }));
}

plugin.configs.recommended = preset("recommended", (rule) => rule.recommended);
plugin.configs.strict = preset("strict", () => true);
plugin.configs.data = preset("data", (rule) => rule.recommended, "data");
plugin.configs.markup = preset("markup", (rule) => rule.recommended, "markup");

export default asPlugin as ESLint.Plugin & { configs: typeof plugin.configs };
export { asPlugin as "module.exports" };
