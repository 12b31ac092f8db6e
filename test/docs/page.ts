import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const home = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A fenced block of a page. */
export interface Block {
  readonly notation: string;
  readonly code: string;
  /** The last line of text above it, if no other block stands between: what the page says of it. */
  readonly lead: string;
  /** The headings it stands under, outermost first, without the title. */
  readonly under: readonly string[];
  /** Line of the fence, from 1. */
  readonly line: number;
}

/** Reads a page of the repository. */
export function readPage(path: string): string {
  return readFileSync(join(home, path), "utf8");
}

/** The pages for users, relative to the repository. */
export function pages(): readonly string[] {
  const inFolder = (folder: string): string[] => readdirSync(join(home, folder)).flatMap((file) => (file.endsWith(".md") ? [`${folder}/${file}`] : []));
  return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...inFolder("docs"), ...inFolder("docs/rules")];
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  const headings: string[] = [];
  let lead = "";
  let open: { readonly notation: string; readonly line: number } | null = null;
  let code = "";
  for (const [index, line] of page.split("\n").entries()) {
    const notation = /^```(\w*)$/u.exec(line)?.[1];
    const [, marks = "", heading] = /^(#{1,6}) (.+)$/u.exec(line) ?? [];
    if (open) {
      if (notation === undefined) code += `${line}\n`;
      else {
        blocks.push({ ...open, code, lead, under: headings.slice(1) });
        open = null;
        lead = "";
      }
    } else if (notation !== undefined) {
      open = { notation, line: index + 1 };
      code = "";
    } else if (heading !== undefined) {
      headings.splice(marks.length - 1, headings.length, heading);
      lead = "";
    } else if (line.trim() !== "") lead = line;
  }
  if (open) throw new Error(`The block in line ${open.line} is not closed.`);
  return blocks;
}

/** A link of a page, and the line it stands in. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** The links of a page, outside code. */
export function linksOf(page: string): readonly Link[] {
  return prose(page).flatMap((line, index) => {
    const text = line.replace(/(`+).*?\1/gu, "``");
    return [...text.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target = ""]) => ({ target, line: index + 1 }));
  });
}

/** The headings of a page. */
export function headingsOf(page: string): readonly { readonly depth: number; readonly text: string }[] {
  return prose(page).flatMap((line) => {
    const [, marks, text] = /^(#{1,6}) (.+)$/u.exec(line) ?? [];
    return marks === undefined || text === undefined ? [] : [{ depth: marks.length, text }];
  });
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { text } of headingsOf(page)) {
    const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1").toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/gu, "-");
    let free = anchor;
    for (let count = 1; anchors.has(free); count++) free = `${anchor}-${count}`;
    anchors.add(free);
  }
  return anchors;
}

/** The lines of a page, those of fenced blocks emptied. */
function prose(page: string): readonly string[] {
  let isCode = false;
  return page.split("\n").map((line) => {
    const isFence = line.startsWith("```");
    if (isFence) isCode = !isCode;
    return isCode || isFence ? "" : line;
  });
}
