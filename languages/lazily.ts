import type { Comment, Reading, Site, SyntaxProblem } from "./site.ts";

/** What a pass over a text gives. */
export interface Pass {
  readonly sites: readonly Site[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

/** A reading that is made when somebody asks for a part of it. */
export function lazily(pass: () => Pass): Reading {
  let made: Pass | undefined;
  const once = (): Pass => (made ??= pass());
  return {
    get sites() {
      return once().sites;
    },
    get comments() {
      return once().comments;
    },
    get error() {
      return once().error;
    },
  };
}
