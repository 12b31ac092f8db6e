import { createRequire } from "node:module";
import { join } from "node:path";
import type { TransformOptions } from "./define.ts";

type Parser = { parse(text: string): object };
type GetParser = (name: string, options?: unknown) => Parser;

/**
 * The parser of the jscodeshift that is running, then its parser for Flow.
 * Offsets come from the parser itself: those that recast gives count a tab as several columns.
 */
export function parserOf({ parser, parserConfig }: TransformOptions): (text: string) => object {
  let parsers: readonly Parser[] | undefined;
  return (text) => {
    parsers ??= [...new Set([typeof parser === "string" ? parser : "babel", "flow"])].map((name) => getParser()(name, parserConfig));
    let problem: unknown;
    for (const one of parsers) {
      try {
        const ast = one.parse(text);
        // Flow's parser goes on after an error, and notes it.
        const { errors } = ast as { errors?: readonly unknown[] };
        if (!errors?.length) return ast;
      } catch (error) {
        problem = error;
      }
    }
    throw problem instanceof Error ? problem : new Error("the text does not parse");
  };
}

function getParser(): GetParser {
  // Its worker, or its command, is what was started; a script that runs it stands in the project.
  for (const from of [process.argv[1], join(process.cwd(), "package.json")]) {
    try {
      if (from !== undefined) return createRequire(from)("jscodeshift/src/getParser") as GetParser;
    } catch {
      // Not installed there.
    }
  }
  throw new Error("jscodeshift is not installed in this project");
}
