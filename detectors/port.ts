import { members, words } from "./names.ts";

/** Matches the source text of everything that may be a port that a program chose. */
export const portHint = /(?<!\d)[1-9]\d{3,4}(?!\d)/;

const NAMED = /(?<![A-Z])PORTS?(?![a-z])|(?<![A-Za-z])ports?(?![a-z])|Ports?(?![a-z])/;

/** Matches the text of every file in which something is called a port. */
export const portNameHint = NAMED;

// Have: `-p 8080`, `server.listen(8080)`, `http://localhost:8080`, `"http://" + host + ":" + 8080`
/** Matches the text of every file in which a port is named, given as an option or a part of a URL, or listened on. */
export const portUseHint = new RegExp(String.raw`${NAMED.source}|(?<![\w-])-p(?![\w-])|\blisten\b|:(?:["'\x60][\s+\\(]{0,40}["'\x60]?)?[1-9]\d{3,4}(?!\d)`);

const PORT = /^[1-9]\d{3,4}$/;
// What is no name of a service: it stands before `port` in settings of every program.
const GENERAL = new Set("default defaults my the this self config configuration settings options opts args env process app http https tcp udp listen bind server local public internal external host base url number no num int value get maximum minimum max min range start end type example".split(" "));
const PORT_WORDS = /^ports?$/;

/** Whether a text is the number of a port that a program could have chosen for itself: 1024 to 65535. */
export function isPort(text: string): boolean {
  return PORT.test(text) && Number(text) >= 1_024 && Number(text) <= 65_535;
}

/**
 * Whose port a value is, in snake case, or null when the name says nothing of a port or of a service:
 * `MAIN_APP_PORT` gives `main_app`, `port` below `services.main_app` too, and so does `main_app` below `ports`.
 */
export function portOwner(name: string | null, scope: string | null): string | null {
  if (name === null) return null;
  const parts = [...members(scope ?? ""), ...members(name)];
  const last = words(parts.at(-1) ?? "");
  const above = parts.at(-2) ?? "";
  if (last.some((word) => PORT_WORDS.test(word))) {
    if (last.length === 1) return last[0] === "port" ? service(words(above)) : null;
    return last.at(-1) === "port" ? service(last) : null;
  }
  return words(above).some((word) => PORT_WORDS.test(word)) ? service(last) : null;
}

function service(all: readonly string[]): string | null {
  const own = all.filter((word) => !PORT_WORDS.test(word));
  return own.some((word) => !GENERAL.has(word)) ? own.join("_") : null;
}

/** The port of a URL on a given host or on a computed one, with its place in the text. */
export function* findUrlPorts(text: string): Generator<{ readonly start: number; readonly end: number; readonly port: string }> {
  for (const match of text.matchAll(/\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/:"'<>]{1,200}:(\d{4,5})(?![\d@])/gi)) {
    const end = match.index + match[0].length;
    const port = match[1] ?? "";
    if (isPort(port)) yield { start: end - port.length, end, port };
  }
}
