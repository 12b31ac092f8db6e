import { extname, basename } from "node:path";
import { scanJson } from "../../languages/json/scan.ts";

/** Which keys of a configuration came, went or got another value. */
export interface KeyChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** What differs between two texts of a configuration. No value is part of it. */
export interface Difference {
  /** Null where the notation is not known, or a text does not parse. */
  readonly keys: KeyChanges | null;
  /** The lines of the new text, first and last, that differ; null where none does. */
  readonly lines: readonly [first: number, last: number] | null;
}

type Values = ReadonlyMap<string, string>;

/** Compares two texts of one file. */
export function differenceOf(file: string, before: string, after: string): Difference {
  const [old, now] = [readValues(file, before), readValues(file, after)];
  return { keys: old && now ? compareKeys(old, now) : null, lines: changedLines(before, after) };
}

function compareKeys(old: Values, now: Values): KeyChanges {
  const added = [...now.keys()].filter((key) => !old.has(key));
  const removed = [...old.keys()].filter((key) => !now.has(key));
  const changed = [...now].filter(([key, value]) => old.has(key) && old.get(key) !== value).map(([key]) => key);
  return { added, removed, changed };
}

function changedLines(before: string, after: string): readonly [number, number] | null {
  if (before === after) return null;
  const [old, now] = [before.split("\n"), after.split("\n")];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return [head + 1, Math.max(head + 1, now.length - tail)];
}

/** The values of a text under their keys, or null where it cannot be said. */
function readValues(file: string, text: string): Values | null {
  const name = basename(file).toLowerCase();
  const plain = text.replace(/^\uFEFF/u, "");
  switch (extname(name)) {
    case ".json":
    case ".jsonc":
    case ".json5":
    case ".code-workspace":
      return readJsonValues(plain);
    case ".yaml":
    case ".yml":
      return readYamlValues(plain);
    case ".toml":
    case ".ini":
    case ".cfg":
    case ".cnf":
    case ".conf":
    case ".properties":
    case ".env":
      return readLineValues(plain);
    default:
      if (/^\.env(?:rc)?(?:\.|$)/u.test(name)) return readLineValues(plain);
      return /^\s*\{/u.test(plain) ? readJsonValues(plain) : null;
  }
}

function readJsonValues(text: string): Values | null {
  const values = new Map<string, string>();
  const add = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) values.set(path, JSON.stringify(value));
    else if (Object.keys(value).length === 0) values.set(path, Array.isArray(value) ? "[]" : "{}");
    else for (const [key, item] of Object.entries(value)) add(item, Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`);
  };
  for (const form of [() => text, () => withoutComments(text)]) {
    try {
      add(JSON.parse(form()), "");
      return values;
    } catch {
      values.clear();
    }
  }
  return null;
}

function withoutComments(text: string): string {
  let plain = "";
  let at = 0;
  for (const { range } of scanJson(text).comments) {
    plain += text.slice(at, range[0]);
    at = range[1];
  }
  return `${plain}${text.slice(at)}`.replace(/,(?=\s{0,200}[\]}])/gu, "");
}

/** Keys by their indentation: `server:` above `  port: 1` is `server.port`. Items of lists are counted. */
function readYamlValues(text: string): Values {
  const values = new Map<string, string>();
  const root = { indent: -1, path: "", items: 0 };
  let open: { readonly indent: number; readonly path: string; items: number }[] = [root];
  for (const line of text.split(/\r?\n/u)) {
    if (/^\s*(?:#.*)?$/u.test(line) || /^(?:---|\.\.\.)/u.test(line)) continue;
    let indent = line.length - line.trimStart().length;
    let rest = line.slice(indent);
    const current = open.at(-1) ?? root;
    // Inside of a block of text everything is text.
    if (indent > current.indent && /^[|>]/u.test(values.get(current.path) ?? "")) {
      values.set(current.path, `${values.get(current.path) ?? ""}\n${rest}`);
      continue;
    }
    const isItem = rest.startsWith("- ") || rest === "-";
    open = open.filter((above) => above.indent < indent || (isItem && above.indent === indent && !above.path.endsWith("]")));
    if (isItem) {
      const above = open.at(-1) ?? root;
      const path = `${above.path}[${above.items++}]`;
      open.push({ indent, path, items: 0 });
      const inner = rest.slice(1);
      indent += 1 + inner.length - inner.trimStart().length;
      rest = inner.trimStart();
    }
    const above = (open.at(-1) ?? root).path;
    const key = /^(?:"([^"]*)"|'([^']*)'|([^\s"'#{[&*!|>-][^:#]*|-[^\s:#][^:#]*)):(?=\s|$)/u.exec(rest);
    if (key === null) values.set(above, `${values.get(above) ?? ""}\n${rest}`);
    else {
      const name = (key[1] ?? key[2] ?? key[3] ?? "").trim();
      const path = above === "" ? name : `${above}.${name}`;
      open.push({ indent, path, items: 0 });
      values.set(path, rest.slice(key[0].length).trim());
    }
  }
  // What only holds other keys has no value of its own.
  return new Map([...values].filter(([, value]) => value !== ""));
}

/** Have: `[section]`, `key = value`, `export KEY=value`, `key: value`; lines without a key go on with the value above. */
function readLineValues(text: string): Values {
  const values = new Map<string, string>();
  let section = "";
  let last: string | null = null;
  for (const line of text.split(/\r?\n/u)) {
    const content = line.trim();
    if (content === "" || /^[#;]/u.test(content)) continue;
    const head = /^\[{1,2}([^[\]]{1,200})\]{1,2}\s*(?:[#;].*)?$/u.exec(content);
    const pair = /^(?:export\s+)?("[^"]*"|'[^']*'|\w[\w.%$/-]*)\s*[=:](.*)$/u.exec(content);
    if (head) [section, last] = [(head[1] ?? "").trim(), null];
    else if (pair) {
      const name = (pair[1] ?? "").replace(/^["']|["']$/gu, "");
      last = section === "" ? name : `${section}.${name}`;
      values.set(last, (pair[2] ?? "").trim());
    } else if (last !== null) values.set(last, `${values.get(last) ?? ""}\n${content}`);
  }
  return values;
}
