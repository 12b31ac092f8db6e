import { useOfKey } from "../key-use.ts";
import { lazily } from "../lazily.ts";
import type { Reading, Source } from "../site.ts";
import { ValueSite } from "../value-site.ts";
import { scanToml } from "./scan.ts";
import { decodeToml } from "./string.ts";

/** Why nothing of a TOML file is rewritten. */
export const tomlFixed = "TOML cannot call a function";

/** Reads TOML: strings with the tables and keys above them. */
export function readToml(source: Source): Reading {
  return lazily(() => {
    const { strings, comments, error } = scanToml(source.text);
    const sites = strings.map(({ range, path }) => {
      const name = path.at(-1) ?? null;
      const scope = path.length > 1 ? path.slice(0, -1).join(".") : null;
      return new ValueSite(source, range, () => decodeToml(source.text, ...range), { language: "toml", use: useOfKey(name), name, scope, fixed: tomlFixed });
    });
    return { sites, comments, error };
  });
}
