import { readJavaScript } from "../javascript/parse.ts";
import { lazily } from "../lazily.ts";
import { nested, type Host } from "../nested.ts";
import type { Reading, Source } from "../site.ts";
import { scanComponent } from "./scan.ts";
import { templatePrograms } from "./template.ts";

/** Why nothing of a component is rewritten. */
const componentFixed = "a person changes components: where they run and what they may import is not known here";

/**
 * Reads a component of Vue, Svelte or Astro without the parser that its framework has: its scripts, which are one program, and the attributes of its template.
 * Sites are those of JavaScript, at their places in the file.
 */
export function readComponent(source: Source): Reading {
  return lazily(() => {
    const { scripts, attributes, comments } = scanComponent(source.text);
    const value = onlyScripts(source.text, scripts);
    const host: Host = { value, rangeOf: (start, end) => [start, end] };
    const script = readJavaScript({ ...source, text: value });
    const sites = [host, ...templatePrograms(source, attributes)].flatMap((one) => nested(one, readJavaScript, source, componentFixed));
    return {
      sites: sites.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]),
      comments: [...comments, ...(value.includes("eslint") ? script.comments : [])].sort((a, b) => a.range[0] - b.range[0]),
      error: script.error,
    };
  });
}

/** The text with blanks in place of all that is no script, so that places stay. */
function onlyScripts(text: string, scripts: readonly (readonly [number, number])[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const [start, end] of scripts) {
    parts.push(blank(text.slice(at, start)), text.slice(start, end));
    at = end;
  }
  return parts.join("") + blank(text.slice(at));
}

/** As long as it was, in UTF-16 units. */
function blank(text: string): string {
  return text.replace(/[^\r\n]+/gu, (line) => " ".repeat(line.length));
}
