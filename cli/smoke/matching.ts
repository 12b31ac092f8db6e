import type { Json } from "./file.ts";

/** How JSON differs from what was expected to be in it, as a sentence; null where it does not. */
export function mismatch(expected: Json, value: Json | undefined, at = "body"): string | null {
  if (value === undefined) return `${at} is absent; ${shown(expected)} was expected`;
  if (Array.isArray(expected)) {
    const items = expected as readonly Json[];
    if (!Array.isArray(value)) return `${at} is ${shown(value)}; a list was expected`;
    if (value.length !== items.length) return `${at} has ${value.length} items; ${items.length} were expected`;
    return first(items.map((item, index) => () => mismatch(item, (value as readonly Json[])[index], `${at}[${index}]`)));
  }
  if (isObject(expected)) {
    if (!isObject(value)) return `${at} is ${shown(value)}; an object was expected`;
    return first(Object.entries(expected).map(([key, one]) => () => mismatch(one, Object.hasOwn(value, key) ? value[key] : undefined, `${at}.${key}`)));
  }
  return value === expected ? null : `${at} is ${shown(value)}; ${shown(expected)} was expected`;
}

function first(tries: readonly (() => string | null)[]): string | null {
  for (const attempt of tries) {
    const found = attempt();
    if (found !== null) return found;
  }
  return null;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
