import { dataReaderOf } from "./data.ts";
import { readEstree } from "./javascript/read.ts";
import type { Reading, Source } from "./site.ts";

/** Reads a file that somebody else's parser has parsed. A tree of JSON, YAML or TOML is not looked at: the text says it all. */
export function readParsed(ast: object, source: Source): Reading {
  const read = dataReaderOf(source.path);
  return read ? read(source) : readEstree(ast, source);
}
