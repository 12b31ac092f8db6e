import { verbatim } from "../decoded.ts";
import { readHtml } from "../html/read.ts";
import { nested, nestedComments, type Host } from "../nested.ts";
import type { Read } from "../reader.ts";
import type { Comment, Range, Reading, Site, Source } from "../site.ts";
import { ValueSite } from "../value-site.ts";
import { codeOf } from "./fences.ts";
import { scanMarkdown, type MarkdownScan } from "./scan.ts";

/** Why nothing of a document is rewritten. */
export const markdownFixed = "a document cannot compute: write what is true on every machine";

/** Reads a document: its code by the language that is named, its links, and the HTML in it. Its prose is for people. */
export function readMarkdown(source: Source): Reading {
  let scan: MarkdownScan | undefined;
  let sites: readonly Site[] | undefined;
  let comments: readonly Comment[] | undefined;
  const scanned = (): MarkdownScan => (scan ??= scanMarkdown(source.text));
  return {
    get sites() {
      return (sites ??= sitesOf(source, scanned()));
    },
    get comments() {
      return (comments ??= commentsOf(source, scanned()));
    },
    error: null,
  };
}

function sitesOf(source: Source, { fences, html, links }: MarkdownScan): readonly Site[] {
  const code = fences.flatMap((fence) => {
    const found = codeOf(fence);
    return found ? inside(source, found.host, found.read) : [];
  });
  const blocks = html.flatMap((host) => inside(source, host, readHtml).filter(({ use }) => use !== "stated"));
  return [...code, ...blocks, ...links.map((range) => linkSite(source, range))].sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
}

function inside(source: Source, host: Host, read: Read): readonly Site[] {
  // What code in a document writes, somebody writes who follows it.
  return nested(host, read, source, markdownFixed).filter(({ write }) => write === null);
}

/** A link from the root of a site may well lead to a page called home; `/Users/ann` is no page. */
function linkSite(source: Source, range: Range): Site {
  const host = verbatim(source.text, ...range);
  const isOfSite = /^<?\/(?:home|root|usr|opt|snap)\//u.test(host.value);
  return new ValueSite(source, range, host, { language: "markdown", name: null, scope: null, fixed: markdownFixed, use: "kept", own: isOfSite ? ["paths"] : [] });
}

function commentsOf(source: Source, { fences, html }: MarkdownScan): readonly Comment[] {
  const code = fences.flatMap((fence) => {
    const found = codeOf(fence);
    return found ? nestedComments(found.host, found.read, source) : [];
  });
  return [...code, ...html.flatMap((host) => nestedComments(host, readHtml, source))].sort((a, b) => a.range[0] - b.range[0]);
}
