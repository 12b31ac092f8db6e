/** A member of a JSON object, in its text. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly value: Value;
}

interface Value {
  readonly start: number;
  readonly end: number;
  /** Its members, when it is an object. */
  readonly members: readonly Member[] | null;
}

/**
 * Adds members to an object of a JSON text, which is the root or stands there under `under`; nothing else of the text changes.
 * The text must be JSON, the root and what stands under `under` an object, and no member that is added may be there.
 */
export function addMembers(text: string, under: string, members: Readonly<Record<string, unknown>>): string {
  const root = valueAt(text, skip(text, 0));
  const target = root.members?.findLast(({ key }) => key === under)?.value;
  return target ? insert(text, target, members) : insert(text, root, { [under]: members });
}

function insert(text: string, object: Value, members: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(members);
  const last = object.members?.at(-1);
  const close = object.end - 1;
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const own = indentOf(text, object.start);
  if (!last) {
    const step = stepOf(text);
    const lines = entries.map(([key, value]) => `${own}${step}${JSON.stringify(key)}: ${spelled(value, own + step, step, ending)}`);
    return `${text.slice(0, object.start)}{${ending}${lines.join(`,${ending}`)}${ending}${own}}${text.slice(object.end)}`;
  }
  const isOnLines = /[\r\n]/u.test(text.slice(object.start, last.start));
  const indent = isOnLines ? indentOf(text, last.start) : "";
  const step = indent.startsWith(own) && indent.length > own.length ? indent.slice(own.length) : stepOf(text);
  const separator = isOnLines ? `,${ending}${indent}` : ", ";
  const added = entries.map(([key, value]) => `${separator}${JSON.stringify(key)}: ${isOnLines ? spelled(value, indent, step, ending) : JSON.stringify(value)}`);
  return text.slice(0, last.value.end) + added.join("") + text.slice(last.value.end, close) + text.slice(close);
}

function spelled(value: unknown, indent: string, step: string, ending: string): string {
  return JSON.stringify(value, null, step).replaceAll("\n", ending + indent);
}

/** White space at the beginning of the line that an offset is on. */
function indentOf(text: string, offset: number): string {
  const line = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  return /^[ \t]*/u.exec(text.slice(line, offset))?.[0] ?? "";
}

/** What the text indents by. */
function stepOf(text: string): string {
  return /[\r\n]([ \t]+)\S/u.exec(text)?.[1] ?? "  ";
}

function valueAt(text: string, start: number): Value {
  const opened = text[start];
  if (opened === '"') return { start, end: stringEnd(text, start), members: null };
  if (opened !== "{" && opened !== "[") return { start, end: start + (/^[^\s,\]}]+/u.exec(text.slice(start, start + 400))?.[0].length ?? 1), members: null };
  const members: Member[] = [];
  let at = skip(text, start + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    const key = at;
    if (opened === "{") at = skip(text, skip(text, stringEnd(text, at)) + 1);
    const value = valueAt(text, at);
    if (opened === "{") members.push({ key: JSON.parse(text.slice(key, stringEnd(text, key))) as string, start: key, value });
    at = skip(text, value.end);
    if (text[at] === ",") at = skip(text, at + 1);
  }
  return { start, end: at + 1, members: opened === "{" ? members : null };
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function skip(text: string, start: number): number {
  let at = start;
  while (/[ \t\r\n]/u.test(text[at] ?? "")) at += 1;
  return at;
}
