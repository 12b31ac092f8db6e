import type { Range, Source } from "./site.ts";
import { left, type Left, type Rename, type Written } from "./writer.ts";

/** The range of the name alone: a site may have quotes around it. */
function nameRange({ site }: Rename): Range | null {
  return site.rangeOf(0, site.value.length);
}

/** Renames where a notation sets a variable: the new name takes the place of the old one, once in a list of variables. */
export function renameSet(source: Source, rename: Rename, all: readonly Rename[]): Written | Left {
  const { site, to } = rename;
  const range = nameRange(rename);
  if (!range || source.text.slice(...range) !== site.value) return left("the name is not written as it is");
  const first = all.find((other) => other.to === to && other.site.access === "set" && other.site.scope === site.scope);
  const isThere = site.scope === null && new RegExp(`^[ \\t]*(?:export[ \\t]+)?${to}[ \\t]*[=:]`, "mu").test(source.text);
  if (first !== rename || isThere) return left(`${to} is set here already: a person takes this one out`);
  return { edit: { range, text: to }, also: [] };
}

/** Renames in a notation that may set variables and that cannot say what holds where one is not set. */
export function renameSets(source: Source, renames: readonly Rename[]): readonly (Written | Left)[] {
  return renames.map((rename) => (rename.site.access === "set" ? renameSet(source, rename, renames) : left("the notation has no value for a variable that is not set")));
}

/**
 * Renames where a shell, or a notation that expands as one, asks for a variable.
 * What an empty variable means stays: `${OLD:-x}` becomes `${NEW:-${OLD:-x}}`, and `$OLD` becomes `${NEW-$OLD}`.
 */
export function renameExpansion({ text }: Source, rename: Rename): Written | Left {
  const { site, to } = rename;
  const range = nameRange(rename);
  const name = site.value;
  if (!range || text.slice(...range) !== name) return left("the name is not written as it is");
  const [start, end] = range;
  if (text.charAt(start - 1) === "$") return { edit: { range, text: `{${to}-$${name}}` }, also: [] };
  if (text.slice(start - 2, start) !== "${") return left(`a form of asking for ${name} that a person rewrites`);
  // Have: ${OLD}   Want: ${NEW-$OLD}
  if (text.charAt(end) === "}") return { edit: { range, text: `${to}-$${name}` }, also: [] };
  const operator = /^:?[-?]/u.exec(text.slice(end, end + 2))?.[0];
  if (operator === undefined) return left(`a form of asking for ${name} that a person rewrites`);
  const close = closingBrace(text, end);
  if (close < 0) return left(`a form of asking for ${name} that a person rewrites`);
  return { edit: { range, text: `${to}${operator.startsWith(":") ? ":-" : "-"}\${${name}` }, also: [{ range: [close, close], text: "}" }] };
}

/** The offset of the brace that ends an expansion, from inside of it. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\") at++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" && depth > 0) quote = char;
    else if (char === "{" && text.charAt(at - 1) === "$") depth++;
    else if (char === "}" && depth-- === 0) return at;
    else if (char === "\n") return -1;
  }
  return -1;
}
