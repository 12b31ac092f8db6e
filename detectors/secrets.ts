/** Offsets in a text, end exclusive. */
type Range = readonly [start: number, end: number];

/** Words that say secret wherever they stand in a name, however it is joined: `dbpassword`, `accessTokens`. */
const long = /pass(?:word|wd|phrase|code)|pwd|secret|token|api[_-]?key|credential|private[_-]?key|access[_-]?key|encryption[_-]?key|authorization|bearer|webhook/iu;
/** Words that say secret only by themselves: `api.key`, but not `keyboard`. */
const short = new Set(["key", "keys", "pass", "auth", "pin", "jwt", "dsn", "salt", "cookie", "session", "signature", "otp"]);

const literals = /(["'`])(?:\\.|(?!\1)[^\\])*(?:\1|$)/gsu;
/** Only looks at the value: in `environment=TOKEN=abc` that is a name again. */
const assigned = /([A-Za-z_][\w.-]*)=(?=([^\s"'`,;&()]+))/dgu;
const option = /^\s*([A-Za-z_][\w.-]*)\s*[=:]\s*([^\s"'][^;]*)/dgu;
const flag = /--?([A-Za-z][\w-]*)\s+([^\s"'`-][^\s"'`]*)/dgu;

/** Texts that are secrets by their look, with the group that is to be hidden. */
const shapes: readonly RegExp[] = [
  // scheme://user:pass@
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'`]*:([^\s@"'`]+)@/dgiu,
  /\b(?:Bearer|Basic)\s+([\w.~+/=-]{8,})/dgu,
  /\b((?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|sk_live_|rk_live_|AKIA|ASIA|AIza|eyJ)[\w.+/=-]{8,})/dgu,
  /\b([0-9a-f]{32,}|[0-9A-F]{32,})\b/dgu,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(.+)/dgu,
];
const dense = /[\w+/=-]{24,}/gu;

/**
 * The parts of a line that look secret by name or shape, in order, without overlaps.
 * Rather hides too much than too little. `before` is the line above, whose end may name what this line begins with.
 */
export function secretsIn(line: string, before = "", isIni = false): readonly Range[] {
  const found: Range[] = [...namedLiterals(line, before)];
  for (const pattern of isIni ? [assigned, option, flag] : [assigned, flag]) {
    for (const match of line.matchAll(pattern)) {
      const value = match.indices?.[2];
      if (value && saysSecret(match[1] ?? "")) found.push(value);
    }
  }
  for (const shape of shapes) {
    for (const match of line.matchAll(shape)) {
      const secret = match.indices?.[1];
      if (secret) found.push(secret);
    }
  }
  for (const { 0: run, index } of line.matchAll(dense)) if (isDense(run)) found.push([index, index + run.length]);
  return merged(found.filter(([start, end]) => end > start));
}

/** Values that stand in code without quotes: `getenv("PIN", 1234)`, `env.PIN ?? 1234`. */
const bare = /(?:,|\?\?|\|\|)\s*(\d+)/dgu;
/** Values of notations without quotes: `PIN=1234`, `PIN: 1234`, `${PIN:-1234}`. */
const unquoted = /(?:=|:[-=?+]|:[ \t]+)([^\s"'`,;{}()$]+)/dgu;

/** Everything in a line that may be the value of a variable, whatever it looks like. */
export function valuesIn(line: string, isCode: boolean): readonly Range[] {
  const found: Range[] = [];
  for (const { index, 0: text, 1: quote = "" } of line.matchAll(literals)) found.push([index + 1, index + text.length - (text.length > 1 && text.endsWith(quote) ? 1 : 0)]);
  for (const match of line.matchAll(isCode ? bare : unquoted)) {
    const value = match.indices?.[1];
    if (value) found.push(value);
  }
  return merged(found.filter(([start, end]) => end > start));
}

/** Whether the name of a variable, key or option says that its value is secret. */
export function saysSecret(name: string): boolean {
  if (long.test(name)) return true;
  const words = name.replace(/([a-z0-9])([A-Z])/gu, "$1 $2").toLowerCase().split(/[^a-z0-9]+/u);
  return words.some((word) => short.has(word));
}

/** The insides of the literals whose name says secret: the name before it on the line, or the literal that is its key. */
function* namedLiterals(line: string, before: string): Generator<Range> {
  let previous: RegExpExecArray | null = null;
  let beforePrevious = 0;
  for (const match of line.matchAll(literals)) {
    const end = previous ? previous.index + previous[0].length : 0;
    const between = line.slice(end, match.index);
    // `, name = "…"` has a name of its own; `"name": "…"` and `f("name", "…")` have it in the literal before.
    const hasOwn = /[\p{L}_$]/u.test(between) && /[=:(]/u.test(between);
    let named = hasOwn || !previous ? between : line.slice(beforePrevious, match.index);
    if (!previous && between.trim() === "") named = /[=:(,]\s*$/u.test(before) ? before : "";
    if (saysSecret(named)) yield [match.index + 1, match.index + match[0].length - (match[0].length > 1 && match[0].endsWith(match[1] ?? "") ? 1 : 0)];
    beforePrevious = end;
    previous = match;
  }
}

/** Whether a run of letters and digits is as mixed as keys are and words and paths are not. */
function isDense(run: string): boolean {
  if (!/\d/u.test(run) || !/[a-z]/u.test(run) || !/[A-Z]/u.test(run)) return false;
  if (run.startsWith("/")) return false;
  const counts = new Map<string, number>();
  for (const character of run) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / run.length) * Math.log2(count / run.length);
  return bits >= (run.includes("/") ? 4.5 : 3.9);
}

/** Ranges in order, those that overlap as one. */
export function merged(ranges: readonly Range[]): readonly Range[] {
  const result: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
