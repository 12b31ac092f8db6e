import { dataReaders } from "../data.ts";
import { readHtml } from "../html/read.ts";
import { readIni } from "../ini/read.ts";
import { readJavaScript } from "../javascript/parse.ts";
import type { Host } from "../nested.ts";
import { readPython } from "../python/read.ts";
import type { Read } from "../reader.ts";
import { readShell } from "../shell/read.ts";
import type { Fence } from "./scan.ts";

const { json, yaml, toml, dotenv, plist, dockerfile, systemd, crontab } = dataReaders;

const readers = new Map<string, Read>(
  (
    [
      ["js javascript mjs cjs jsx node ts typescript mts cts tsx", readJavaScript],
      ["py python python3", readPython],
      ["sh bash zsh ksh shell console shell-session shellsession sh-session terminal", readShell],
      ["ini cfg supervisor supervisord", readIni],
      ["html htm xhtml jinja jinja2 html+jinja django ejs handlebars hbs", readHtml],
      ["json jsonc json5", json],
      ["yaml yml docker-compose", yaml],
      ["toml", toml],
      ["env dotenv", dotenv],
      ["plist", plist],
      ["dockerfile docker containerfile", dockerfile],
      ["systemd service", systemd],
      ["cron crontab", crontab],
    ] as const
  ).flatMap(([names, read]) => names.split(" ").map((name) => [name, read] as const)),
);

const sessions = new Set(["console", "shell-session", "shellsession", "sh-session", "terminal"]);

/** The reader of a block of code and what it shall read, or null where nobody reads the language. */
export function codeOf({ info, code }: Fence): { readonly read: Read; readonly host: Host } | null {
  // Have: ```js title="x", ```js:src/x.js, ```{.python}, ```python{1,3}
  const name = /^\{?\s*\.?([\w+-]+)/u.exec(info)?.[1]?.toLowerCase() ?? "";
  const read = readers.get(name);
  if (!read) return null;
  return { read, host: read === readShell && (sessions.has(name) || /^\$ /mu.test(code.value)) ? typed(code) : code };
}

/** What somebody types in a session: lines behind `$ `, and those that go on from them. The rest is blank, so that places stay. */
function typed(code: Host): Host {
  let goesOn = false;
  const value = code.value.replace(/[^\r\n]+/gu, (line) => {
    const isTyped = line.startsWith("$ ");
    const text = isTyped ? `  ${line.slice(2)}` : goesOn ? line.replace(/^> /u, "  ") : " ".repeat(line.length);
    goesOn = (isTyped || goesOn) && line.endsWith("\\");
    return text;
  });
  return { value, rangeOf: (start, end) => code.rangeOf(start, end) };
}
