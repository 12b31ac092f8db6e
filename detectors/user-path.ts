import { pathEnd, startsPath, textBefore, wordBefore } from "./path-text.ts";

/** A path inside one account's home folder; `start` and `end` are offsets in the text searched. */
export interface UserPath {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** The home folder, as written: `/Users/ann`, `C:\Users\ann`, `/root`. */
  readonly home: string;
  readonly user: string;
  /** What follows the home folder, without the separator; empty for the folder itself. */
  readonly rest: string;
  /** `share` for a folder that a machine shares, whose name `user` is. */
  readonly system: "posix" | "windows" | "share";
}

/** Matches the source text of everything that `findUserPaths` finds, also when the path is written in pieces. */
export const userPathHint = /Users[/\\"'`]|[/\\](?:home|root)[/\\"'`]|["'`](?:home|root)[/\\]|["'`](?:\/|\/?(?:usr|var))["'`][\s,)/+]*["'`](?:home|root)["'`]/;

// /Users: macOS. /home, /root: FHS 3.0, 3.8 and 3.14. /usr/home: FreeBSD. /var/home: ostree systems such as Fedora Silverblue.
// C:\Users: Windows since Vista, seen as /mnt/c from WSL, /c from MSYS2 and /cygdrive/c from Cygwin.
// https://refspecs.linuxfoundation.org/FHS_3.0/fhs-3.0.html, https://learn.microsoft.com/windows/wsl/wsl-config#automount-settings
const HOMES =
  /(?:\/mnt|\/cygdrive)?\/[A-Za-z]\/Users\/|\/Users\/|(?:\/usr|\/var)?\/home\/|\/root\/|(?<![\w.~-])[A-Za-z]:(?:\\\\?|\/)Users(?:\\\\?|\/)/g;

/** Names that manuals and forms put where the reader's own account belongs. */
const PLACEHOLDERS = new Set(
  `you me my myself user users username user_name user-name usr uname account accountname login myuser my-user my_user myname
  name firstname lastname yourself who whoever someone somebody someuser some-user anyone anybody nobody anyuser alice
  johndoe john.doe john-doe john_doe jdoe janedoe jane.doe jane-doe jane_doe fulano mustermann
  foo bar baz qux foobar example sample dummy fake placeholder test tester testuser test-user test_user demo-user
  current_user current-user currentuser home homedir x xx u`.split(/\s+/),
);

/**
 * Folders beside the homes that belong to no person: shared by all accounts, or the same in every copy of an image.
 * /Users/Shared: macOS. Public, Default: Windows. linuxbrew: Homebrew's own prefix on Linux. site, LogFiles: Azure App Service.
 * web_user, pyodide: the virtual file systems of Emscripten and Pyodide. The others are accounts of public container images.
 * https://docs.brew.sh/Homebrew-on-Linux, https://github.com/projectkudu/kudu/wiki/Understanding-the-Azure-App-Service-file-system,
 * https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#non-root-user
 */
const NOBODYS = new Set(
  `Shared Guest Public Default linuxbrew site LogFiles web_user pyodide
  node vscode codespace gitpod jovyan coder nonroot pwuser pptruser seluser circleci kasm-user appuser
  ContainerAdministrator ContainerUser`
    .split(/\s+/)
    .concat("All Users", "Default User"),
);

/** First pieces of web addresses under `/home` and `/Users`. */
const ROUTES = new Set(
  `index main default dashboard overview profile profiles settings preferences account accounts product products item items
  category categories article articles post posts news blog page pages view views list search feed tab tabs about contact
  features pricing help faq login logout signin signup register auth api images image img icons assets css js static media
  components content sections section details detail new edit create delete update all current notifications messages`.split(/\s+/),
);

/** Accounts that systems, boards and clouds set up: a bare `/home/pi` is a home, where `/home/products` is a page. */
const SET_UP_ACCOUNTS = new Set(
  `pi ubuntu debian fedora centos rocky almalinux opc core ec2-user azureuser vagrant runner deploy deployer git jenkins
  gitlab-runner steam`.split(/\s+/),
);

const ACCOUNT = /[\p{L}_][\p{L}\p{N}_.~-]{0,63}/uy;
// Windows accounts may hold spaces: `C:\Users\Ann Lee\app`.
const WINDOWS_ACCOUNT = /[\p{L}_][\p{L}\p{N}_.~ -]{0,63}/uy;
const FILE_NAME =
  /\.(?:html?|php|aspx?|jsp|[cm]?[jt]sx?|vue|svelte|css|scss|sass|less|json|xml|svg|png|jpe?g|gif|ico|webp|pdf|txt|md|ya?ml|py)$/i;
// Have: `yourname`, `my_account`, `xxxx`, `db_username`, `__USER__`.
const PLACEHOLDER_SHAPE = /^(?:your|my[_-]|__)|^x{3,}$|user[_-]?name$/i;
const IDENTIFIER = /^[\da-f-]{16,}$/i;

/** Finds paths inside somebody's home folder. `isWhole` says that the text is one path and nothing else, as what `open` is given is. */
export function* findUserPaths(text: string, isWhole = false): Generator<UserPath> {
  const homes = new RegExp(HOMES);
  for (let match = homes.exec(text); match !== null; match = homes.exec(text)) {
    const found = readUserPath(text, match.index, match[0], isWhole);
    if (found !== null) yield found;
    // Have: `/x/n:/Users/ann`, where the colon separates and `n:` is no drive.
    homes.lastIndex = found?.end ?? match.index + 1;
  }
}

function readUserPath(text: string, start: number, folder: string, isWhole: boolean): UserPath | null {
  if (!startsPath(text, start) || isRequestLine(text, start)) return null;
  const drive = folder.charAt(1) === ":";
  const system = drive || /\w\/Users/.test(folder) ? "windows" : "posix";
  const accountStart = start + folder.length;
  const isRoot = folder === "/root/";
  const user = isRoot ? "root" : accountAt(text, accountStart, drive);
  if (user === null || !isSomebody(user)) return null;

  const homeEnd = isRoot ? accountStart - 1 : accountStart + user.length;
  const end = Math.max(pathEnd(text, start, drive ? "windows" : "posix", start, isWhole && start === 0), homeEnd);
  const home = text.slice(start, homeEnd);
  const rest = text.slice(homeEnd, end).replace(/^[\\/]{1,2}/, "");
  if (rest === "" && !isChildBeyond(text, homeEnd, end)) {
    if (isRoot || start !== 0 || end !== text.length || !isBareHome(folder, user)) return null;
  } else if (ROUTES.has(user) || isRouteTail(text, end) || rest.endsWith("()")) {
    return null;
  }
  if (isRoot && !/^[\p{L}\p{N}_.@]/u.test(rest)) return null;
  if (!drive && system === "posix" && !folder.startsWith("/Users") && isInsideContainer(text, start, end, home)) return null;
  return { start, end, path: text.slice(start, end), home, user, rest, system };
}

// The account ends at a separator or with the text; anything else (a hole, a pattern) makes it unknown.
function accountAt(text: string, start: number, drive: boolean): string | null {
  const pattern = new RegExp(drive ? WINDOWS_ACCOUNT : ACCOUNT);
  pattern.lastIndex = start;
  const account = pattern.exec(text)?.[0];
  if (account === undefined) return null;
  const next = text.charAt(start + account.length);
  return next === "" || next === "/" || next === "\\" ? account : null;
}

function isSomebody(user: string): boolean {
  return !(
    PLACEHOLDERS.has(user.toLowerCase()) ||
    NOBODYS.has(user) ||
    PLACEHOLDER_SHAPE.test(user) ||
    FILE_NAME.test(user) ||
    IDENTIFIER.test(user)
  );
}

// Have: `/Users/ann/*.log`, whose path stops at the separator but which does name a child.
function isChildBeyond(text: string, homeEnd: number, end: number): boolean {
  return end > homeEnd && /[^\s"'`]/.test(text.charAt(end)) && !/[:;,|&<>)}?]/.test(text.charAt(end));
}

function isBareHome(folder: string, user: string): boolean {
  if (folder.endsWith("home/")) return SET_UP_ACCOUNTS.has(user);
  // Have: `/Users/AuthenticateByName`, an API's route.
  return !ROUTES.has(user.toLowerCase()) && !/^[A-Z][a-z]+[A-Z]/.test(user);
}

// Have: `GET /home/ann/inbox` in a log or an API table.
function isRequestLine(text: string, start: number): boolean {
  return /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) $/.test(textBefore(text, start, 9));
}

// Have: `/home/list?sort=asc`, `/home/list/:id`, and XPath's `/root/item[@id]`, `/root/item/text()`.
function isRouteTail(text: string, end: number): boolean {
  const tail = text.slice(end, end + 40);
  return /^(?:\?[\w.]+=|\[@|\(\))/.test(tail) || (text.charAt(end - 1) === "/" && /^:\w/.test(tail));
}

const LISTED_FOLDER = /[\\/](?:s?bin|\.bin|lib|lib64|libexec|shims|scripts|site-packages|src|python)$/i;
const MOUNT_MODE = /^(?:$|[\s"'`]|:(?:ro|rw|[zZU]|cached|delegated|consistent|r?shared|r?slave|r?private)\b)/;

/**
 * Whether the path is the far side of a colon: a container's (`./data:/home/app/data:ro`) or another machine's
 * (`deploy@server:/home/deploy/app`). In a list of folders (`/usr/bin:/home/ann/bin`) every entry is this machine's.
 */
function isInsideContainer(text: string, start: number, end: number, home: string): boolean {
  if (text.charAt(start - 1) !== ":") return false;
  const near = wordBefore(text, start - 1).replace(/\$\{[^{}]*\}/g, "$");
  if (near.includes("@") || /^[.~]/.test(near)) return true;
  if (/^[\w.-]+$/.test(near)) return !/^(?:[A-Z_]+|file|sqlite|unix|path|dir|cwd)$/.test(near);
  const isListed = near === "" || near.includes(":") || near.includes(home) || /PATH\}?$/.test(near);
  if (isListed || LISTED_FOLDER.test(near) || LISTED_FOLDER.test(text.slice(start, end))) return false;
  return MOUNT_MODE.test(text.slice(end, end + 12));
}
