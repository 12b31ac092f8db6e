import type { Block } from "./page.ts";

/** A call, and what the page says comes of it. */
export interface Line {
  readonly source: string;
  readonly expression: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly said: string;
}

/** Have: `projectPath("data") // APP_ROOT=/tmp → "/tmp/data"`, and `✗` before an error. */
export function linesOf({ code }: Block): readonly Line[] {
  return code.trimEnd().split("\n").map((source) => {
    const [, expression, comment = ""] = /^(\S+(?: \S+)*) +(?:\/\/|#) (.+)$/u.exec(source) ?? [];
    const [, name, value = "", said] = /^(?:(\w+)=(\S+) )?([→✗] .+)$/u.exec(comment) ?? [];
    if (expression === undefined || said === undefined) throw new Error(`'${source}' does not say what comes of it.`);
    return { source, expression, variables: name === undefined ? {} : { [name]: value }, said };
  });
}

/** What an answer looks like that is as the page says; `…` stands for anything. */
export function matching({ said }: Line): RegExp {
  const text = said.replace(/(?<=^→ )(?:True|False)$/u, (word) => word.toLowerCase());
  return new RegExp(`^${text.replace(/[$()*+.?[\\\]^{|}]/gu, "\\$&").replaceAll("…", ".*")}$`, "u");
}
