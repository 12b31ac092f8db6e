import { createInterface } from "node:readline";

/** Why no answer came. */
export type Silence = "end" | "interrupt";

/** Somebody who answers, at a terminal or through a pipe. */
export interface Person {
  /** The next line, without what surrounds it, or why there is none. */
  ask(question: string): Promise<string | { readonly none: Silence }>;
  say(text: string): void;
  leave(): void;
}

/** Meets whoever is at standard input. Lines that come before they are asked for wait for their questions. */
export function meet(): Person {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: isTerminal });
  const waiting: string[] = [];
  let none: Silence | null = null;
  let wake: (() => void) | null = null;
  const woken = (): void => {
    wake?.();
    wake = null;
  };
  const end = (why: Silence): void => {
    none ??= why;
    woken();
  };
  lines.on("line", (line) => {
    waiting.push(line);
    woken();
  });
  lines.on("close", () => {
    end("end");
  });
  lines.on("SIGINT", () => {
    end("interrupt");
    lines.close();
  });
  return {
    async ask(question) {
      if (none === null && isTerminal) {
        lines.setPrompt(question);
        lines.prompt();
      } else process.stdout.write(question);
      while (waiting.length === 0 && none === null) {
        await new Promise<void>((resume) => {
          wake = resume;
        });
      }
      // An interrupt takes back what was typed ahead.
      const line = none === "interrupt" ? undefined : waiting.shift();
      if (!isTerminal || line === undefined) process.stdout.write("\n");
      return line === undefined ? { none: none ?? "end" } : line.trim();
    },
    say(text) {
      process.stdout.write(text);
    },
    leave() {
      lines.close();
    },
  };
}
