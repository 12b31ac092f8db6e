import { HOLE } from "./hole.ts";
import { members, words } from "./names.ts";
import { baseName } from "./path-text.ts";

/** Words that end the name of a configuration. */
const CONFIG_WORDS = new Set(
  "config configs configuration configurations conf cfg setting settings preference preferences prefs pref".split(" "),
);

/** Words for what a program keeps for itself: what it has done, seen and fetched. */
const STATE_WORDS = new Set(
  `state states status cache caches log logs report reports result results output outputs out data dataset history token tokens
  storage store session sessions db database lock locks metrics stats snapshot snapshots dump export exports feedback manifest schema
  credentials secret secrets key keys cert certs pid queue index`.split(/\s+/),
);

/** Words for a copy that is not the configuration in force. */
const COPY_WORDS = new Set(
  `backup backups bak tmp temp temporary old orig original example sample template templates tpl tmpl dist copy swp
  archive archived fixture fixtures mock`.split(/\s+/),
);

/** Folders whose files are built, temporary or copies. */
const OTHER_FOLDERS = new Set(
  `tmp temp backup backups bak cache caches .cache log logs dist build out output outputs reports node_modules history snapshots
  archive templates examples`.split(/\s+/),
);

/** Folders whose data files are configuration. */
const CONFIG_FOLDERS = new Set("config configs configuration conf conf.d cfg settings .vscode .cursor etc".split(" "));

/** Notations that hold configuration by their nature. */
const CONFIG_NOTATIONS = new Set("conf ini toml cfg cnf properties plist env".split(" "));

/** Notations in which a configuration may be written, when the name says so. */
const DATA_NOTATIONS = new Set("json json5 jsonc yaml yml xml".split(" "));
const CODE_NOTATIONS = new Set("js cjs mjs ts cts mts py lua sh txt".split(" "));

/** Configuration that goes by a name of its own. */
const KNOWN_NAMES = new Set(
  `config .env .envrc .profile .bash_profile .zprofile .zshenv .gitconfig .npmrc .editorconfig sshd_config ssh_config crontab
  docker-compose.yml docker-compose.yaml compose.yml compose.yaml kubeconfig .htaccess`.split(/\s+/),
);

/** Files of the names above that a tool writes. */
const LOCK_NAMES = /(?:^|[-_.])lock(?:file)?(?:\.|$)|^(?:yarn|cargo|poetry|gemfile|composer)\.lock$/;

