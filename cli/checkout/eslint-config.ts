import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { ESLint, Linter } from "eslint";

/** What the user's ESLint configuration says of one file. */
export interface FileConfig {
  /** Whether global ignores name it. A file that no configuration is for is not ignored. */
  readonly ignored: boolean;
  /** `settings.portability`, not yet checked. */
  readonly settings: unknown;
  /** Severity by rule name without `portability/`, or null where no rule of ours is configured for the file. */
  readonly severities: ReadonlyMap<string, 0 | 1 | 2> | null;
  /** Whether comments in the file may not change rules: `linterOptions.noInlineConfig`. */
  readonly noInlineConfig: boolean;
}

/** The user's ESLint configuration. */
export interface EslintConfig {
  /**
   * What it says of a file, relative to the root.
   * @throws {EslintConfigError} naming the configuration file when that cannot be loaded or is wrong.
   */
  forFile(file: string): Promise<FileConfig>;
}

/** The user's ESLint configuration cannot be loaded. The message names it and says why. */
export class EslintConfigError extends Error {
  override name = "EslintConfigError";
  readonly file: string;
  /** Completes "<file> …". */
  readonly reason: string;

  constructor(file: string, reason: string, cause: unknown) {
    super(`${file} ${reason}`, { cause });
    this.file = file;
    this.reason = reason;
  }
}

const names = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((extension) => `eslint.config.${extension}`);
const silent: FileConfig = { ignored: false, settings: undefined, severities: null, noInlineConfig: false };

/**
 * Finds the user's ESLint configuration; runs no rule. ESLint is loaded only where there is one, the user's own before ours.
 * `files` are those of the project: a configuration may stand in one of its folders alone.
 * @returns null where there is none.
 */
export async function loadEslintConfig(root: string, files: readonly string[] = []): Promise<EslintConfig | null> {
  // Above a checkout begins what is not the project; without git, the project may begin above the working folder.
  const limit = existsSync(join(root, ".git")) ? root : null;
  const top = upward(root, limit);
  if (top === null && !files.some((file) => names.includes(basename(file)))) return null;
  const { ESLint } = await importEslint(root, top ?? root);
  const shared: ESLint.Options = { cwd: root };
  // Before version 10, ESLint looks in its folder alone unless told.
  if (top === null && Number.parseInt(ESLint.version, 10) < 10) shared.flags = ["v10_config_lookup_from_file"];
  const strict = new ESLint(shared);
  // Matches everything that is not ignored. `**/*` alone would match nothing by itself.
  const lenient = new ESLint({ ...shared, overrideConfig: [{ name: "portability/every-file", files: ["**/?*"] }] });
  const cache = new Map<string, Promise<FileConfig>>();
  return {
    forFile(file) {
      let config = cache.get(file);
      if (!config) {
        config = top === null && upward(dirname(join(root, file)), root) === null ? Promise.resolve(silent) : read(root, file, strict, lenient);
        cache.set(file, config);
      }
      return config;
    },
  };
}

async function read(root: string, file: string, strict: ESLint, lenient: ESLint): Promise<FileConfig> {
  const absolute = join(root, file);
  let config: unknown;
  try {
    config = await strict.calculateConfigForFile(absolute);
  } catch (error) {
    if ((error as { messageTemplate?: string }).messageTemplate === "config-file-missing") return silent;
    throw new EslintConfigError(await nameOf(root, absolute, strict), `cannot be used: ${firstLines(error)}`, error);
  }
  if (config) return factsOf(config);
  // Undefined says that the file is ignored, or that no configuration is for it.
  try {
    config = await lenient.calculateConfigForFile(absolute);
  } catch {
    // What is not for this file does not fit it: a rule of a plugin that only other files have.
    return silent;
  }
  return config ? factsOf(config) : { ...silent, ignored: true };
}

const known = new WeakMap<object, FileConfig>();

/** ESLint gives files with the same configuration the same object. */
function factsOf(config: object): FileConfig {
  let facts = known.get(config);
  if (!facts) {
    const { settings, rules, plugins, linterOptions } = config as Linter.Config;
    facts = {
      ignored: false,
      settings: settings?.["portability"],
      severities: severitiesOf(rules ?? {}, plugins ?? {}),
      noInlineConfig: linterOptions?.noInlineConfig === true,
    };
    known.set(config, facts);
  }
  return facts;
}

function severitiesOf(rules: Partial<Linter.RulesRecord>, plugins: Record<string, ESLint.Plugin>): ReadonlyMap<string, 0 | 1 | 2> | null {
  const severities = new Map<string, 0 | 1 | 2>();
  for (const [id, entry] of Object.entries(rules)) {
    const slash = id.lastIndexOf("/");
    const space = id.slice(0, slash);
    if (slash === -1 || (space !== "portability" && plugins[space]?.meta?.name !== "eslint-plugin-portability")) continue;
    severities.set(id.slice(slash + 1), severityOf(Array.isArray(entry) ? entry[0] : entry));
  }
  return severities.size > 0 ? severities : null;
}

function severityOf(severity: unknown): 0 | 1 | 2 {
  if (severity === 2 || severity === "error") return 2;
  return severity === 1 || severity === "warn" ? 1 : 0;
}

async function importEslint(root: string, configFile: string): Promise<typeof import("eslint")> {
  for (const from of [join(root, "package.json"), configFile]) {
    try {
      const path = createRequire(from).resolve("eslint");
      const theirs = (await import(pathToFileURL(path).href)) as Partial<typeof import("eslint")> & { default?: typeof import("eslint") };
      const eslint = theirs.ESLint ? (theirs as typeof import("eslint")) : theirs.default;
      // Version 8 knows another kind of configuration by this name.
      if (eslint && Number.parseInt(eslint.ESLint.version, 10) >= 9) return eslint;
    } catch {
      // Not installed there.
    }
  }
  try {
    return await import("eslint");
  } catch (error) {
    throw new EslintConfigError("eslint.config.js", `is there, but eslint cannot be loaded: ${firstLines(error)}`, error);
  }
}

/** The nearest configuration file in a folder or above it, up to a limit. */
function upward(folder: string, limit: string | null): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (at === limit || dirname(at) === at) return null;
  }
}

async function nameOf(root: string, absolute: string, eslint: ESLint): Promise<string> {
  const file = (await eslint.findConfigFile(absolute)) ?? upward(root, null);
  return file ? relative(root, file).split(sep).join("/") : "eslint.config.js";
}

function firstLines(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split("\n").slice(0, 3).join("\n");
}
