/** Offsets into the text of a file without its BOM, in UTF-16 units, end exclusive. */
export type Range = readonly [start: number, end: number];

/** A language that has a reader. JavaScript stands for every ESTree: JS, TS, JSX, TSX. */
export type LanguageName = "javascript" | "python" | "ini" | "json" | "yaml" | "toml" | "dotenv" | "plist" | "dockerfile" | "systemd" | "crontab" | "makefile" | "nginx" | "logrotate" | "shell" | "html" | "markdown";

/** What the program does with a string. */
export type Use =
  /** stored, passed on */
  | "kept"
  /** executed: a program, or a command line */
  | "run"
  /** opened for writing */
  | "written"
  /** operand of a comparison */
  | "compared"
  /** a pattern or what a pattern is held against: regex, glob, replace */
  | "matched"
  /** printed, logged, rendered, documentation */
  | "shown"
  /** what a page says to whoever reads it, as a fact of the machine it comes from */
  | "stated"
  /** the name of an environment variable */
  | "variable";

/** What an expression gives that is another thing on each machine, or each time the program is started. */
export type Given =
  /** the folder in which the program was started */
  | "working-folder"
  /** an address of the machine, which the program has found out by itself */
  | "own-address";

/** What a file lays down itself, so that it is the same wherever the file is used: the paths inside an image, the addresses of a network that it makes. */
export type Own = "paths" | "addresses";

/** The part a file plays in its project. */
export type Zone = "source" | "script" | "config" | "test" | "docs" | "example" | "generated";

/** An expression inside a string whose value is not known: `${name}`, `{name}`. */
export interface Hole {
  /** Offset of its HOLE character in the value. */
  readonly at: number;
  /** Range of the expression alone, without the braces. Empty where none is written: the folder that `path.resolve("x")` begins at. */
  readonly range: Range;
  /** The expression as dotted name (`process.env.PATH`, `ports[].main`, `getHost()`), or null when it is not one. */
  readonly name: string | null;
  /** What the expression gives, where the reader knows it, also through variables and functions of the file. */
  readonly gives?: Given | null;
}

/** A command line that a string is a word of. */
export interface CommandLine {
  /** The words from the program on, decoded, without wrappers such as `sudo`; what is not known is a HOLE character. */
  readonly words: readonly string[];
  /** The place of the string among them: 0 for the program. */
  readonly at: number;
  /** The folder that it is run in, where that is said: `directory=`, `cwd=`, `cd /srv/app &&`; a HOLE for one that is not known. Null for the folder in which the program was started. */
  readonly folder?: string | null;
  /** Who starts it, where no program of the project does. */
  readonly by?: "supervisor" | "systemd" | "launchd" | "cron";
  /** The programs of the pipe that it stands in, in order; the last one takes what the pipe gives: `kill $(ps aux | grep node)`. */
  readonly pipe?: readonly string[];
}

/** The literal that a computed string comes from. */
export interface Origin {
  readonly value: string;
  readonly range: Range;
}

/** What is known of a write to a file. */
export interface Write {
  /** The call that writes, as spelled: `open`, `fs.writeFileSync`, `self.config_path.write_text`. */
  readonly call: string;
  /** Functions from the constructor or loader to the write: `["__init__", "_validate", "save"]`. Empty for the write itself. */
  readonly chain: readonly string[];
  /** The function of this file that is handed the path and writes to it, where the call is one of that. */
  readonly writer?: string;
  /** Whether this file also reads what is written as configuration. */
  readonly alsoRead: boolean;
  /** For a call that reaches a write: the statement, if the call is one of its own. */
  readonly statement: Statement | null;
}

/** What is known of an expression that gives the value that a whole file holds. */
export interface Parsed {
  readonly notation: "JSON" | "YAML" | "TOML";
  /** The file, where the path is the same each time, or most likely. */
  readonly path: string;
  /** Where the path begins: at the project's root, in the folder in which the program was started, at the root of the system. */
  readonly from: "root" | "start" | "system";
  /** Functions and classes of this file whose callers may give another path: `ConfigManager`. */
  readonly given: readonly string[];
  /** The statement that opens the file, and the one in it that reads, where it holds nothing else: the one can take the place of the other. */
  readonly around: { readonly whole: Range; readonly inner: Range } | null;
  /** The functions of this file that write the same file; null stands for code outside of all functions. */
  readonly savers: readonly (string | null)[];
  /** The calls of these functions in this file. */
  readonly saves: readonly Range[];
}

