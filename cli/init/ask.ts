import { createInterface } from "node:readline/promises";
import { readPrefix } from "./prefix.ts";

/** Somebody who answers. */
export interface Person {
  /** A prefix, or the one that is proposed. */
  prefix(proposal: string): Promise<string>;
  /** Yes or no. */
  agrees(question: string, usual: boolean): Promise<boolean>;
  leave(): void;
}

/** Whoever sits at the terminal; null where there is none. */
export function meetPerson(): Person | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return {
    async prefix(proposal) {
      for (;;) {
        const typed = await lines.question(`What shall the names of the project's environment variables begin with? [${proposal}] `);
        const read = typed.trim() === "" ? proposal : readPrefix(typed);
        if (read !== null) return read;
        process.stdout.write("A prefix is made of letters, digits and underscores, such as APP_.\n");
      }
    },
    async agrees(question, usual) {
      const typed = (await lines.question(`${question} [${usual ? "Y/n" : "y/N"}] `)).trim();
      return typed === "" ? usual : /^y/iu.test(typed);
    },
    leave() {
      lines.close();
    },
  };
}
