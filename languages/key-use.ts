import type { Use } from "./site.ts";

const shown = new Set(
  `description markdowndescription title placeholder example examples comment comments $comment // help helptext hint label summary tooltip caption note
  notes usage message msg deprecationmessage enumdescriptions markdownenumdescriptions changelog documentation docs`.split(/\s+/u),
);
const run = new Set(["command", "cmd", "exec", "execute", "entrypoint", "program", "executable", "interpreter"]);
const matched = new Set(["pattern", "patterns", "regex", "regexes", "regexp", "regexps", "glob", "globs", "exclude", "excludes", "ignore", "ignores", "ignored"]);

/** What programs do with the values under a key, by what the key is called, whatever the notation. */
export function useOfKey(name: string | null): Use {
  const plain = (name ?? "").toLowerCase().replace(/[-_]/gu, "");
  if (shown.has(plain)) return "shown";
  if (run.has(plain)) return "run";
  return matched.has(plain) ? "matched" : "kept";
}
