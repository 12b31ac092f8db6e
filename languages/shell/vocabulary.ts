import { HOLE } from "../../detectors/hole.ts";
import type { Use } from "../site.ts";

/** Where a value ends up: a use, a test that it exists, a command that another machine runs, or a place that says nothing about it. */
export type End = Use | "probe" | "elsewhere" | "neutral";

/** What a command does with one of its words. */
export interface Role {
  readonly end: End;
  /** Place among the arguments, or the option before it. */
  readonly argument: number | string;
  /** The word is a program of another language. */
  readonly code?: Code;
  /** The word names a file that the command writes, by the name that a message gives the command. */
  readonly writes?: string;
  /** The word is for a container, whose paths are its own. */
  readonly contained?: boolean;
}

/** A language that commands take programs of as a word. `remote`: a script for another machine. */
export type Code = "shell" | "python" | "javascript" | "remote";

/** Commands whose words people read. */
const speaking = /^(?:echo|printf|print|logger|say|notify-send|wall|write|figlet|banner|cowsay|lolcat|dialog|whiptail|zenity|terminal-notifier|growlnotify|gum|exit)$/u;
/** Names that scripts give functions of that kind. */
const speakingName =
  /^_{0,2}(?:(?:log|print|echo|say|msg|show|display|write|print_?color|puts)(?:_?(?:info|warn(?:ing)?|error|err|debug|success|ok|fail(?:ed|ure)?|status|header|step|title|section|msg|message|line|banner|color|red|green|yellow|blue|fatal|note|notice))?|(?:info|warn(?:ing)?|error|err|debug|success|ok|fail|failed|fatal|die|abort|bail|note|notice|usage|step|header|heading|title|section|banner|message|status|critical|panic|red|green|yellow|blue|bold|cyan|purple|color|cecho|pass)(?:_?(?:msg|message|exit|line|and_exit))?|fail_with)$/iu;

const writers = /^(?:cp|gcp|mv|gmv|install|ginstall|ln|ditto|rsync|scp)$/u;
/** Commands that make, change or take away files by name: what they name is where something goes, not where something is taken from. */
const touching = /^(?:mkdir|touch|rm|rmdir|unlink|chmod|chown|chgrp|xattr|codesign|trash|shred|mkfifo|setcap|restorecon|update-alternatives)$/u;
const searching = /^(?:[efz]?grep|rg|ag|ack|ggrep|pgrep|pkill)$/u;
const searchValued = /^-(?:[a-zA-Z]*[d-gmA-DtTPuUGs]|-(?:regexp|file|max-count|include|exclude|exclude-dir|glob|type|color|after-context|before-context|context))$/u;
const probing = /^(?:which|type|hash|whence|stat)$/u;
const unary = /^-[a-hkpr-uwxGLNOS]$/u;
const shells = /^(?:ba|[zka]|da)?sh$/u;
const comparing = /^(?:[=<>]|==|!=|-eq|-ne|-lt|-le|-gt|-ge|-ef|-nt|-ot)$/u;

/** The roles of the words after the program. `name` is the program without its folder. */
export function rolesOf(name: string, words: readonly string[]): readonly Role[] {
  const roles = words.map((_, index): Role => ({ end: "kept", argument: argumentOf(words, index) }));
  const set = (index: number, change: Partial<Role>): void => {
    const role = roles[index];
    if (role) roles[index] = { ...role, ...change };
  };
  const every = (end: End): void => {
    words.forEach((_, index) => set(index, { end }));
  };
  if (name === "[" || name === "test") setTest(words, set);
  else if (speaking.test(name) || speakingName.test(name)) every("shown");
  else if (searching.test(name)) setSearch(name, words, set);
  else if (/^(?:g?sed|perl|ruby)$/u.test(name)) setStream(name, words, set);
  else if (/^[gmn]?awk$/u.test(name)) setFirstOperand(words, /^-[Fvf]$/u, (index) => set(index, { end: "matched" }));
  else if (name === "find" || name === "gfind" || name === "fd") setFind(words, set);
  else if (/^(?:tr|expr)$/u.test(name)) every("matched");
  else if (probing.test(name) || (name === "command" && /^-v/iu.test(words[0] ?? ""))) every("probe");
  else if (writers.test(name)) setCopy(name, words, set);
  else if (touching.test(name)) operands(words, /^(?:-m|--mode|--reference)$/u).forEach((index) => set(index, { end: "written" }));
  else if (name === "tee") operands(words, /^$/u).forEach((index) => set(index, { end: "written", writes: "tee" }));
  else setOther(name, words, set);
  return roles;
}

type Set = (index: number, change: Partial<Role>) => void;

