import type { Range } from "../../languages/site.ts";
import { merged, secretsIn } from "../../detectors/secrets.ts";

/** One line of source as a terminal shows it, and the carets under a part of it. */
export interface Excerpt {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  /** Columns that `before` takes. */
  readonly indent: number;
  /** Columns that `marked` takes, at least one. */
  readonly width: number;
}

/** A piece of text that is shown whole or not at all. */
interface Cell {
  readonly shown: string;
  readonly width: number;
}

const tabStop = 4;
const mask: Cell = { shown: "***", width: 3 };
const more: Cell = { shown: "…", width: 1 };
/** More than fits any terminal: what lies farther off is not looked at. */
const far = 2_000;

/** Each of its characters is shown as it is and takes a column. */
const plain = /^[ -~]*$/u;
const plainWithTabs = /^[\t -~]*$/u;
let graphemes: Intl.Segmenter | undefined;

/** What a person sees as one character. Tables of all scripts come with the first text that needs them. */
function* graphemesOf(text: string): Generator<string> {
  if (plainWithTabs.test(text)) return yield* text;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  for (const { segment } of graphemes.segment(text)) yield segment;
}

/** Characters that steer a terminal, or hide or turn the text around them. */
// eslint-disable-next-line no-control-regex -- these are what must not be printed
const controls = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\p{Cs}\u{E0000}-\u{E007F}]/gu;
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;
const nothing = /^[\u200C\u200D\p{Mn}\p{Me}]+$/u;

/** Text that a terminal shows rather than obeys: control and direction characters as `\x1b`, `\u202e`. Line breaks too. */
export function escapeControls(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(controls, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const known = { 9: "\\t", 10: "\\n", 13: "\\r" }[code];
    if (known !== undefined) return known;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** A text with what looks secret in it hidden, as a terminal may show it. */
export function masked(text: string): string {
  let shown = "";
  let at = 0;
  for (const [start, end] of merged(secretsIn(text))) {
    shown += `${text.slice(at, start)}***`;
    at = end;
  }
  return escapeControls(`${shown}${text.slice(at)}`);
}

/** A line with what looks secret in it hidden, whole. Of what is hidden, the span shows only what does not lie inside of it. */
export function maskedLine(line: string, [start, end]: Range, { above = "", isIni = false, hides = () => [] }: { readonly above?: string; readonly isIni?: boolean; readonly hides?: (line: string) => readonly Range[] } = {}): string {
  const isInside = ([from, to]: Range): boolean => from >= start && to <= end && to - from < end - start;
  const hidden = merged([...secretsIn(line, above, isIni).filter(isInside), ...secretsOutside(line, [start, end], above, isIni, hides)]);
  let shown = "";
  let at = 0;
  for (const [from, to] of hidden) {
    shown += line.slice(at, from) + mask.shown;
    at = to;
  }
  return shown + line.slice(at);
}

/** Columns that a text takes in a terminal, once its control characters are escaped. */
export function widthOf(text: string): number {
  let width = 0;
  for (const segment of graphemesOf(text)) width += widthOfGrapheme(segment);
  return width;
}

/**
 * The part of a line around a span, at most `limit` columns wide. Tabs become spaces, control characters are escaped,
 * and whatever looks secret outside the span is masked, with what `hides` gives.
 */
export function excerpt(line: string, [start, end]: Range, options: { readonly limit?: number; readonly above?: string; readonly isIni?: boolean; readonly hides?: (line: string) => readonly Range[] } = {}): Excerpt {
  const limit = options.limit ?? 100;
  const from = whole(line, Math.max(0, start - far));
  const to = whole(line, Math.min(line.length, end + far));
  const hidden = secretsOutside(line.slice(from, to), [start - from, end - from], from === 0 ? (options.above ?? "") : "", options.isIni ?? false, options.hides);
  const range = (a: number, b: number): Cell[] => cellsOf(line.slice(from, to), [a - from, b - from], hidden);

  const markedEnd = whole(line, Math.min(end, start + far));
  // Tabs count from the beginning of the line, so what stands before comes first.
  const before = settleTabs(range(from, start), 0);
  const marked = settleTabs(range(start, markedEnd), sum(before));
  const after = settleTabs(range(markedEnd === end ? end : to, to), sum(before) + sum(marked));

  const shownMark = head(marked, Math.max(1, Math.floor(limit * 0.8)), markedEnd < end);
  const room = limit - sum(shownMark);
  const rest = sum(after);
  const left = Math.max(Math.floor(room / 2), room - rest);
  const shownBefore = tail(before, left, from > 0);
  const shownAfter = shownMark.at(-1) === more ? [] : head(after, room - sum(shownBefore), to < line.length);
  return { before: join(shownBefore), marked: join(shownMark), after: join(shownAfter), indent: sum(shownBefore), width: Math.max(1, sum(shownMark)) };
}

function secretsOutside(line: string, [start, end]: Range, above: string, isIni: boolean, hides: (line: string) => readonly Range[] = () => []): readonly Range[] {
  return merged([...secretsIn(line, above, isIni), ...hides(line)]).flatMap(([a, b]): Range[] => {
    const parts: Range[] = [
      [a, Math.min(b, start)],
      [Math.max(a, end), b],
    ];
    return parts.filter(([from, to]) => to > from);
  });
}

function cellsOf(line: string, [start, end]: Range, hidden: readonly Range[]): Cell[] {
  const cells: Cell[] = [];
  let at = start;
  const show = (until: number): void => {
    for (const segment of graphemesOf(line.slice(at, until))) {
      const shown = segment === "\t" ? segment : escapeControls(segment);
      cells.push({ shown, width: shown === segment ? widthOfGrapheme(segment) : shown.length });
    }
    at = until;
  };
  for (const [from, to] of hidden) {
    if (to <= start || from >= end) continue;
    show(from);
    cells.push(mask);
    at = to;
  }
  show(end);
  return cells;
}

function settleTabs(cells: readonly Cell[], column: number): Cell[] {
  let at = column;
  return cells.map((cell) => {
    const width = cell.shown === "\t" ? tabStop - (at % tabStop) : cell.width;
    at += width;
    return cell.shown === "\t" ? { shown: " ".repeat(width), width } : cell;
  });
}

function widthOfGrapheme(segment: string): number {
  if (segment === "\t" || plain.test(segment)) return 1;
  const escaped = escapeControls(segment);
  if (escaped !== segment) return escaped.length;
  if (nothing.test(segment)) return 0;
  return wide.test(segment) || (segment.includes("\uFE0F") && /\p{Extended_Pictographic}|[#*0-9]\uFE0F?\u20E3/u.test(segment)) ? 2 : 1;
}

function head(cells: readonly Cell[], limit: number, isCut: boolean): readonly Cell[] {
  if (!isCut && sum(cells) <= limit) return cells;
  const shown: Cell[] = [];
  let width = 1;
  for (const cell of cells) {
    if (width + cell.width > limit) break;
    shown.push(cell);
    width += cell.width;
  }
  return limit < 1 ? [] : [...shown, more];
}

function tail(cells: readonly Cell[], limit: number, isCut: boolean): readonly Cell[] {
  return [...head([...cells].reverse(), limit, isCut)].reverse();
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}

function join(cells: readonly Cell[]): string {
  return cells.map(({ shown }) => shown).join("");
}

/** An offset that cuts no character in two. */
function whole(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}
