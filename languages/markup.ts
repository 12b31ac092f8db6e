import { fixedWriter } from "./fixed-writer.ts";
import { htmlFixed, readHtml } from "./html/read.ts";
import { markdownFixed, readMarkdown } from "./markdown/read.ts";
import type { Read } from "./reader.ts";
import type { LanguageName } from "./site.ts";
import type { Writer } from "./writer.ts";

/** Readers of pages and documents. */
export const markupReaders = { html: readHtml, markdown: readMarkdown } as const satisfies Partial<Record<LanguageName, Read>>;

/** Their writers. */
export const markupWriters = { html: fixedWriter(readHtml, htmlFixed), markdown: fixedWriter(readMarkdown, markdownFixed) } as const satisfies Partial<Record<LanguageName, Writer>>;
