/** A line of an strace log. */
export type TraceLine =
  | { readonly kind: "call"; readonly pid: number; readonly name: string; readonly args: readonly string[]; readonly result: string }
  | { readonly kind: "end"; readonly pid: number; readonly code: number | null; readonly signal: string | null };

/** Reads the lines of an strace log in order; puts together the calls that another process interrupted. */
export class LineReader {
  readonly #open = new Map<number, string>();

  /** What a line says, or null for one that says nothing yet, or nothing that is of use. */
  read(line: string): TraceLine | null {
    const lead = /^(\d+) +/u.exec(line) ?? ["", "0"];
    const pid = Number(lead[1]);
    let rest = line.slice(lead[0].length);
    const end = /^\+\+\+ (?:exited with (\d+)|killed by (\w+)) /u.exec(rest);
    if (end) return { kind: "end", pid, code: end[1] === undefined ? null : Number(end[1]), signal: end[2] ?? null };
    const unfinished = rest.lastIndexOf("<unfinished ...>");
    if (unfinished >= 0) {
      this.#open.set(pid, rest.slice(0, unfinished).trimEnd());
      return null;
    }
    const resumed = /^<\.\.\. \w+ resumed>/u.exec(rest);
    if (resumed) {
      rest = `${this.#open.get(pid) ?? ""}${rest.slice(resumed[0].length)}`;
      this.#open.delete(pid);
    }
    return readCall(pid, rest);
  }
}

// Have: `openat(AT_FDCWD</srv/app>, "a.json", O_WRONLY|O_CREAT, 0666) = 3</srv/app/a.json>`
function readCall(pid: number, text: string): TraceLine | null {
  const name = /^\w+(?=\()/u.exec(text)?.[0];
  if (name === undefined) return null;
  const args: string[] = [];
  let depth = 0;
  let start = name.length + 1;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') at = stringEnd(text, at);
    else if (char === "<") at = Math.max(at, text.indexOf(">", at));
    else if (/[([{]/u.test(char)) depth++;
    else if (depth > 0 && /[)\]}]/u.test(char)) depth--;
    else if (depth === 0 && (char === "," || char === ")")) {
      args.push(text.slice(start, at).trim());
      start = at + 1;
      if (char === ",") continue;
      const result = /^\s*= (.*)$/u.exec(text.slice(at + 1))?.[1];
      return result === undefined ? null : { kind: "call", pid, name, args, result };
    }
  }
  return null;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === '"') return at;
  }
  return text.length;
}

/** The string that an argument is, or null. */
export function stringOf(argument: string | undefined): string | null {
  const quoted = /^"([\s\S]*)"(?:\.\.\.)?$/u.exec(argument ?? "")?.[1];
  return quoted === undefined ? null : unescape(quoted);
}

/** The path that a descriptor stands for: `3</srv/app/a.json>`, `AT_FDCWD</srv/app>`. */
export function pathOf(descriptor: string | undefined): string | null {
  const path = /^\w+<(\/[^>]*)>/u.exec(descriptor ?? "")?.[1];
  return path === undefined ? null : unescape(path).replace(/ \(deleted\)$/u, "");
}

/** The words of a command line: `["python3", "app.py"]`. */
export function wordsOf(argument: string | undefined): readonly string[] {
  return [...(argument ?? "").matchAll(/"((?:[^"\\]|\\.)*)"/gu)].map(([, word = ""]) => unescape(word));
}

const single: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, a: 7, b: 8 };

/** strace writes bytes beyond ASCII as octal or hexadecimal numbers. */
function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  const parts = text.split(/(\\(?:x[\da-fA-F]{2}|[0-7]{1,3}|[\s\S]))/u);
  const bytes = parts.map((part, index) => {
    if (index % 2 === 0) return Buffer.from(part);
    const code = part.slice(1);
    if (code.length > 1 && code.startsWith("x")) return Buffer.from([Number.parseInt(code.slice(1), 16)]);
    if (/^[0-7]/u.test(code)) return Buffer.from([Number.parseInt(code, 8) & 255]);
    const known = single[code];
    return known === undefined ? Buffer.from(code) : Buffer.from([known]);
  });
  return Buffer.concat(bytes).toString();
}
