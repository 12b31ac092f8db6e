import picomatch from "picomatch";
import { dataReaders } from "./data.ts";
import { dataFiles, markupFiles } from "./files.ts";
import { readEstree } from "./javascript/read.ts";
import { markupReaders } from "./markup.ts";
import type { Read } from "./reader.ts";
import type { Reading, Source } from "./site.ts";

const files = [...dataFiles, ...markupFiles];
const matchers = Object.entries({ ...dataReaders, ...markupReaders }).map(([name, read]) => [read, picomatch([...(files.find((one) => one.name === name)?.files ?? [])], { dot: true, nocase: true })] as const);

/** Reads a file that somebody else's parser has parsed. A tree of data, a page or a document is not looked at: the text says it all. */
export function readParsed(ast: object, source: Source): Reading {
  const read = readerOf(source.path);
  return read ? read(source) : readEstree(ast, source);
}

/** The reader of a file's notation, by its path, or null. */
function readerOf(path: string): Read | null {
  return matchers.find(([, matches]) => matches(path))?.[0] ?? null;
}