/** Whether a path names a file that is read as configuration, by its last pieces. */
export function isConfigFile(path: string): boolean {
  const pieces = path.trim().split(/[\\/]+/);
  const name = baseName(path.trim());
  const lower = name.toLowerCase();
  const folders = pieces.slice(0, -1).map((folder) => folder.toLowerCase());
  if (name === "" || name.length > 255 || /[\s"'*?<>|]/.test(name) || LOCK_NAMES.test(lower)) return false;
  if (folders.some((folder) => OTHER_FOLDERS.has(folder))) return false;
  if (KNOWN_NAMES.has(lower)) return true;

  const parts = lower.replace(/^\./, "").split(".");
  if (parts.some((part) => COPY_WORDS.has(part)) || lower.endsWith("~")) return false;
  if (/^\.env\./.test(lower)) return true;
  if (/^\.\w+rc(?:\.[a-z]+)?$/.test(lower) && !lower.startsWith(".src")) return true;
  return parts.length === 1 ? isConfigStem(name, folders) : isConfigWithNotation(name, parts.at(-1) ?? "", folders);
}

// Have: `.git/config`, `myapp_config`
function isConfigStem(name: string, folders: readonly string[]): boolean {
  return headOf(stemWords(name)) === "config" && folders.length > 0;
}

function isConfigWithNotation(name: string, notation: string, folders: readonly string[]): boolean {
  const stem = name.slice(0, name.length - notation.length - 1);
  const head = headOf(stemWords(stem));
  if (head === "copy") return false;
  if (CONFIG_NOTATIONS.has(notation)) return !/(?:state|cache|history|session|output|report)s?$/i.test(stem);
  if (CODE_NOTATIONS.has(notation)) return head === "config" && !/\.(?:test|spec)$/.test(stem);
  if (!DATA_NOTATIONS.has(notation)) return false;
  if (head === "config") return true;
  // Have: `config/ports.json`, `/etc/app/rules.yaml`
  return head === null && !stem.endsWith(HOLE) && liesInConfigFolder(folders);
}

// A folder of data below the folder of configuration holds data.
function liesInConfigFolder(folders: readonly string[]): boolean {
  const at = folders.findLastIndex((folder) => CONFIG_FOLDERS.has(folder));
  return at >= 0 && folders.slice(at + 1).every((folder) => !STATE_WORDS.has(folder));
}

/** The words of a file name without its notation; a hole at the end leaves the last word unknown. */
function stemWords(stem: string): readonly string[] {
  // Have: `appsettings.Development`, `config.local`, `config.` + hole
  const first = stem.replace(/^\./, "").split(".");
  const named = first.findLast((part) => headOf(words(part)) !== null) ?? first[0] ?? "";
  if (named.endsWith(HOLE) || /\d{6}$/.test(named)) return ["copy"];
  return words(named);
}

/** What the last of the words says: the configuration, a copy of one, something else that is known, or nothing. */
function headOf(name: readonly string[]): "config" | "copy" | "state" | null {
  if (name.some((word) => COPY_WORDS.has(word))) return "copy";
  const last = (name.at(-1) ?? "").replace(/\d+$/, "");
  if (STATE_WORDS.has(last)) return "state";
  return CONFIG_WORDS.has(last) || /(?:config|settings|prefs|preferences|conf)$/.test(last) ? "config" : null;
}

/** Words that say that a name is a file's, and not which file. */
const FILE_WORDS = new Set(
  `path paths file files filename filepath fname fpath name location loc uri fp fn p abs absolute full json yaml yml xml toml ini
  target dest destination`.split(/\s+/),
);

/** Last words of names for environment files, shell files and notations that are configuration: `envFile`, `zshrc_path`. */
const FILE_HEADS = /^(?:env|dotenv|(?!src$)\w*rc|ini|toml|plist)$/;

/** Whether an identifier names a configuration file; the last member of a dotted name decides. */
export function isConfigName(name: string): boolean {
  const path = members(name);
  const last = path.at(-1) ?? "";
  const all = words(last);
  const end = all.findLastIndex((word) => !FILE_WORDS.has(word));
  if (end < 0) return isNotationName(all) || isConfigFileMember(path);
  const said = all.slice(0, end + 1);
  const head = headOf(said);
  if (head === "config") return true;
  const isFile = end < all.length - 1;
  return head === null && isFile && FILE_HEADS.test(said.at(-1) ?? "");
}

// Have: `iniPath`, `toml_file`
function isNotationName(all: readonly string[]): boolean {
  return all.length > 1 && (all[0] === "ini" || all[0] === "toml");
}

// Have: `configFile.path`; `config.path` is a setting, and may name any file.
function isConfigFileMember(path: readonly string[]): boolean {
  const owner = path.at(-2);
  return owner !== undefined && FILE_WORDS.has(words(owner).at(-1) ?? "") && isConfigName(owner);
}

// Have: `~/.config/app/`, `$XDG_CONFIG_HOME/app/`, `%APPDATA%\\App\\`; https://specifications.freedesktop.org/basedir-spec/latest/
const HOME = /^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)[\\/]+(?:\.\w|Library[\\/]|AppData[\\/])/;
const USER_FOLDER = /^(?:\$\{?XDG_\w+\}?|%(?:LOCAL)?APPDATA%)[\\/]/;
const HOME_NAME = /home|userprofile|expanduser/i;
const USER_FOLDER_NAME = /xdg|config_?home|app_?data|user_?data|user_?config|platformdirs|appdirs|(?:^|\.)app\.getPath$/i;

/** Programs whose files stand in the user's home and belong to them alone. */
const FOREIGN = /(?:^|[\\/])(?:\.\w+rc|\.profile|\.bash_profile|\.zprofile|\.zshenv|\.gitconfig|claude_desktop_config\.json|\.claude\.json)$|[\\/](?:\.ssh|\.aws|\.kube|\.docker|\.git|\.vscode|\.cursor|\.claude|Claude|LaunchAgents)[\\/]/;

/**
 * Whether a path lies in the folder that the system gives a program for one user's settings. `holeNames` are the names
 * of the unknown pieces, in order. Shell start files and other programs' files are nobody's own store.
 */
export function isOwnStore(path: string, holeNames: readonly string[]): boolean {
  if (FOREIGN.test(path)) return false;
  if (HOME.test(path) || USER_FOLDER.test(path)) return true;
  if (!path.startsWith(HOLE)) return false;
  const [first = ""] = holeNames;
  return USER_FOLDER_NAME.test(first) || (HOME_NAME.test(first) && HOME.test(`~${path.slice(HOLE.length)}`));
}

const CREATED = new Set("config configs configuration settings env default defaults example sample boilerplate skeleton starter template project workspace".split(" "));

/** Whether a function is asked to create something new: `init`, `scaffold_project`, `createDefaultConfig`; not `__init__`. */
export function isScaffoldName(name: string): boolean {
  const last = members(name).at(-1) ?? "";
  if (/^__\w+__$/.test(last)) return false;
  const [verb = "", ...objects] = words(last);
  if (verb === "scaffold" || (verb === "init" && objects.length === 0)) return true;
  return /^(?:init|initiali[sz]e|create|generate|new)$/.test(verb) && objects.some((word) => CREATED.has(word));
}
