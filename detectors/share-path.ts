import type { UserPath } from "./user-path.ts";

/** Matches the source text of everything that `findShares` finds: `\\\\nas-1\\media`, its backslashes doubled or not. */
export const shareHint = /(?:^|["'`=\s(,:])(?:\\\\){1,2}[\w.-]{2,63}\\/;

// https://learn.microsoft.com/dotnet/standard/io/file-path-formats#unc-paths; `\\?\` and `\\.\` name no machine.
const SHARE = /(?<=^|["'`=\s(,])\\\\([a-z\d][a-z\d.-]{1,62})\\([a-z\d][\w$ -]{1,79})((?:\\[^\\/:*?"'`<>|\r\n]{0,255}){0,64})/gi;

/** Names that manuals put where a machine of the reader's belongs, and those by which a machine means itself. */
const NOBODYS = /^(?:(?:my|your|the|some|remote|file)?[-_]?(?:server|host|hostname|computer|machine|pc|domain)(?:[-_]?name)?\d?|localhost|unc|example\..*|.*\.example(?:\.\w+)?|wsl\.localhost|tsclient|foo|bar|test)$/i;

/** Finds folders that a machine of one network shares with Windows. */
export function* findShares(text: string): Generator<UserPath> {
  if (!text.includes("\\\\")) return;
  for (const match of text.matchAll(SHARE)) {
    const [whole, server = "", share = "", below = ""] = match;
    if (!isMachine(server)) continue;
    const path = whole.trimEnd();
    yield { start: match.index, end: match.index + path.length, path, home: `\\\\${server}\\${share.trimEnd()}`, user: server, rest: below.trimEnd().replace(/^\\/, ""), system: "share" };
  }
}

// A machine has a number, a hyphen, a domain or capitals in its name, or is called after what it does; `\\\\alpha\\beta` is a formula.
function isMachine(server: string): boolean {
  if (NOBODYS.test(server) || /^[\d.]+$/.test(server)) return false;
  return /[\d.-]/.test(server) || /^[A-Z]{2,}$/.test(server) || /nas|server|srv|desktop|laptop|files|backup|media/i.test(server);
}