/** The option before a word, if there is one that could take it, else its place. */
function argumentOf(words: readonly string[], index: number): number | string {
  const own = /^(-[\w-]+)=/u.exec(words[index] ?? "")?.[1];
  if (own !== undefined) return own;
  const before = words[index - 1] ?? "";
  return /^--?[a-zA-Z][\w-]*$/u.test(before) && !(words[index] ?? "").startsWith("-") ? before : index;
}

/** Words that are neither options nor their values. */
function operands(words: readonly string[], valued: RegExp): number[] {
  const found: number[] = [];
  let isOver = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (isOver || !word.startsWith("-") || word === "-") found.push(index);
    else if (word === "--") isOver = true;
    else if (valued.test(word)) index += 1;
  }
  return found;
}

function setFirstOperand(words: readonly string[], valued: RegExp, set: (index: number) => void): number | undefined {
  const [first] = operands(words, valued);
  if (first !== undefined) set(first);
  return first;
}

// Have: [ -x "$p" ], [ "$host" = 192.168.1.5 ], test -n "$x"
function setTest(words: readonly string[], set: Set): void {
  words.forEach((word, index) => {
    if (comparing.test(word)) {
      set(index - 1, { end: "compared" });
      set(index + 1, { end: "compared" });
    } else if (/^-[zn]$/u.test(word)) set(index + 1, { end: "neutral" });
    else if (unary.test(word) && index + 1 < words.length && words[index + 1] !== "]") set(index + 1, { end: "probe" });
  });
}

function setSearch(name: string, words: readonly string[], set: Set): void {
  const patterns = words.flatMap((word, index) => (/^(?:-[a-zA-Z]*e|--regexp|--include|--exclude|--exclude-dir|-g|--glob)$/u.test(word) ? [index + 1] : []));
  words.forEach((word, index) => {
    if (/^--(?:regexp|include|exclude|exclude-dir|glob)=/u.test(word)) set(index, { end: "matched" });
  });
  for (const index of patterns) set(index, { end: "matched" });
  const hasPattern = words.some((word) => /^(?:-[a-zA-Z]*[ef]|--regexp|--file)(?:=|$)/u.test(word)) && !/^p(?:grep|kill)$/u.test(name);
  if (name === "pgrep" || name === "pkill") {
    for (const index of operands(words, /^-(?:[PuUGgtsF]|-(?:signal|parent|euid|uid))$/u)) set(index, { end: "matched" });
  } else if (!hasPattern) setFirstOperand(words, searchValued, (index) => set(index, { end: "matched" }));
}

// Have: sed -i '' 's/a/b/' f, sed -e s/a/b/ -i.bak f, perl -pi -e '…' f
function setStream(name: string, words: readonly string[], set: Set): void {
  const isPerl = !name.endsWith("sed");
  const scripts = words.flatMap((word, index) => (/^-[a-zA-Z]*e$/u.test(word) || word === "--expression" ? [index + 1] : []));
  words.forEach((word, index) => {
    if (word.startsWith("--expression=")) set(index, { end: "matched" });
  });
  for (const index of scripts) set(index, { end: "matched" });
  const inPlace = words.findIndex((word) => (isPerl ? /^-[a-zA-Z]*i/u : /^(?:-[nErs]*i|--in-place)/u).test(word));
  // BSD: the suffix is a word of its own, which may be empty.
  const suffix = !isPerl && words[inPlace] === "-i" && /^(?:\.\w+)?$/u.test(words[inPlace + 1] ?? "-") ? inPlace + 1 : -1;
  const hasScript = scripts.length > 0 || words.some((word) => /^(?:-f|--file|--expression)(?:=|$)/u.test(word));
  const rest = operands(words, /^(?:-[a-zA-Z]*[ef]|--expression|--file)$/u).filter((index) => index !== suffix);
  const files = hasScript || isPerl ? rest : rest.slice(1);
  if (!hasScript && !isPerl && rest[0] !== undefined) set(rest[0], { end: "matched" });
  if (inPlace >= 0 && (hasScript || !isPerl)) for (const index of files) set(index, { end: "written", writes: `${name} -i` });
}

function setFind(words: readonly string[], set: Set): void {
  const exec = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/u.test(word));
  words.forEach((word, index) => {
    if (/^-(?:i?name|i?path|i?regex|i?wholename|i?lname)$/u.test(word)) set(index + 1, { end: "matched" });
  });
  if (exec >= 0) set(exec + 1, { end: "run" });
}

