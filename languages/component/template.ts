import { Decoder } from "../decoded.ts";
import { readJavaScript } from "../javascript/parse.ts";
import type { Host } from "../nested.ts";
import type { Source } from "../site.ts";
import type { Attribute } from "./scan.ts";

/** What an expression has in which a string could stand. */
const mayHold = /["'`]/u;
/** What every string has that a rule could object to. */
const telling = /[/\\:.~\d]/u;
/** Attributes that are read one by one, where all of them together do not parse. */
const mostSingle = 200;

/** The attributes of a template as programs of JSX: one, or where that does not parse one for each attribute that does. */
export function templatePrograms(source: Source, attributes: readonly Attribute[]): readonly Host[] {
  const { text } = source;
  const kind = /[^.]*$/u.exec(source.path.toLowerCase())?.[0] ?? "";
  const wanted = attributes.filter((one) => (one.around === "{" || isDirective(one, kind) ? mayHold.test(text.slice(one.range[0] + 1, one.range[1] - 1)) : telling.test(text.slice(...one.range))));
  const parses = ({ value }: Host): boolean => readJavaScript({ ...source, text: value }).error === null;
  const whole = program(text, wanted, kind);
  if (wanted.length === 0 || parses(whole)) return wanted.length === 0 ? [] : [whole];
  return wanted.slice(0, mostSingle).map((one) => program(text, [one], kind)).filter(parses);
}

// Have: :shade="'/data'"   Want: ;<x shade={'/data'}/>
function program(text: string, attributes: readonly Attribute[], kind: string): Host {
  const decoder = new Decoder(text);
  for (const attribute of attributes) {
    const { name, around, range: [start, end] } = attribute;
    decoder.put(`;<x ${nameOf(name)}=`, [start, start]);
    if (isDirective(attribute, kind) || around === "`") {
      const [before, behind] = /^(?:@|v-on)/u.test(name) ? ["{() => {", "}}"] : ["{", "}"];
      const marks = around === null || around === "`" ? 0 : 1;
      decoder.put(before, [start, start]).copy(start + marks, end - marks).put(behind, [end, end]);
    } else if (around === null) decoder.put('"', [start, start]).copy(start, end).put('"', [end, end]);
    // The parser of Svelte gives such a text without its quotes.
    else if (kind === "svelte" && around !== "{") decoder.put(around, [start + 1, start + 1]).copy(start + 1, end - 1).put(around, [end - 1, end - 1]);
    else decoder.copy(start, end);
    decoder.put("/>", [end, end]);
  }
  return decoder.end(0);
}

/** Whether the value of an attribute is an expression, or statements, in quotes. */
function isDirective({ name }: Attribute, kind: string): boolean {
  return kind === "vue" && /^(?:[:@#.]|v-)/u.test(name);
}

/** What an attribute sets: `shade` of `:shade.sync`, `v-bind:shade`; `x` where it sets nothing by a name. */
function nameOf(attribute: string): string {
  const argument = /^(?:v-[\w-]+:|[:@#.])?(.*)$/u.exec(attribute)?.[1] ?? "";
  const plain = argument.replace(/\..*$/u, "").replace(/[^\w:-]/gu, "-");
  return /^v-/u.test(plain) || !/^[A-Z_a-z][\w-]*(?::[A-Z_a-z][\w-]*)?$/u.test(plain) ? "x" : plain;
}
