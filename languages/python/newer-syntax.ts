import { closing } from "./brackets.ts";

const templateMark = /\bt(?=r?["'])|(?<=\br)t(?=["'])/giu;
const oddDecorator = /^([ \t]*)@([\w.]*)/gmu;
const typeParameters = /^[ \t]*(?:async[ \t]+)?(?:class|def|type)[ \t]+\w+[ \t]*\[/gmu;
const targets = /\bfor[ \t]+[\w \t,.()*]{1,200}?\bin\b/gu;

/** Writes what Python has learned since the grammar was made in a form that the grammar has, at the same length. */
export function inOlderSyntax(text: string): string {
  // Have: t"{day}.json", rt'\d{day}'
  let result = text.replace(templateMark, "f");
  // Have: `for first, *rest in rows`
  if (result.includes("*")) result = result.replace(targets, (found) => found.replaceAll("*", " "));
  if (/^[ \t]*@/mu.test(result)) result = withPlainDecorators(result);
  if (result.search(typeParameters) >= 0) result = withoutDefaults(result);
  return result;
}

/** A text full of brackets that never close is not worth the search. */
const mostFailures = 50;

/** Have: `@buttons[0].clicked.connect`, `@route("/").get("/x")`. It is a statement of its own to the grammar, of the same indent. */
function withPlainDecorators(text: string): string {
  let failures = 0;
  return text.replace(oddDecorator, (found: string, indent: string, name: string, at: number) => {
    let end = at + found.length;
    if (name !== "" && text.charAt(end) === "(") end = failures > mostFailures ? 0 : closing(text, end) + 1;
    if (end === 0) failures++;
    const isPlain = end === 0 || (name !== "" && /^[ \t]*(?:[\r\n#]|$)/u.test(text.slice(end, end + 80)));
    return isPlain ? found : `${indent}+${name}`;
  });
}

/** Have: `class Queue[T: int = int, *Ts = *tuple[int]]`. What a parameter is by default matters to nobody here. */
function withoutDefaults(text: string): string {
  let result = "";
  let done = 0;
  let failures = 0;
  for (const found of text.matchAll(typeParameters)) {
    const open = found.index + found[0].length - 1;
    if (open < done) continue;
    const close = closing(text, open);
    if (close < 0 && ++failures > mostFailures) break;
    if (close < 0) continue;
    result += text.slice(done, open + 1) + blankDefaults(text.slice(open + 1, close));
    done = close;
  }
  return result + text.slice(done);
}

function blankDefaults(parameters: string): string {
  let depth = 0;
  let isDefault = false;
  return parameters.replace(/[^\r\n]/gu, (character) => {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (depth === 0 && character === "=") isDefault = true;
    else if (depth === 0 && character === ",") isDefault = false;
    return isDefault ? " ".repeat(character.length) : character;
  });
}
