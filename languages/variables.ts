import { isEnvironmentName } from "../detectors/shell-variables.ts";
import type { Host } from "./nested.ts";
import type { Range, Site, Source } from "./site.ts";
import { ValueSite, type ValueFacts } from "./value-site.ts";
import { programAt } from "./shell/wrappers.ts";

type Facts = Pick<ValueFacts, "language" | "scope" | "fixed">;

/** The site of the name of an environment variable; none for one of the shell's own. `range` is that of the name alone. */
export function variableSites(source: Source, name: string, range: Range | null, access: "read" | "set", { language, scope, fixed }: Facts): readonly Site[] {
  if (!range || !isEnvironmentName(name)) return [];
  const host: Host = { value: name, rangeOf: (start, end) => (start < 0 || end > name.length || start > end || range[1] - range[0] !== name.length ? null : [range[0] + start, range[0] + end]) };
  return [new ValueSite(source, range, host, { language, scope, fixed, name: null, use: "variable", access })];
}

const expansion = /(?<![\\$])\$(?:\{([A-Za-z_]\w*)(?=\}|:?[-?+=])|([A-Za-z_]\w*))/dgu;

/** The names of the variables that a text expands: `$NAME`, `${NAME}`, `${NAME:-…}`. `$$` is a dollar sign. */
export function expandedSites(source: Source, host: Host, facts: Facts): readonly Site[] {
  if (!host.value.includes("$")) return [];
  return [...host.value.matchAll(expansion)].flatMap((match) => {
    const group = match[1] === undefined ? 2 : 1;
    const at = match.indices?.[group];
    return at ? variableSites(source, match[group] ?? "", host.rangeOf(...at), "read", facts) : [];
  });
}

/** The words of a command from the program on, and the place of the program among all that are given. */
export function programWords(words: readonly string[]): { readonly words: readonly string[]; readonly first: number } {
  const { at } = programAt(words);
  return { words: words.slice(at), first: at };
}
