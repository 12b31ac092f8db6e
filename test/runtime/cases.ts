import { statSync } from "node:fs";
import { CONFIG_CASES } from "./config-cases.ts";
import type { Entry } from "./forms.ts";

/** A call and its answer; `{root}` and `{base}`, the folder above it, stand for the real folders. */
export interface Step {
  /** Files written at the root before the call. */
  readonly write?: Readonly<Record<string, string>>;
  /** The environment from here on, in place of the case's. */
  readonly env?: Readonly<Record<string, string>>;
  /** The name and the arguments; one that is `{ result: […] }` is the result of another call. */
  readonly call: readonly [name: string, ...args: unknown[]];
  readonly expect: unknown;
  /** What is said through the language's own logging; nothing if nothing is said here. */
  readonly logs?: readonly string[];
}

export interface Case extends Step {
  readonly name: string;
  /** What stands at the root; `.git` does if nothing is said. */
  readonly files?: Readonly<Record<string, Entry>>;
  /** The root's name, "app" if nothing is said. */
  readonly root?: string;
  /** The folder of the module, below the root. */
  readonly module?: string;
  readonly cwd?: string;
  readonly prefix?: string;
  readonly marker?: string;
  readonly platform?: "darwin" | "win32";
  /** Why the shells cannot be asked this. */
  readonly notInShells?: string;
  /** The file system has no hard links. */
  readonly withoutLinks?: boolean;
  readonly then?: readonly Step[];
  /** What stands at the root afterwards, besides the module's folder; for calls that write. */
  readonly after?: Readonly<Record<string, string | null>>;
}

const UNIX = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
const LINUX = [
  "/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin", "/bin", "/sbin",
  "/home/linuxbrew/.linuxbrew/bin", "/home/linuxbrew/.linuxbrew/sbin", "/snap/bin",
].filter(isFolder);
const MAC = [
  "/opt/homebrew/bin", "/opt/homebrew/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/local/bin", "/opt/local/sbin",
].filter(isFolder);
const HERE = process.platform === "darwin" ? MAC : LINUX;

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function joined(...lists: readonly string[][]): string {
  return [...new Set(lists.flat())].join(":");
}

function listed(...lists: readonly string[][]): string {
  return [...new Set(lists.flat())].join(", ");
}

const program = { program: "#!/bin/sh\n" };

// Every kind of token, and no end.
const NEARLY = '{"a": [[], {}, [{"b": [true, false, null, -1.5e+3, "\\u00e9\\"\\n"]}]], "c": {} ';

function local(runtime: unknown): Record<string, string> {
  return { "config.local.json": JSON.stringify({ runtime }) };
}

function defaults(runtime: unknown): Record<string, string> {
  return { "config.default.json": JSON.stringify({ runtime }) };
}

function brokenAt(name: string, text: string, place: string): Case {
  return {
    name: `broken JSON: ${name}`,
    files: { ".git": null, "config.local.json": text },
    call: ["bindHost"],
    expect: { error: `{root}/config.local.json:${place} is not valid JSON.` },
  };
}

function wrongPort(value: string): Case {
  return {
    name: `port: ${JSON.stringify(value)} in the environment`,
    env: { APP_MAIN_PORT: value },
    call: ["port", "main"],
    expect: { error: `APP_MAIN_PORT must be a whole number from 1 to 65535, but is ${JSON.stringify(value)}.` },
  };
}

function wrongConfigPort(json: string, shown: string): Case {
  return {
    name: `port: ${json} in a file`,
    files: { ".git": null, "config.default.json": `{ "runtime": { "main_port": ${json} } }` },
    call: ["port", "main"],
    expect: { error: `runtime.main_port in {root}/config.default.json:1:29 must be a whole number from 1 to 65535, but is ${shown}.` },
  };
}

