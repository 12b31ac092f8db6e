import type { LanguageName, Zone } from "./languages/site.ts";

/** Where the project keeps the functions that rewritten code calls, when reading cannot tell. */
export interface ModuleSetting {
  /** File of the module, relative to the project root. */
  readonly file: string;
  /** Name of the project's function for a call, where it is not the usual one: `{ "projectPath": "from_root" }`. */
  readonly names?: Readonly<Record<string, string>>;
}

/** The machine that the code was written on. */
export interface OriginSetting {
  /** Absolute path of the project there. */
  readonly root: string;
  /** Absolute path of its author's home; by default the home that `root` lies in. */
  readonly home?: string;
}

/** `settings.portability` of an ESLint configuration, with defaults filled in. */
export interface Settings {
  /** What the names of the project's environment variables begin with. */
  readonly prefix: string;
  /** The prefix again where the user has chosen it; null where it is only the usual one. */
  readonly chosenPrefix: string | null;
  /** New names of environment variables by their old ones: `{ "DB_PASSWORD": "APP_DB_PASS" }`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The shared module of each language. A language that is absent is looked for, else the module is copied in. */
  readonly module: Readonly<Partial<Record<LanguageName, ModuleSetting>>>;
  /** Globs of files that are configuration, added to those known by their names. */
  readonly config: readonly string[];
  /** Globs of files per zone; they go before the defaults. */
  readonly zones: Readonly<Partial<Record<Zone, readonly string[]>>>;
  /** Zones in which nothing is reported. */
  readonly quiet: readonly Zone[];
  /** Texts that are never reported: an exact text, or one that ends in `*` for all that begin so. */
  readonly allow: readonly string[];
  /** File or folder that stands at the project root and tells the shared module where that is; chosen when absent. */
  readonly rootMarker: string | null;
  /** The original machine; inferred when absent. */
  readonly origins: OriginSetting | null;
}

/** Every zone, in the order in which a file is tried against them. */
export const zoneNames = ["generated", "test", "example", "docs", "config", "script", "source"] as const satisfies readonly Zone[];

const languageNames = ["javascript", "python", "ini"] as const satisfies readonly LanguageName[];

const defaults: Settings = {
  prefix: "APP_",
  chosenPrefix: null,
  variables: {},
  module: {},
  config: [],
  zones: {},
  quiet: ["test", "docs", "example", "generated"],
  allow: [],
  rootMarker: null,
  origins: null,
};

/** A setting that is not what its schema says. The message names it. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

interface Schema {
  readonly type?: "object" | "array" | "string";
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly pattern?: string;
}

const text: Schema = { type: "string", minLength: 1 };
const texts: Schema = { type: "array", items: text };
const variable: Schema = { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$", description: "the name of an environment variable, such as 'APP_DB_PASS'" };
const moduleSchema: Schema = {
  type: "object",
  additionalProperties: false,
  required: ["file"],
  properties: { file: text, names: { type: "object", additionalProperties: text } },
};

/** JSON schema of `settings.portability`. */
export const settingsSchema: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    prefix: { type: "string", pattern: "^[A-Z][A-Z0-9_]*_$", description: "an upper-case name that ends in an underscore, such as 'APP_'" },
    variables: { type: "object", additionalProperties: variable, description: "an object of names of environment variables" },
    module: {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(languageNames.map((name) => [name, moduleSchema])),
    },
    config: texts,
    zones: {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(zoneNames.map((name) => [name, texts])),
    },
    quiet: { type: "array", items: { enum: zoneNames } },
    allow: texts,
    rootMarker: text,
    origins: {
      type: "object",
      additionalProperties: false,
      required: ["root"],
      properties: { root: text, home: text },
    },
  },
};

const known = new WeakMap<object, Settings>();

/**
 * Reads `settings.portability`.
 * @throws {SettingsError} naming the setting that is wrong, what it is and what was expected.
 */
export function readSettings(shared: unknown): Settings {
  if (shared === undefined || shared === null) return defaults;
  if (typeof shared === "object") {
    const ready = known.get(shared);
    if (ready) return ready;
  }
  check(settingsSchema, shared, "settings.portability");
  const settings: Settings = { ...defaults, chosenPrefix: (shared as Partial<Settings>).prefix ?? null, ...shared };
  known.set(shared, settings);
  return settings;
}

/** The part of JSON schema that settingsSchema uses, so that start-up loads no validator. */
function check(schema: Schema, value: unknown, at: string): void {
  const fail = (expected: string): never => {
    throw new SettingsError(`'${at}' is ${shown(value)}; expected ${expected}.`);
  };
  if (schema.enum && !schema.enum.includes(value as string)) fail(`one of ${schema.enum.map((item) => `'${item}'`).join(", ")}`);
  if (schema.type === "string") {
    if (typeof value !== "string") return fail(schema.description ?? "a string");
    if (value.length < (schema.minLength ?? 0)) fail("a string that is not empty");
    if (schema.pattern && !new RegExp(schema.pattern, "u").test(value)) fail(schema.description ?? `a string like ${schema.pattern}`);
  } else if (schema.type === "array") {
    if (!Array.isArray(value)) return fail("an array");
    value.forEach((item, index) => {
      check(schema.items ?? {}, item, `${at}[${index}]`);
    });
  } else if (schema.type === "object") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return fail("an object");
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(value, name)) throw new SettingsError(`'${at}.${name}' is missing.`);
    }
    for (const [key, item] of Object.entries(value)) {
      const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      if (property) check(property, item, `${at}.${key}`);
      else if (typeof schema.additionalProperties === "object") check(schema.additionalProperties, item, `${at}.${key}`);
      else {
        const names = Object.keys(schema.properties ?? {});
        throw new SettingsError(`'${at}.${key}' is no setting; there are ${names.map((name) => `'${name}'`).join(", ")}.`);
      }
    }
  }
}

function shown(value: unknown): string {
  const json = (JSON.stringify(value) as string | undefined) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
