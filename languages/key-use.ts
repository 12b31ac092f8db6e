import type { Use } from "./site.ts";

const shown = new Set(
  `description markdowndescription title placeholder example examples comment comments $comment // help helptext hint label summary tooltip caption note
  notes usage message msg deprecationmessage enumdescriptions markdownenumdescriptions changelog documentation docs`.split(/\s+/u),
);
const run = new Set(["command", "cmd", "exec", "execute", "entrypoint", "program", "executable", "interpreter"]);
const matched = new Set(["pattern", "patterns", "regex", "regexes", "regexp", "regexps", "glob", "globs", "exclude", "excludes", "ignore", "ignores", "ignored"]);

/** Whether the keys under a key name variables of an environment: `env: { PORT: 1 }`. */
export function holdsEnvironment(name: string | null): boolean {
  return name !== null && /^(?:env(?:ironment|_variables|_production|_development|_staging|_test)?|containerEnv|remoteEnv)$/u.test(name);
}

/** What programs do with the values under a key, by what the key is called, whatever the notation. */
export function useOfKey(name: string | null): Use {
  const plain = (name ?? "").toLowerCase().replace(/[-_]/gu, "");
  if (shown.has(plain)) return "shown";
  if (run.has(plain)) return "run";
  return matched.has(plain) ? "matched" : "kept";
}
