import { parse as parseBabel } from "@babel/parser";
import { parse as parseTypeScript } from "@typescript-eslint/typescript-estree";
import { parse as parseEspree } from "espree";
import { readEstree } from "../../../languages/javascript/read.ts";
import { readJavaScript } from "../../../languages/javascript/parse.ts";
import type { Reading, Site, Source } from "../../../languages/site.ts";

export type Parser = "espree" | "typescript-eslint" | "babel" | "command line";

/** A source of the zone that everything is looked at in. */
export function sourceOf(text: string, path = "src/app.js"): Source {
  return { path, text, zone: "source" };
}

/** Reads a text as a linter with one of the parsers does. */
export function readWith(parser: Parser, text: string, path = "src/app.js"): Reading {
  const source = sourceOf(text, path);
  if (parser === "command line") return readJavaScript(source);
  return readEstree(parse(parser, text), source);
}

function parse(parser: Exclude<Parser, "command line">, text: string): object {
  if (parser === "espree") {
    return parseEspree(text, { ecmaVersion: "latest", sourceType: "module", range: true, loc: true, tokens: true, comment: true, ecmaFeatures: { jsx: true } });
  }
  if (parser === "babel") return parseBabel(text, { sourceType: "module", plugins: ["estree", "jsx"], errorRecovery: true }).program;
  return parseTypeScript(text, { jsx: true, range: true, loc: true, tokens: true, comment: true });
}

/** The one site of a text whose value is given, or the last one. */
export function siteOf(reading: Reading, value: string): Site {
  const found = reading.sites.filter((site) => site.value === value && site.shape !== "call");
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} sites have the value ${JSON.stringify(value)}: ${reading.sites.map((site) => site.value).join(" | ")}`);
  return only;
}
