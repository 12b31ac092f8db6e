import { HOLE } from "./hole.ts";
import { findInstallPaths } from "./install-path.ts";

/** One folder of a search path; `start` and `end` are offsets in the text. */
export interface SearchPathEntry {
  readonly start: number;
  readonly end: number;
  readonly entry: string;
}

// Have: `PATH=/a/bin:/b/bin`, `export PATH="/a/bin:$PATH"`
const ASSIGNMENT = /^\s*(?:export\s+)?PATH=(["']?)/;
const VARIABLE = /^(?:[$~\uFFFC]|%[(A-Z_])/i;
// `.bin`: npm. shims: pyenv, asdf. gnubin: Homebrew's coreutils. games: Debian's default PATH.
const PROGRAM_FOLDER = /(?:^|[\\/])(?:s?bin|\.bin|xbin|gnubin|shims|games|Scripts|MacOS|commands)\/?$/;
const PRESENT_PATH =
  /\$\{?(?:env[:.])?PATH\b|\$\(PATH\)|%\(ENV_PATH\)s|%PATH%|\$env:PATH\b|\$ENV\{["']?PATH/i;

/** The folders of a value such as `/usr/bin:/opt/homebrew/bin`, or null where the text is no search path for programs. */
export function searchPathEntries(text: string): readonly SearchPathEntry[] | null {
  const assignment = ASSIGNMENT.exec(text);
  const quote = assignment?.[1] ?? "";
  const start = assignment?.[0].length ?? 0;
  const trimmed = text.trimEnd().length;
  const end = quote !== "" && text.charAt(trimmed - 1) === quote && trimmed > start ? trimmed - 1 : trimmed;
  const value = text.slice(start, end);
  if (!value.includes(":") || /["'`\r\n|;<>]/.test(value)) return null;
  const entries = splitEntries(value, start);
  if (entries.length < 2 || !entries.every(({ entry }) => isEntry(entry))) return null;

  const named = entries.filter(({ entry }) => entry !== "" && !isWhollyVariable(entry));
  if (named.length === 0) return null;
  const folders = named.filter(({ entry }) => isProgramFolder(entry));
  const isOfPrograms = isAugmentedByName(value) || folders.length * 2 > named.length;
  // Have: `/usr/local/bin:/usr/local/bin`, a volume.
  const isVolume = entries.length === 2 && entries[0]?.entry === entries[1]?.entry;
  return isOfPrograms && !isVolume ? entries : null;
}

/** Whether the text holds the present search path, by name or perhaps in a piece that is not known, or is a piece to put before or after it. */
export function isAugmented(text: string): boolean {
  return text.includes(HOLE) || isAugmentedByName(text) || /^:.|.:$/s.test(text);
}

/**
 * Whether a folder of a search path exists only where one installer put it. /usr/local/bin and /usr/local/sbin do not
 * count: they are in the default path of macOS (/etc/paths) and Debian (/etc/login.defs).
 */
export function isInstallPrefix(entry: string): boolean {
  for (const { start, manager } of findInstallPaths(entry)) {
    return start === 0 && manager !== "local";
  }
  return false;
}

function isAugmentedByName(text: string): boolean {
  return PRESENT_PATH.test(text);
}

// A colon inside `${NAME:-value}` separates nothing.
function splitEntries(value: string, offset: number): SearchPathEntry[] {
  const entries: SearchPathEntry[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= value.length; at++) {
    const char = value.charAt(at);
    if (char === "{") depth++;
    else if (char === "}") depth = Math.max(0, depth - 1);
    else if (at === value.length || (char === ":" && depth === 0 && !value.startsWith("$env:", at - 4))) {
      entries.push({ start: offset + from, end: offset + at, entry: value.slice(from, at) });
      from = at + 1;
    }
  }
  return entries;
}

function isEntry(entry: string): boolean {
  if (entry.startsWith("//")) return false;
  return entry === "" || entry.startsWith("/") || VARIABLE.test(entry) || /\/s?bin\/?$/.test(entry);
}

// Have: `$PATH`, `${PATH}`, `%(ENV_PATH)s`, a hole; not `$HOME/bin`.
function isWhollyVariable(entry: string): boolean {
  return VARIABLE.test(entry) && !entry.includes("/");
}

function isProgramFolder(entry: string): boolean {
  return PROGRAM_FOLDER.test(entry) || isInstallPrefix(entry);
}
