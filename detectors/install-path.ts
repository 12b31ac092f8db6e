import { baseName, isProgramName, pathEnd, startsPath } from "./path-text.ts";

export type InstallManager = "homebrew" | "local" | "macports" | "snap" | "application" | "environment";

/** A path into one installer's layout; `start` and `end` are offsets in the text searched. */
export interface InstallPath {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** The part that the installer chose: `/opt/homebrew`, `/usr/local/bin`, `/Applications/Foo.app`. */
  readonly prefix: string;
  readonly manager: InstallManager;
  /** The program's name when the path names a program. */
  readonly executable: string | null;
}

/** A path to a program of a Python virtual environment; `start` and `end` are offsets in the text searched. */
export interface VenvPath {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** The environment's folder, as written: `venv`, `/srv/app/.venv`. */
  readonly venv: string;
  /** The program's name; null for the environment's folder of programs. */
  readonly executable: string | null;
}

/** Matches the source text of everything that `findInstallPaths` finds, also when the path is written in pieces. */
export const homebrewHint =
  /homebrew|linuxbrew|[/\\](?:local|snap|Applications)[/\\"'`]|["'`](?:local|snap|Applications)[/\\]|["'`](?:\/|\/?(?:usr|opt))["'`][\s,)/+]*["'`](?:local|snap|Applications)["'`]/;

/** Matches the source text of everything that `findVenvPaths` finds, also when the path is written in pieces. */
export const venvHint = /env[/\\"'`]/;

interface Prefix {
  readonly folder: string;
  readonly manager: InstallManager;
}

/**
 * Where installers put what they install. Programs of the operating system (/bin, /usr/bin, /usr/sbin) stand where they
 * stand on every machine of its kind and are no part of this.
 * Homebrew: https://docs.brew.sh/Installation. MacPorts: https://guide.macports.org/#internals.hier.
 * snap: https://snapcraft.io/docs/system-snap-directory. /usr/local: FHS 3.0, 4.9, where the system's own tools and its
 * container images keep libraries too; only programs are somebody's choice there.
 */
const PREFIXES: readonly Prefix[] = [
  { folder: "/opt/homebrew", manager: "homebrew" },
  { folder: "/home/linuxbrew/.linuxbrew", manager: "homebrew" },
  { folder: "/usr/local/Cellar", manager: "homebrew" },
  { folder: "/usr/local/Caskroom", manager: "homebrew" },
  { folder: "/usr/local/Homebrew", manager: "homebrew" },
  { folder: "/usr/local/opt", manager: "homebrew" },
  { folder: "/usr/local/bin", manager: "local" },
  { folder: "/usr/local/sbin", manager: "local" },
  { folder: "/opt/local/bin", manager: "macports" },
  { folder: "/opt/local/sbin", manager: "macports" },
  { folder: "/opt/local/lib", manager: "macports" },
  { folder: "/opt/local/libexec", manager: "macports" },
  { folder: "/opt/local/Library", manager: "macports" },
  { folder: "/opt/local/include", manager: "macports" },
  { folder: "/opt/local/share", manager: "macports" },
  { folder: "/opt/local/etc", manager: "macports" },
  { folder: "/opt/local/var", manager: "macports" },
  { folder: "/snap/bin", manager: "snap" },
];

const ROOTS = /\/(?:opt|home\/linuxbrew|usr\/local|snap|Applications)\//g;
const APPLICATION = /\/Applications\/(?:Setapp\/)?([^/\r\n"'`:;|<>]{1,80}?)\.app(?![\w-])/y;

/** Applications that come with macOS; https://support.apple.com/guide/mac-help/mchl110f00ae/mac. */
const SYSTEM_APPLICATIONS = new Set(["Safari", "App Store", "System Preferences", "System Settings", "Utilities/Terminal"]);

/** Finds paths into the layout of Homebrew, MacPorts, snap, /usr/local or an application bundle. */
export function* findInstallPaths(text: string): Generator<InstallPath> {
  const roots = new RegExp(ROOTS);
  for (let match = roots.exec(text); match !== null; match = roots.exec(text)) {
    const found = readInstallPath(text, match.index, match[0]);
    if (found === null) continue;
    yield found;
    roots.lastIndex = found.end;
  }
}

function readInstallPath(text: string, start: number, root: string): InstallPath | null {
  if (!startsPath(text, start)) return null;
  if (root === "/Applications/") return readApplicationPath(text, start);
  const prefix = PREFIXES.find(({ folder }) => text.startsWith(folder, start));
  if (prefix === undefined) return null;
  const prefixEnd = start + prefix.folder.length;
  if (/[\p{L}\p{N}_.~-]/u.test(text.charAt(prefixEnd))) return null;
  const end = Math.max(pathEnd(text, start, "posix"), prefixEnd);
  const path = text.slice(start, end);
  if (prefix.manager === "local" && !isForeignProgram(path, prefix.folder)) return null;
  return { start, end, path, prefix: prefix.folder, manager: prefix.manager, executable: programOf(path) };
}

// Not: the folder itself, which is in every default PATH, nor a project's own script that was installed there.
function isForeignProgram(path: string, folder: string): boolean {
  return path.length > folder.length + 1 && !/\.(?:sh|bash|py|pl|rb|js|mjs)$/.test(path);
}

function readApplicationPath(text: string, start: number): InstallPath | null {
  const bundle = new RegExp(APPLICATION);
  bundle.lastIndex = start;
  const match = bundle.exec(text);
  if (match === null || SYSTEM_APPLICATIONS.has(match[1] ?? "")) return null;
  const prefix = match[0];
  const prefixEnd = start + prefix.length;
  const program = `/Contents/MacOS/${(match[1] ?? "").replaceAll("\\ ", " ")}`;
  // Have: `/Applications/Google Chrome.app/Contents/MacOS/Google Chrome --headless`
  const known = text.startsWith(program, prefixEnd) ? prefixEnd + program.length : prefixEnd;
  const end = /[/ -]/.test(text.charAt(known)) ? pathEnd(text, start, "posix", known) : known;
  const path = text.slice(start, end);
  return { start, end, path, prefix, manager: "application", executable: programOf(path) };
}

function programOf(path: string): string | null {
  const name = baseName(path);
  const folder = path.slice(0, path.length - name.length);
  if (!/\/(?:s?bin|xbin|Contents\/MacOS)\/$/.test(folder)) return null;
  return isProgramName(name) ? name : null;
}

// https://docs.python.org/3/library/venv.html: programs in `bin`, on Windows in `Scripts`.
const VENV = /(?<=^|[\\/])(?:\.?venv|\.?env|\.?virtualenv)[\\/](?:bin|Scripts)(?=[\\/]|$)/;
const WORD = /(?:[$%]\([^\s()]*\)|[^\s"'`:;,|&<>()=])+/g;

/** Finds programs of a Python virtual environment that are named by their place in it, absolute or relative. */
export function* findVenvPaths(text: string): Generator<VenvPath> {
  if (!/env[\\/](?:bin|Scripts)/.test(text)) return;
  for (const word of text.matchAll(WORD)) {
    const match = VENV.exec(word[0]);
    if (match === null) continue;
    const hasDrive = /(?<![\w:])[a-z]:$/i.test(text.slice(Math.max(0, word.index - 3), word.index));
    const start = hasDrive ? word.index - 2 : word.index;
    const end = word.index + word[0].length;
    const path = text.slice(start, end);
    const folder = word[0].slice(0, match.index) + match[0];
    const name = word[0].slice(folder.length + 1);
    yield {
      start,
      end,
      path,
      venv: text.slice(start, word.index + folder.search(/[\\/](?:bin|Scripts)$/)),
      executable: isProgramName(name) ? name : null,
    };
  }
}
