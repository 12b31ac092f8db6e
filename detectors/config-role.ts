import { members, words } from "./names.ts";

/** Words for work that somebody asks for once, which may create configuration. */
const scaffolding = new Set("scaffold scaffolding create generate init initialize initialise install setup bootstrap migrate onboard provision wizard".split(" "));

/** Whether a function, by its name, sets a project up on somebody's request. */
export function isScaffoldName(scope: string): boolean {
  const last = members(scope).at(-1) ?? "";
  // Have: `__init__`, a constructor
  if (/^__\w+__$/u.test(last)) return false;
  return scaffolding.has(words(last)[0] ?? "");
}

const userFolder = /home|userdata|appdata|xdg|platformdirs|user_?config|configdir|app_?dir|getpath|expanduser/iu;
/** Configuration of other programs, or of the shell: a home is where it lies, and it is not the program's own store. */
const foreign = /(?:^|\/)\.(?:bash|zsh|profile|ssh|gitconfig|npmrc|vimrc|tmux)[\w.]*(?:\/|$)|(?:^|\/)(?:claude_desktop_config|mcp)\.json$/u;

/**
 * Whether a path is the program's own settings in the folder that the system keeps for its user.
 * @param value the path, with holes
 * @param holes the names of what stands in the holes
 */
export function isOwnStore(value: string, holes: readonly string[]): boolean {
  if (foreign.test(value)) return false;
  return holes.some((hole) => userFolder.test(hole)) || /^~[\\/]|[\\/]\.config[\\/]|[\\/]Library[\\/](?:Application Support|Preferences)[\\/]/u.test(value);
}
