import { posix } from "node:path";
import { zoneOf } from "../../languages/zone.ts";
import { textOf } from "./config-files.ts";
import type { Look } from "./define.ts";

/** A program of the project that somebody keeps running. */
export interface Service {
  readonly name: string;
  readonly by: "supervisor" | "systemd";
  /** The file that says so. */
  readonly file: string;
  readonly command: string;
  /** The files of the project that the command runs, also through a script. */
  readonly sources: readonly string[];
}

interface Option {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** The programs that configurations of supervisor and units of systemd name. */
export function servicesOf({ root, files, settings }: Pick<Look, "root" | "files" | "settings">): readonly Service[] {
  const known = new Set(files);
  const found: Service[] = [];
  for (const file of files) {
    if (!/\.(?:conf|ini|service)$/u.test(file) || settings.quiet.includes(zoneOf(file, "", settings))) continue;
    const isUnit = file.endsWith(".service");
    const text = textOf(root, file);
    if (!isUnit && !/^\[(?:program|fcgi-program|eventlistener):/mu.test(text)) continue;
    for (const { section, key, value } of optionsOf(text)) {
      const name = isUnit ? (section === "Service" && key === "ExecStart" ? posix.basename(file, ".service") : undefined) : key === "command" ? /^(?:fcgi-)?program:(.+)$/u.exec(section)?.[1] : undefined;
      if (name === undefined) continue;
      const command = isUnit ? value.replace(/^[-@:+!|]+/u, "") : value;
      found.push({ name: name.trim(), by: isUnit ? "systemd" : "supervisor", file, command, sources: sourcesOf(root, command, known) });
    }
  }
  return found;
}

/** The configuration of supervisord itself, where the project has one. */
export function supervisorConf({ root, files, settings }: Pick<Look, "root" | "files" | "settings">): string | null {
  return files.find((file) => /\.(?:conf|ini)$/u.test(file) && !settings.quiet.includes(zoneOf(file, "", settings)) && /^\[supervisord\]/mu.test(textOf(root, file))) ?? null;
}

/** Have: `key=value ; comment`, and lines that go on with an indentation. */
function optionsOf(text: string): readonly Option[] {
  const options: { section: string; key: string; value: string }[] = [];
  let section = "";
  let open = false;
  for (const line of text.split(/\r\n|[\r\n]/u)) {
    if (/^\s*[;#]/u.test(line) || line.trim() === "") continue;
    const last = options.at(-1);
    const said = line.replace(/\s[;#].*$/u, "").trim();
    const title = /^\[([^\]]*)\]/u.exec(line)?.[1];
    const equals = said.search(/[=:]/u);
    if (title !== undefined) section = title.trim();
    else if (open && last && /^\s/u.test(line)) last.value += ` ${said}`;
    else if (equals > 0) options.push({ section, key: said.slice(0, equals).trim(), value: said.slice(equals + 1).trim() });
    open = title === undefined;
  }
  return options;
}

/** The files of the project that a command line names; of scripts among them, also what these name. */
function sourcesOf(root: string, command: string, known: ReadonlySet<string>): readonly string[] {
  const npm = /\bnpm\s+(?:run\s+)?([\w:-]+)/u.exec(command)?.[1];
  const script = npm === undefined ? "" : (new RegExp(`"${npm}"\\s*:\\s*"([^"]*)"`, "u").exec(textOf(root, "package.json"))?.[1] ?? "");
  const direct = named(`${command} ${script}`, known);
  const throughScripts = direct.filter((file) => /\.(?:sh|bash)$/u.test(file)).flatMap((file) => named(textOf(root, file), known));
  return [...new Set([...direct, ...throughScripts])];
}

function named(text: string, known: ReadonlySet<string>): readonly string[] {
  return text.split(/[\s"'`;=()]+/u).flatMap((word) => {
    const parts = word.split("/");
    const path = parts.map((_, index) => parts.slice(index).join("/")).find((tail) => known.has(tail));
    if (path !== undefined) return [path];
    // Have: `uvicorn app.main:app`, `python3 -m app.main`
    const module = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?::\w+)?$/u.exec(word)?.[1]?.replaceAll(".", "/");
    return module === undefined ? [] : [`${module}.py`, `${module}/__main__.py`].filter((file) => known.has(file));
  });
}