/** A statement that can be taken out. */
export interface Statement {
  /** The statement with the comment that belongs to it and its line end. */
  readonly range: Range;
  /** What must stand instead where the block would be empty: `pass` in Python; otherwise nothing. */
  readonly filler: string;
}

/** One string a program holds, where it stands, and what the program does with it. */
export interface Site {
  readonly language: LanguageName;
  readonly zone: Zone;
  /** The decoded string; a piece that is not known is one HOLE character. */
  readonly value: string;
  readonly holes: readonly Hole[];
  /** The whole expression, quotes included. */
  readonly range: Range;
  /** How the string is written. `path` is a join whose parts are all known. A `call` holds no string: its value is empty, or a HOLE for what it gives. A `number` is one that a port could have, in digits. */
  readonly shape: "plain" | "template" | "concatenation" | "path" | "bytes" | "call" | "number";
  readonly use: Use;
  /** The variable, key or option it stands under, as spelled: `self.config_path`, `env.PATH`, `directory`. */
  readonly name: string | null;
  /** The function, class or section it stands in: `ConfigManager.__init__`, `program:api`. */
  readonly scope: string | null;
  /** The call it is an argument of, as dotted name: `subprocess.run`. */
  readonly callee: string | null;
  /** Its place in that call: an index or a keyword. */
  readonly argument: number | string | null;
  /** For a comparison: whether its result is only passed on (returned, assigned) or decides what is done. */
  readonly outcome?: "value" | "branch";
  /** For a comparison: what it is compared with, as spelled: `proc["cmdline"]`. */
  readonly against?: string | null;
  /** The command line that it is a word of. A string that holds a whole command line is read as one of a shell. */
  readonly command?: CommandLine | null;
  /** For the name of an environment variable: whether the program reads it, or this file sets it for others. */
  readonly access?: "read" | "set";
  /** Whether the program tests first that this path exists, or it is one of several candidates that are tried. */
  readonly probed: boolean;
  /** Whether it stands in a branch that only one operating system takes. */
  readonly guarded: boolean;
  /** The environment variable whose missing value it replaces. */
  readonly fallback: string | null;
  /** Whether it is only used where nothing else was given: a default, the right side of `||`, one of two branches. */
  readonly overridable?: boolean;
  /** Where its value comes from, when it is not written here. */
  readonly origin: Origin | null;
  readonly write: Write | null;
  /** For an expression that gives what a whole file holds: which file. Its value is empty, for it holds no string. */
  readonly parsed?: Parsed | null;
  /** What of it is laid down by the file itself: none of it when absent. */
  readonly own?: readonly Own[];
  /** Whether it names the module to load here, which may be a path from the folder of this file: `import`, `require`. */
  readonly specifier?: boolean;
  /** Why no call can stand here, as a lower-case clause: `an import specifier is not an expression`. */
  readonly fixed: string | null;
  /** Source range of a part of the value, or null where escapes make that inexact. */
  rangeOf(start: number, end: number): Range | null;
}

/** A comment, delimiters excluded from its value. */
export interface Comment {
  readonly value: string;
  readonly range: Range;
}

/** A file as its reader gets it. */
export interface Source {
  /** Path relative to the project root, with forward slashes. */
  readonly path: string;
  /** Text without BOM. */
  readonly text: string;
  readonly zone: Zone;
  /** Parses what our own parser cannot: Flow. Gives an ESTree, or throws. */
  readonly parse?: (text: string) => object;
}

/** What a reader found. Both parts are computed when first asked for. */
export interface Reading {
  readonly sites: readonly Site[];
  readonly comments: readonly Comment[];
  /** Where the text does not parse, or null. */
  readonly error: SyntaxProblem | null;
}

/** A place where a text does not follow its language. */
export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}
