import { linesOf, trimmedRange } from "../lines.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";

/** An instruction of a Dockerfile. */
export interface Instruction {
  /** In upper case: `RUN`. */
  readonly name: string;
  /** What stands behind the name, with the lines that it goes on over and its here-documents. */
  readonly range: Range;
  /** Comment lines inside of it, which do not belong to it. */
  readonly gaps: readonly Range[];
}

/** What stands in a Dockerfile. */
export interface DockerScan {
  readonly instructions: readonly Instruction[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
  /** The character that takes a line on: a backslash, unless the file says otherwise. */
  readonly escape: string;
}

const known = /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/u;

/** Reads the instructions of a Dockerfile. https://docs.docker.com/reference/dockerfile/ */
export function scanDockerfile(text: string): DockerScan {
  const instructions: Instruction[] = [];
  const comments: Comment[] = [];
  let error: SyntaxProblem | null = null;
  const escape = /^(?:#[^\n]*\n)*#\s*escape\s*=\s*`/iu.test(text.slice(0, 1_000)) ? "`" : "\\";
  let open: { name: string; start: number; end: number; gaps: Range[] } | null = null;
  /** Words that end the here-documents that are open. */
  let waiting: string[] = [];
  const close = (): void => {
    if (open) instructions.push({ name: open.name, range: trimmedRange(text, open.start, open.end), gaps: open.gaps });
    open = null;
  };
  for (const [start, end] of linesOf(text)) {
    if (open && waiting.length > 0) {
      (open as { end: number }).end = end;
      if (text.slice(start, end).replace(/^\t+/u, "").trimEnd() === waiting[0]) waiting.shift();
      if (waiting.length === 0) close();
      continue;
    }
    const [from, to] = trimmedRange(text, start, end);
    if (from === to) continue;
    if (text.charAt(from) === "#") {
      comments.push({ value: text.slice(from + 1, to), range: [from, to] });
      open?.gaps.push([from, to]);
      continue;
    }
    if (!open) {
      const name = /^[A-Za-z]+(?=\s|$)/u.exec(text.slice(from, Math.min(to, from + 20)))?.[0] ?? "";
      if (!known.test(name.toUpperCase())) {
        if (!text.slice(from, Math.min(to, from + 1_000)).includes("{{") && text.charAt(from) !== "{") error ??= { message: "a line begins with no instruction", offset: from };
        continue;
      }
      open = { name: name.toUpperCase(), start: from + name.length, end: to, gaps: [] };
    }
    open.end = to;
    if (/^(?:RUN|COPY|ADD|ONBUILD)$/u.test(open.name)) waiting = [...text.slice(from, to).matchAll(/(?<![<\w])<<-?\s?(["']?)([A-Za-z_]\w*)\1/gu)].map((match) => match[2] ?? "");
    if (text.charAt(to - 1) !== escape && waiting.length === 0) close();
  }
  close();
  return { instructions, comments, error, escape };
}
