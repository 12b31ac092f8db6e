import type { SyntaxProblem } from "../site.ts";

/** What the conditions around a line say. */
export interface Branch {
  /** Only one operating system comes here. */
  readonly guarded: boolean;
  /** The makefile asks first what there is. */
  readonly probed: boolean;
  /** The variable that is not set here. */
  readonly missing: string | null;
}

const top: Branch = { guarded: false, probed: false, missing: null };

/** Follows `ifeq`, `else` and `endif` through a makefile. */
export class Branches {
  readonly #open: { readonly at: number; readonly before: Branch }[] = [];
  #now: Branch = top;

  /** The branch of the line at hand. */
  get now(): Branch {
    return this.#now;
  }

  /** Where a condition was never closed, or null. */
  get error(): SyntaxProblem | null {
    const last = this.#open.at(-1);
    return last ? { message: "a condition lacks its 'endif'", offset: last.at } : null;
  }

  /** A condition begins, or another one instead of the last: `else ifeq ($(OS),Windows_NT)`. */
  open(line: string, at: number): void {
    const isElse = line.startsWith("else");
    if (!isElse) this.#open.push({ at, before: this.#now });
    const before = isElse ? this.#now : (this.#open.at(-1)?.before ?? top);
    this.#now = {
      guarded: before.guarded || /\b(?:Darwin|Linux|Windows(?:_NT)?|FreeBSD|OpenBSD|NetBSD|SunOS|MINGW\w*|MSYS\w*|CYGWIN\w*|MacOS|macos)\b/u.test(line),
      probed: before.probed || asks(line),
      missing: /^ifndef[ \t]+([\w.-]+)/u.exec(line)?.[1] ?? /^ifeq[ \t]*\([ \t]*\$[({]([\w.-]+)[)}],[ \t]*\)/u.exec(line)?.[1] ?? null,
    };
  }

  /** What follows an `else`: whatever was asked was asked for it too, but a variable that was not set is set. */
  other(): void {
    this.#now = { ...this.#now, missing: null };
  }

  close(): void {
    this.#now = this.#open.pop()?.before ?? top;
  }
}

/** Whether a text asks which files or programs there are. */
export function asks(text: string): boolean {
  return /\$[({](?:wildcard|realpath)[ \t]|\bcommand[ \t]+-v\b|\bwhich[ \t]|\btest[ \t]+-[defx]\b|\[[ \t]+-[defx]\b/u.test(text);
}