export const CASES: readonly Case[] = [
  // projectPath
  { name: "the root ends in no separator", call: ["projectPath"], expect: "{root}" },
  { name: "one part may hold several folders", call: ["projectPath", "data/x.db"], expect: "{root}/data/x.db" },
  { name: "parts are joined", call: ["projectPath", "data", "2024", "x.db"], expect: "{root}/data/2024/x.db" },
  { name: "a trailing separator stays", call: ["projectPath", "data/"], expect: "{root}/data/" },
  { name: "an empty part counts for nothing", call: ["projectPath", "", "data", ""], expect: "{root}/data" },
  { name: "only empty parts", call: ["projectPath", ""], expect: "{root}" },
  { name: "a leading separator does not leave the root", call: ["projectPath", "/etc", "/passwd"], expect: "{root}/etc/passwd" },
  { name: "a lone separator", call: ["projectPath", "/"], expect: "{root}/" },
  { name: "dots are followed in the text", call: ["projectPath", "./a/../b/.", "c//d/./"], expect: "{root}/b/c/d/" },
  { name: "dots above the root", call: ["projectPath", "../sibling/x"], expect: "{base}/sibling/x" },
  { name: "a dot alone", call: ["projectPath", "."], expect: "{root}" },
  { name: "dots above everything", call: ["projectPath", "../".repeat(60)], expect: "/" },
  { name: "a part with spaces and other scripts", call: ["projectPath", "mes données/数据.db"], expect: "{root}/mes données/数据.db" },
  { name: "a backslash is a character of a name", call: ["projectPath", "a\\b"], expect: "{root}/a\\b" },
  { name: "the working folder does not matter", cwd: "/", call: ["projectPath", "x"], expect: "{root}/x" },
  { name: "the module in a nested folder", module: "backend/core/lib", call: ["projectPath", "x"], expect: "{root}/x" },
  { name: "the module at the root itself", module: ".", call: ["projectPath", "x"], expect: "{root}/x" },
  { name: "a root with spaces and other scripts", root: "my app – приложение é", call: ["projectPath", "x"], expect: "{root}/x" },
  { name: "a root with characters that URLs escape", root: "50%25 #1?", call: ["projectPath"], expect: "{root}" },
  { name: "the nearest marker wins", files: { ".git": null, "lib/.git": "a file" }, call: ["projectPath"], expect: "{root}/lib" },
  { name: "the marker as a file", files: { ".git": "gitdir: elsewhere\n" }, call: ["projectPath"], expect: "{root}" },
  { name: "a marker of several folders", marker: "backend/main.py", files: { "backend/main.py": "" }, call: ["projectPath"], expect: "{root}" },
  { name: "another prefix and marker", prefix: "REC_", marker: "pyproject.toml", files: { "pyproject.toml": "", "lib/.git": null }, env: { APP_ROOT: "/", REC_BIND_HOST: "h" }, call: ["projectPath"], expect: "{root}", then: [{ call: ["bindHost"], expect: "h" }] },
  {
    name: "another prefix in the errors",
    prefix: "REC_",
    env: { REC_ROOT: "nowhere" },
    call: ["projectPath"],
    expect: { error: 'REC_ROOT must be the absolute path of an existing folder, but is "nowhere".' },
  },
  {
    name: "no marker anywhere",
    marker: "no-such-marker",
    call: ["projectPath"],
    expect: { error: 'the project root was not found: "no-such-marker" stands in none of {root}/lib, {root}, {above}. Set APP_ROOT to the root folder.' },
    then: [
      { env: { APP_ROOT: "{root}" }, call: ["projectPath"], expect: "{root}" },
      { env: { APP_BIND_HOST: "::1", APP_MAIN_PORT: "80" }, call: ["bindHost"], expect: "::1" },
      { call: ["port", "main"], expect: 80 },
    ],
  },
  // Where something else is taken, that is said, and once
  {
    name: "no marker, but the defaults, as in a container",
    files: { "config.default.json": "{}", "more/x": "" },
    module: "src/lib",
    call: ["projectPath", "x"],
    expect: "{root}/x",
    logs: ['the project root is taken to be {root}, where config.default.json stands: ".git" stands nowhere above {module}. Set APP_ROOT to the root folder.'],
  },
  {
    name: "no marker, but a local file",
    files: { "lib/config.local.json": "{}" },
    call: ["port", "main"],
    expect: { error: 'the port "main" is not set. Set APP_MAIN_PORT, or runtime.main_port in config.local.json or config.default.json in {root}/lib.' },
    logs: ['the project root is taken to be {root}/lib, where config.local.json stands: ".git" stands nowhere above {module}. Set APP_ROOT to the root folder.'],
  },
  { name: "the marker above before a configuration file below", files: { ".git": null, "lib/config.default.json": "{}" }, call: ["projectPath"], expect: "{root}" },
  { name: "the root from the environment is asked for nothing", files: { "config.default.json": "{}" }, env: { APP_ROOT: "{base}" }, call: ["projectPath"], expect: "{base}" },
  { name: "a marker that cannot be looked at", files: { ".git": null, "lib/.git": { link: ".git" } }, call: ["projectPath"], expect: "{root}", logs: ["{root}/lib/.git cannot be looked at (ELOOP), and counts as missing."] },
  {
    name: "what is said is said once",
    notInShells: "each call is a process of its own",
    files: { ".git": null, "config.default.json": { link: "gone" } },
    call: ["targetHost"],
    expect: "127.0.0.1",
    logs: ["{root}/config.default.json is a link that leads nowhere, and counts as missing."],
    then: [{ call: ["targetHost"], expect: "127.0.0.1" }, { call: ["loadConfig"], expect: {} }],
  },
  { name: "an entry of PATH that is missing or leads nowhere is nobody's business", files: { ".git": null, "b/portable-tool": program, loop: { link: "loop" }, file: "" }, env: { PATH: "{root}/gone:{root}/loop:{root}/file:{root}/b" }, call: ["findBinary", "portable-tool"], expect: "{root}/b/portable-tool" },

  { name: "the root from the environment", env: { APP_ROOT: "{base}" }, call: ["projectPath", "x"], expect: "{base}/x" },
  { name: "the environment's root, untidy", env: { APP_ROOT: "//{base}/./app/..//" }, call: ["projectPath"], expect: "{base}" },
  { name: "an empty root counts as not set", env: { APP_ROOT: "" }, call: ["projectPath"], expect: "{root}" },
  { name: "a relative root", env: { APP_ROOT: "." }, call: ["projectPath"], expect: { error: 'APP_ROOT must be the absolute path of an existing folder, but is ".".' } },
  { name: "a root that is missing", env: { APP_ROOT: "{root}/gone" }, call: ["projectPath"], expect: { error: 'APP_ROOT must be the absolute path of an existing folder, but is "{root}/gone".' } },
  { name: "a root that is a file", files: { ".git": "" }, env: { APP_ROOT: "{root}/.git" }, call: ["projectPath"], expect: { error: 'APP_ROOT must be the absolute path of an existing folder, but is "{root}/.git".' } },
  {
    name: "the root follows the environment",
    call: ["projectPath"],
    expect: "{root}",
    then: [
      { env: { APP_ROOT: "{base}" }, call: ["projectPath"], expect: "{base}" },
      { env: {}, call: ["projectPath"], expect: "{root}" },
    ],
  },

  // homePath, tempPath
  { name: "home", env: { HOME: "{base}/ann" }, call: ["homePath"], expect: "{base}/ann" },
  { name: "home with parts", env: { HOME: "{base}/ann/" }, call: ["homePath", ".config/app", "x.json"], expect: "{base}/ann/.config/app/x.json" },
  { name: "home with a trailing separator", env: { HOME: "{base}/ann/" }, call: ["homePath"], expect: "{base}/ann" },
  { name: "home at the top", env: { HOME: "/" }, call: ["homePath", "x"], expect: "/x" },
  { name: "home, empty", env: { HOME: "" }, call: ["homePath"], expect: { error: "the running user's home folder is not known. Set HOME to its absolute path." } },
  { name: "home, relative", env: { HOME: "ann" }, call: ["homePath"], expect: { error: "the running user's home folder is not known. Set HOME to its absolute path." } },
  { name: "temp", env: {}, call: ["tempPath", "app", "x"], expect: "/tmp/app/x" },
  { name: "temp from TMPDIR", env: { TMPDIR: "{base}/tmp/", TMP: "/b", TEMP: "/c" }, call: ["tempPath"], expect: "{base}/tmp" },
  { name: "temp from TMP", env: { TMPDIR: "", TMP: "/b", TEMP: "/c" }, call: ["tempPath", "x"], expect: "/b/x" },
  { name: "temp from TEMP", env: { TEMP: "/c" }, call: ["tempPath", "x"], expect: "/c/x" },
  { name: "temp, relative", env: { TMPDIR: "tmp" }, call: ["tempPath"], expect: { error: 'the system\'s temp folder is "tmp", which is not an absolute path. Set TMPDIR to one.' } },

  // findBinary
  { name: "a program along PATH, in order", files: { "b/portable-tool": program, "c/portable-tool": program }, env: { PATH: "{root}/a:{root}/b:{root}/c" }, call: ["findBinary", "portable-tool"], expect: "{root}/b/portable-tool" },
  { name: "neither a folder nor a plain file is a program", files: { "a/portable-tool": null, "b/portable-tool": "text", "c/portable-tool": program }, env: { PATH: "{root}/a:{root}/b:{root}/c" }, call: ["findBinary", "portable-tool"], expect: "{root}/c/portable-tool" },
  { name: "a link to a program is one, a broken link is none", files: { "a/portable-tool": { link: "nowhere" }, "b/portable-tool": { link: "../c/other" }, "c/other": program }, env: { PATH: "{root}/a:{root}/b" }, call: ["findBinary", "portable-tool"], expect: "{root}/b/portable-tool" },
  { name: "a relative entry of PATH gives an absolute path", files: { "b/portable-tool": program }, cwd: "{root}", env: { PATH: "./b" }, call: ["findBinary", "portable-tool"], expect: "{root}/b/portable-tool" },
  { name: "an empty entry of PATH is not the working folder", files: { "portable-tool": program, "b/portable-tool": program }, cwd: "{root}", env: { PATH: ":{root}/b:" }, call: ["findBinary", "portable-tool"], expect: "{root}/b/portable-tool" },
  { name: "a well-known folder after PATH", env: { PATH: "/no/such" }, call: ["findBinary", "sh"], expect: `${HERE.find((folder) => statSync(`${folder}/sh`, { throwIfNoEntry: false })?.isFile()) ?? "/bin"}/sh` },
  { name: "a program that is nowhere", env: { PATH: "/no/such:/usr/bin:/no/such" }, call: ["findBinary", "portable-tool"], expect: { error: `the program "portable-tool" was not found in ${listed(["/no/such", "/usr/bin"], HERE)}. Set APP_BIN_PORTABLE_TOOL to its absolute path.` } },
  { name: "the environment's program wins", files: { "a/portable-tool": program, "b/mine": program }, env: { PATH: "{root}/a", APP_BIN_PORTABLE_TOOL: "{root}/b/mine" }, call: ["findBinary", "portable-tool"], expect: "{root}/b/mine" },
  { name: "the environment's program, empty", files: { "a/portable-tool": program }, env: { PATH: "{root}/a", APP_BIN_PORTABLE_TOOL: "" }, call: ["findBinary", "portable-tool"], expect: "{root}/a/portable-tool" },
  { name: "the variable of a name with other characters", prefix: "REC_", env: { REC_BIN_G___11: "g++" }, call: ["findBinary", "g++-11"], expect: { error: 'REC_BIN_G___11 must be the absolute path of an executable file, but is "g++".' } },
  { name: "the environment's program is missing", env: { APP_BIN_JQ: "{root}/gone" }, call: ["findBinary", "jq"], expect: { error: 'APP_BIN_JQ must be the absolute path of an executable file, but is "{root}/gone".' } },
  { name: "the environment's program may not be executed", files: { jq: "text" }, env: { APP_BIN_JQ: "{root}/jq" }, call: ["findBinary", "jq"], expect: { error: 'APP_BIN_JQ must be the absolute path of an executable file, but is "{root}/jq".' } },
  { name: "a path is not a program's name", call: ["findBinary", "../bin/jq"], expect: { error: '"../bin/jq" is not the name of a program.' } },
  { name: "a Windows path is not a program's name", call: ["findBinary", "bin\\jq"], expect: { error: '"bin\\\\jq" is not the name of a program.' } },
  { name: "nothing is not a program's name", call: ["findBinary", ""], expect: { error: '"" is not the name of a program.' } },
  { name: "a NUL is in no program's name", call: ["findBinary", "j\0q"], expect: { error: '"j\\u0000q" is not the name of a program.' } },
  { name: "dots are not a program's name", call: ["findBinary", ".."], expect: { error: '".." is not the name of a program.' } },
  { name: "macOS's folders", platform: "darwin", env: { PATH: "/no/such" }, call: ["findBinary", "portable-tool"], expect: { error: `the program "portable-tool" was not found in ${listed(["/no/such"], MAC)}. Set APP_BIN_PORTABLE_TOOL to its absolute path.` } },
  { name: "Windows's endings", platform: "win32", files: { "a/jq": program, "a/jq.EXE": program }, env: { PATH: "{root}/a", PATHEXT: ".COM;.EXE" }, call: ["findBinary", "jq"], expect: "{root}/a/jq.EXE" },
  { name: "Windows's endings when none are set", platform: "win32", files: { "a/npm.CMD": program }, env: { PATH: "{root}/a" }, call: ["findBinary", "npm"], expect: "{root}/a/npm.CMD" },
  { name: "a name with its ending on Windows", platform: "win32", files: { "a/jq.exe": program }, env: { PATH: "{root}/a", PATHEXT: ".COM;.EXE" }, call: ["findBinary", "jq.exe"], expect: "{root}/a/jq.exe" },
  { name: "nowhere on Windows, which has no well-known folders", platform: "win32", env: { PATH: "" }, call: ["findBinary", "jq"], expect: { error: 'the program "jq" was not found in any folder. Set APP_BIN_JQ to its absolute path.' } },

  // searchPath
  { name: "the search path", env: { PATH: "/opt/x/bin:/usr/bin" }, call: ["searchPath"], expect: joined(["/opt/x/bin", "/usr/bin"], UNIX, HERE) },
  { name: "the search path has each entry once", env: { PATH: "/bin:/a:/bin::/a:b" }, call: ["searchPath"], expect: joined(["/bin", "/a", "b"], UNIX, HERE) },
  { name: "the search path without PATH", notInShells: "bash and zsh make a PATH of their own", env: {}, call: ["searchPath"], expect: joined(UNIX, HERE) },
  { name: "the search path on macOS", platform: "darwin", env: { PATH: "/a" }, call: ["searchPath"], expect: joined(["/a"], UNIX, MAC) },
  { name: "the search path on Windows", platform: "win32", env: { PATH: "/a" }, call: ["searchPath"], expect: "/a" },

  // targetHost, bindHost
  { name: "the target host by default", call: ["targetHost"], expect: "127.0.0.1" },
  { name: "the bind host by default", call: ["bindHost"], expect: "0.0.0.0" },
  { name: "the target host from the environment", files: { ".git": null, ...local({ target_host: "l" }) }, env: { APP_TARGET_HOST: "10.0.0.7" }, call: ["targetHost"], expect: "10.0.0.7" },
  { name: "the environment answers before a file is read", files: { ".git": null, "config.local.json": "{" }, env: { APP_TARGET_HOST: "e", APP_BIND_HOST: "::", APP_MAIN_PORT: "1" }, call: ["targetHost"], expect: "e", then: [{ call: ["bindHost"], expect: "::" }, { call: ["port", "main"], expect: 1 }] },
  { name: "an empty host in the environment counts as not set", files: { ".git": null, ...local({ target_host: "l" }) }, env: { APP_TARGET_HOST: "" }, call: ["targetHost"], expect: "l" },
  { name: "local stands over default", files: { ".git": null, ...local({ target_host: "l" }), ...defaults({ target_host: "d", bind_host: "b" }) }, call: ["targetHost"], expect: "l", then: [{ call: ["bindHost"], expect: "b" }] },
  { name: "default alone", files: { ".git": null, ...defaults({ target_host: "d" }) }, call: ["targetHost"], expect: "d" },
  { name: "a named host", files: { ".git": null, ...local({ camera_host: "192.168.86.42" }) }, call: ["targetHost", "camera"], expect: "192.168.86.42" },
  { name: "a named host from the environment", env: { APP_FRONT_DOOR_2_HOST: "cam" }, call: ["targetHost", "Front-Door 2"], expect: "cam" },
  { name: "a named host in the file, by its key", files: { ".git": null, ...defaults({ front_door_2_host: "cam" }) }, call: ["targetHost", "Front-Door 2"], expect: "cam" },
  { name: "a named host that is nowhere", call: ["targetHost", "camera"], expect: { error: 'the host "camera" is not set. Set APP_CAMERA_HOST, or runtime.camera_host in config.local.json or config.default.json in {root}.' } },
  { name: "a host named nothing", call: ["targetHost", ""], expect: { error: '"" is not a name: it holds no letter or digit.' } },
  { name: "a host named in characters that are all replaced", call: ["targetHost", "é😀"], expect: { error: '"é😀" is not a name: it holds no letter or digit.' } },
  { name: "a character outside the basic plane is one underscore", env: { APP_A_B_HOST: "h" }, call: ["targetHost", "a😀b"], expect: "h" },
  { name: "a host in other scripts", files: { ".git": null, ...local({ target_host: "bücher.example" }) }, call: ["targetHost"], expect: "bücher.example" },
  { name: "null is a value", files: { ".git": null, ...local({ target_host: null }), ...defaults({ target_host: "d" }) }, call: ["targetHost"], expect: { error: "runtime.target_host in {root}/config.local.json:1:27 must be a non-empty string, but is null." } },
  { name: "an empty host in a file", files: { ".git": null, ...defaults({ bind_host: "" }) }, call: ["bindHost"], expect: { error: 'runtime.bind_host in {root}/config.default.json:1:25 must be a non-empty string, but is "".' } },
  ...([[true, "true"], [false, "false"], [1, "1"], [0, "0"], [-2.5, "-2.5"], [1e30, "a very large or small number"], [[], "an array"], [{}, "an object"]] as const).map(
    ([value, shown]): Case => ({
      name: `a host that is ${JSON.stringify(value)}`,
      files: { ".git": null, ...local({ bind_host: value }) },
      call: ["bindHost"],
      expect: { error: `runtime.bind_host in {root}/config.local.json:1:25 must be a non-empty string, but is ${shown}.` },
    }),
  ),
  { name: "keys of Object.prototype are no settings", files: { ".git": null, "config.local.json": '{ "__proto__": { "runtime": { "bind_host": "p" } }, "constructor": { "prototype": { "runtime": 1 } } }' }, call: ["bindHost"], expect: "0.0.0.0" },
  { name: "keys of Object.prototype inside runtime", files: { ".git": null, "config.local.json": '{ "runtime": { "__proto__": { "bind_host": "p", "main_port": 1 } } }' }, call: ["bindHost"], expect: "0.0.0.0", then: [{ call: ["targetHost", "__proto__x"], expect: { error: 'the host "__proto__x" is not set. Set APP___PROTO__X_HOST, or runtime.__proto__x_host in config.local.json or config.default.json in {root}.' } }] },

  // port
  { name: "a port from the environment", files: { ".git": null, ...local({ main_port: 4000 }) }, env: { APP_MAIN_PORT: "3000" }, call: ["port", "main"], expect: 3000 },
  { name: "a port from a file", files: { ".git": null, ...local({ trade_manager_port: 4000 }), ...defaults({ trade_manager_port: 5000 }) }, call: ["port", "trade-manager"], expect: 4000 },
  { name: "a port as a string in a file", files: { ".git": null, ...local({ main_port: "4000" }) }, call: ["port", "main"], expect: 4000 },
  { name: "a port written as 4000.0", files: { ".git": null, "config.local.json": '{"runtime":{"main_port":4e3,"b_port":80.0}}' }, call: ["port", "main"], expect: 4000, then: [{ call: ["port", "b"], expect: 80 }] },
  { name: "the lowest and the highest port", env: { APP_A_PORT: "1", APP_B_PORT: "65535" }, call: ["port", "a"], expect: 1, then: [{ call: ["port", "b"], expect: 65535 }] },
  { name: "an empty port counts as not set", env: { APP_MAIN_PORT: "" }, call: ["port", "main"], expect: { error: 'the port "main" is not set. Set APP_MAIN_PORT, or runtime.main_port in config.local.json or config.default.json in {root}.' } },
  { name: "a port named nothing", call: ["port", "--"], expect: { error: '"--" is not a name: it holds no letter or digit.' } },
  ...["0", "65536", "99999", "100000", "-1", "+80", " 80", "80 ", "80\n", "0x50", "1e3", "80.0", "080", "80/tcp", "٣٠٠٠", "none"].map(wrongPort),
  wrongConfigPort("0", "0"),
  wrongConfigPort("-0", "0"),
  wrongConfigPort("65536", "65536"),
  wrongConfigPort("80.5", "80.5"),
  wrongConfigPort("0.00001", "a very large or small number"),
  wrongConfigPort("123456789012345678901234567890", "a very large or small number"),
  wrongConfigPort("1e999", "a very large or small number"),
  wrongConfigPort("true", "true"),
  wrongConfigPort("null", "null"),
  wrongConfigPort("[80]", "an array"),
  wrongConfigPort('"0x50"', '"0x50"'),
  wrongConfigPort('" 80"', '" 80"'),
  wrongConfigPort('"a\\tb\\u0001\\"\\\\é"', '"a\\tb\\u0001\\"\\\\é"'),

  // Configuration files
  {
    name: "a changed file is seen",
    files: { ".git": null, ...local({ main_port: 1 }) },
    call: ["port", "main"],
    expect: 1,
    then: [
      { write: local({ main_port: 2 }), call: ["port", "main"], expect: 2 },
      { write: local({}), call: ["port", "main"], expect: { error: 'the port "main" is not set. Set APP_MAIN_PORT, or runtime.main_port in config.local.json or config.default.json in {root}.' } },
    ],
  },
  { name: "a BOM is passed over", files: { ".git": null, "config.local.json": '\ufeff{"runtime":{"bind_host":"h"}}' }, call: ["bindHost"], expect: "h" },
  { name: "the last of two equal keys counts", files: { ".git": null, "config.local.json": '{"runtime":{"bind_host":"a","bind_host":"b"}}' }, call: ["bindHost"], expect: "b" },
  { name: "runtime is no object", files: { ".git": null, ...local(null), ...defaults({ bind_host: "d" }) }, call: ["bindHost"], expect: { error: "runtime in {root}/config.local.json:1:12 must be an object, but is null." } },
  { name: "runtime is an array", files: { ".git": null, ...defaults([]) }, call: ["bindHost"], expect: { error: "runtime in {root}/config.default.json:1:12 must be an object, but is an array." } },
  { name: "a file that is an array", files: { ".git": null, "config.default.json": "\r\n  [1]" }, call: ["port", "main"], expect: { error: "{root}/config.default.json:2:3 must be an object, but is an array." } },
  { name: "a file that is null", files: { ".git": null, "config.local.json": "null" }, call: ["port", "main"], expect: { error: "{root}/config.local.json:1:1 must be an object, but is null." } },
  { name: "a broken default under a good local", files: { ".git": null, ...local({ bind_host: "h" }), "config.default.json": "{" }, call: ["bindHost"], expect: { error: "{root}/config.default.json:1:2 is not valid JSON." } },
  { name: "a folder in place of a file", files: { ".git": null, "config.local.json": null }, call: ["bindHost"], expect: { error: "{root}/config.local.json cannot be read (EISDIR)." } },
  { name: "a link that leads nowhere is no file", files: { ".git": null, "config.local.json": { link: "gone" } }, call: ["bindHost"], expect: "0.0.0.0", logs: ["{root}/config.local.json is a link that leads nowhere, and counts as missing."] },
  { name: "a link in a circle", files: { ".git": null, "config.local.json": { link: "config.local.json" } }, call: ["bindHost"], expect: { error: "{root}/config.local.json cannot be read (ELOOP)." } },
  { name: "Latin-1", files: { ".git": null, "config.local.json": { bytes: [0x22, 0xe9, 0x22] } }, call: ["bindHost"], expect: { error: "{root}/config.local.json is not UTF-8." } },
  brokenAt("an empty file", "", "1:1"),
  brokenAt("only space", " \r\n ", "2:2"),
  brokenAt("cut off", '{\n  "a": {\n    "b": 1\n', "4:1"),
  brokenAt("a comma too many", '{\n  "a": 1,\n}', "3:1"),
  brokenAt("a comma too many in an array", '{"a": [1, ]}', "1:11"),
  brokenAt("a comma missing", '{"a": 1 "b": 2}', "1:9"),
  brokenAt("a colon missing", '{"a" 1}', "1:6"),
  brokenAt("a value missing", '{"a": }', "1:7"),
  brokenAt("a key without quotes", "{a: 1}", "1:2"),
  brokenAt("a number as key", "{1: 1}", "1:2"),
  brokenAt("single quotes", "{'a': 1}", "1:2"),
  brokenAt("a comment", '{\n// why\n"a": 1}', "2:1"),
  brokenAt("an open string", '{"a": "b}', "1:7"),
  brokenAt("a line break in a string", '{"a": "b\nc"}', "1:7"),
  brokenAt("an unknown escape", '{"a": "\\x41"}', "1:7"),
  brokenAt("the wrong bracket", '{"a": [1}}', "1:9"),
  brokenAt("a bracket too many", '{"a": [1]]}', "1:10"),
  brokenAt("two values", "{} {}", "1:4"),
  brokenAt("text behind", "{}x", "1:3"),
  brokenAt("NaN", '{"a": NaN}', "1:7"),
  brokenAt("Infinity", '{"a": -Infinity}', "1:7"),
  brokenAt("a number that begins with 0", '{"a": 01}', "1:8"),
  brokenAt("a number that ends in a point", '{"a": 1.}', "1:8"),
  brokenAt("other digits", '{"a": ٣}', "1:7"),
  brokenAt("other space", '{"a":\u00a01}', "1:6"),
  brokenAt("columns are characters, also outside the basic plane", '{"😀é": x}', "1:8"),
  brokenAt("nested and good up to the end", NEARLY, `1:${NEARLY.length + 1}`),

  ...CONFIG_CASES,

  // saveLocalConfigIfMissing
  {
    name: "the local config is created",
    call: ["saveLocalConfigIfMissing", { runtime: { main_port: 3000, camera_host: "é😀\u2028\"\\\n" }, list: [1, true, null, []], nothing: {} }],
    expect: true,
    after: { ".git": null, "config.local.json": '{\n  "runtime": {\n    "main_port": 3000,\n    "camera_host": "é😀\u2028\\"\\\\\\n"\n  },\n  "list": [\n    1,\n    true,\n    null,\n    []\n  ],\n  "nothing": {}\n}\n' },
    then: [
      { call: ["port", "main"], expect: 3000 },
      { call: ["saveLocalConfigIfMissing", { runtime: { main_port: 1 } }], expect: false },
      { call: ["port", "main"], expect: 3000 },
    ],
  },
  { name: "an existing one stays", files: { ".git": null, "config.local.json": "mine" }, call: ["saveLocalConfigIfMissing", {}], expect: false, after: { ".git": null, "config.local.json": "mine" } },
  { name: "a link that leads nowhere stays", files: { ".git": null, "config.local.json": { link: "gone" } }, call: ["saveLocalConfigIfMissing", {}], expect: false, after: { ".git": null, "config.local.json": null } },
  { name: "a folder of that name stays", files: { ".git": null, "config.local.json": null }, call: ["saveLocalConfigIfMissing", {}], expect: false, after: { ".git": null, "config.local.json": null } },
  { name: "a file system without hard links", withoutLinks: true, call: ["saveLocalConfigIfMissing", { a: 1 }], expect: true, then: [{ call: ["saveLocalConfigIfMissing", { a: 2 }], expect: false }], after: { ".git": null, "config.local.json": '{\n  "a": 1\n}\n' } },
  { name: "an empty configuration", call: ["saveLocalConfigIfMissing", {}], expect: true, after: { ".git": null, "config.local.json": "{}\n" } },
  { name: "an array is no configuration", call: ["saveLocalConfigIfMissing", [1]], expect: { error: "the values for config.local.json cannot be written as a JSON object." }, after: { ".git": null } },
  { name: "null is no configuration", call: ["saveLocalConfigIfMissing", null], expect: { error: "the values for config.local.json cannot be written as a JSON object." }, after: { ".git": null } },
  {
    name: "what was loaded is not saved",
    env: { APP_TARGET_HOST: "10.0.0.1" },
    call: ["saveLocalConfigIfMissing", { result: ["loadConfig"] }],
    expect: { error: "the values for config.local.json are the whole configuration, with what the environment set. Give only what this machine is to keep." },
    after: { ".git": null },
  },
];
