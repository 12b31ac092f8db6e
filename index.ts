import { createRequire } from "node:module";
import type { ESLint, Linter } from "eslint";
import type { suggest } from "./cli/suggest.ts";
import { dataLanguages } from "./languages/data.ts";
import { readIni } from "./languages/ini/read.ts";
import { createLanguage } from "./languages/language.ts";
import type { LanguageName } from "./languages/site.ts";
import { readPython } from "./languages/python/read.ts";
import { readShell } from "./languages/shell/read.ts";
import { toEslintRule, type Suggest } from "./rules/eslint.ts";
import { rules } from "./rules/index.ts";
import meta from "./meta.ts";
import { settingsSchema } from "./settings.ts";

export type { Settings } from "./settings.ts";
export { settingsSchema };

const require = createRequire(import.meta.url);

/** Codemods, and ts-morph behind them, come with the first finding. */
const lazily: Suggest = (...given) => (require("./cli/suggest.js") as { suggest: typeof suggest }).suggest(...given);

const plugin = {
  meta: { ...meta, namespace: "portability" },
  languages: { python: createLanguage(readPython), ini: createLanguage(readIni), shell: createLanguage(readShell), ...Object.fromEntries(dataLanguages.map(({ name, read }) => [name, createLanguage(read)])) },
  rules: Object.fromEntries(rules.map((rule) => [rule.name, toEslintRule(rule, lazily)])),
  configs: {} as Record<"recommended" | "strict" | "data" | "markup", Linter.Config[]>,
};

const asPlugin = plugin as unknown as ESLint.Plugin;

/** Whether other plugins have languages for the notation, so that ours is only used when asked for. */
function isCommon(of: LanguageName): boolean {
  return of === "json" || of === "yaml" || of === "toml";
}

const lockFiles = ["**/{package-lock,npm-shrinkwrap,composer.lock}.json", "**/pnpm-lock.yaml", "**/*.lock"];

function preset(name: string, isIn: (rule: (typeof rules)[number]) => boolean, part: "programs" | "data" = "programs"): Linter.Config[] {
  const severities: Linter.RulesRecord = Object.fromEntries(rules.filter(isIn).map((rule) => [`portability/${rule.name}`, "error"]));
  const config = (of: string, files: string[], language?: string): Linter.Config => ({
    name: `portability/${name}/${of}`,
    files,
    plugins: { portability: asPlugin },
    ...(language === undefined ? {} : { language }),
    rules: severities,
  });
  const data = dataLanguages.filter(({ name: of }) => isCommon(of) === (part === "data")).map(({ name: of, files }) => config(of, [...files], `portability/${of}`));
  if (part === "data") return data.map((one) => ({ ...one, ignores: lockFiles }));
  return [
    config("javascript", ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"]),
    config("python", ["**/*.{py,pyi,pyw}"], "portability/python"),
    config("ini", ["**/*.{ini,cfg}", "**/supervisord*.conf", "**/supervisor/**/*.conf", "**/supervisor*.conf", "**/conf.d/*.conf"], "portability/ini"),
    config("shell", ["**/*.{sh,bash,zsh,ksh,command}", "**/.{bashrc,zshrc,profile,bash_profile,bash_aliases,zprofile,zshenv}"], "portability/shell"),
    ...data,
  ];
}

plugin.configs.recommended = preset("recommended", (rule) => rule.recommended);
plugin.configs.strict = preset("strict", () => true);
plugin.configs.data = preset("data", (rule) => rule.recommended, "data");
plugin.configs.markup = [];

export default asPlugin as ESLint.Plugin & { configs: typeof plugin.configs };
export { asPlugin as "module.exports" };