// Have: cp a b dest, mv -f tmp "$CONFIG", install -m 755 tool /usr/local/bin, cp -t dest a b
function setCopy(name: string, words: readonly string[], set: Set): void {
  const target = words.findIndex((word) => /^(?:-t|--target-directory)$/u.test(word));
  const found = operands(words, name === "install" || name === "ginstall" ? /^-[mogStfB]$/u : name === "rsync" || name === "scp" ? /^(?:-[eiPoF]|--(?:exclude|include|rsh|filter))$/u : /^-[tS]$/u);
  if (target >= 0) return set(target + 1, { end: "written" });
  const last = found.at(-1);
  if (name === "scp" || name === "rsync") {
    // Have: scp app.conf "$HOST:$FOLDER/"
    for (const index of found) if (/^[^/]*:/u.test(words[index] ?? "")) set(index, { end: "elsewhere" });
    if (/^[^/]*:/u.test(words[last ?? -1] ?? "")) return;
  }
  const isFolder = words.some((word) => /^-\w*d$/u.test(word)) && name.endsWith("install");
  if (isFolder) for (const index of found) set(index, { end: "written" });
  else if (last !== undefined && found.length > 1) set(last, { end: "written", ...(name === "ln" ? {} : { writes: name }) });
}

function setOther(name: string, words: readonly string[], set: Set): void {
  const after = (options: RegExp, change: Partial<Role>): void => {
    words.forEach((word, index) => {
      if (options.test(words[index - 1] ?? "") && word !== "") set(index, change);
    });
  };
  const all = (change: Partial<Role>, from = 0): void => {
    words.forEach((_, index) => {
      if (index >= from) set(index, change);
    });
  };
  if (shells.test(name)) after(/^-[a-z]*c$/u, { end: "run", code: "shell" });
  else if (name === "su") after(/^(?:-c|--command)$/u, { end: "run", code: "shell" });
  else if (/^python[\d.]*$/u.test(name)) after(/^-[a-zA-Z]*c$/u, { end: "kept", code: "python" });
  else if (/^(?:node|nodejs|bun|deno|tsx)$/u.test(name)) after(/^(?:-e|-p|-pe|--eval|--print|eval)$/u, { end: "kept", code: "javascript" });
  else if (name === "eval") all({ end: "run", code: "shell" });
  else if (name === "trap") set(0, { end: "run", code: "shell" });
  else if (name === "curl") after(/^(?:-[a-zA-Z]*o|--output)$/u, { end: "written", writes: "curl -o" });
  else if (name === "wget") after(/^(?:-[a-zA-Z]*O|--output-document)$/u, { end: "written", writes: "wget -O" });
  else if (name === "truncate") operands(words, /^(?:-s|-r|--size)$/u).forEach((index) => set(index, { end: "written", writes: name }));
  else if (name === "yq" && words.some((word) => /^-[a-zA-Z]*i|^--inplace/u.test(word))) {
    operands(words, /^$/u).slice(-1).forEach((index) => set(index, { end: "written", writes: "yq -i" }));
  } else if (name === "crudini" && words.some((word) => /^--(?:set|del|merge)$/u.test(word))) {
    operands(words, /^$/u).slice(0, 1).forEach((index) => set(index, { end: "written", writes: "crudini" }));
  } else if (name === "dd") {
    words.forEach((word, index) => {
      if (word.startsWith("of=")) set(index, { end: "written" });
    });
  } else if (name === "ssh" || name === "mosh") {
    const [host] = operands(words, /^-[bcDEeFIiJLlmOopQRSWw]$/u);
    if (host !== undefined) all({ end: "elsewhere", code: "remote" }, host + 1);
  } else if (/^(?:docker|podman|nerdctl|kubectl|lxc|docker-compose)$/u.test(name)) setContainer(words, set);
  else if (name === "git") after(/^-[a-z]*m$/u, { end: "shown" });
  else if (name === "read") after(/^-[a-z]*p$/u, { end: "shown" });
}

// Have: docker exec -it app /usr/local/bin/tool, kubectl exec pod -- cat /home/app/x, docker run -w /home/app x: those paths are the container's.
function setContainer(words: readonly string[], set: Set): void {
  const verb = words.findIndex((word) => /^(?:exec|run)$/u.test(word));
  if (verb < 0) return;
  const dashes = words.indexOf("--", verb);
  const inner = operands(words.slice(verb + 1), /^-(?:[uewvphlmn]|-(?:user|env|env-file|workdir|volume|mount|publish|name|network|hostname|label|memory|cpus|restart|entrypoint|platform|add-host|device|gpus|ip))$/u);
  const from = dashes >= 0 ? dashes + 1 : verb + 1 + (inner[0] ?? words.length) + 1;
  words.forEach((_, index) => {
    const isWorkingFolder = index > verb && (/^(?:-[a-z]*w|--workdir)$/u.test(words[index - 1] ?? "") || (words[index] ?? "").startsWith("--workdir="));
    if (index >= from || isWorkingFolder) set(index, { contained: true });
  });
}

/** Whether a name or path is that of a log or of no file at all: what is written there is for people. */
export function isLogTarget(target: string): boolean {
  return /^\/dev\/(?:null|stderr|stdout|tty)$/u.test(target) || /log(?:s|file|_file|_path)?(?:$|[/.\s])|_log$/iu.test(target.replaceAll(HOLE, ""));
}
