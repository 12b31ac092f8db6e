import { commandSites } from "../command.ts";
import { Decoder, indexIn, verbatim } from "../decoded.ts";
import { lazily } from "../lazily.ts";
import { linesOf, trimmedRange } from "../lines.ts";
import type { Host } from "../nested.ts";
import type { Comment, Reading, Site, Source, SyntaxProblem } from "../site.ts";
import { variableSites } from "../variables.ts";
import { ValueSite } from "../value-site.ts";

/** Why nothing of a crontab is rewritten. */
export const crontabFixed = "cron expands nothing outside of its commands";

const assignment = /^([A-Za-z_]\w*)[ \t]*=[ \t]*/u;
const schedule = /^(?:@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every_\w+)|(?:[\d*][\w*/,~?#-]*|[A-Za-z]{3}[\w,-]*)(?:[ \t]+[\w*/,~?#-]+){4})[ \t]+/u;

/** Reads a crontab: its environment lines, and the commands behind the times. Source: crontab(5). */
export function readCrontab(source: Source): Reading {
  return lazily(() => {
    const { text } = source;
    const sites: Site[] = [];
    const comments: Comment[] = [];
    let error: SyntaxProblem | null = null;
    for (const [start, end] of linesOf(text)) {
      const [from, to] = trimmedRange(text, start, end);
      if (from === to) continue;
      if (text.charAt(from) === "#") {
        comments.push({ value: text.slice(from + 1, to), range: [from, to] });
        continue;
      }
      const head = text.slice(from, Math.min(to, from + 1_000));
      const variable = assignment.exec(head);
      const time = schedule.exec(head);
      if (variable) sites.push(...variableSites(source, variable[1] ?? "", [from, from + (variable[1] ?? "").length], "set", { language: "crontab", scope: null, fixed: crontabFixed }), variableSite(source, variable[1] ?? "", from + variable[0].length, to));
      else if (time) for (const site of command(source, from + time[0].length, to)) sites.push(site);
      else error ??= { message: "a line is neither a variable nor a command with its time", offset: from };
    }
    return { sites, comments, error };
  });
}

function variableSite(source: Source, name: string, start: number, end: number): Site {
  const isQuoted = /^(["']).*\1$/su.test(source.text.slice(start, end)) && end - start > 1;
  const host = isQuoted ? verbatim(source.text, start + 1, end - 1) : verbatim(source.text, start, end);
  return new ValueSite(source, [start, end], host, { language: "crontab", use: "kept", name, scope: null, fixed: crontabFixed });
}

/** The system's own crontabs name a user before the command. */
function command(source: Source, start: number, end: number): readonly Site[] {
  const isSystems = /(?:^|\/)(?:cron\.d\/|etc\/crontab$)/u.test(source.path);
  const user = isSystems ? (/^\S+[ \t]+/u.exec(source.text.slice(start, Math.min(end, start + 200)))?.[0].length ?? 0) : 0;
  return commandSites(shellText(source.text, start + user, end), [start + user, end], source, { language: "crontab", name: null, scope: null, fixed: crontabFixed }, { by: "cron" });
}

/** What the shell gets: `%` ends the command, `\%` is a percent sign. */
function shellText(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  let from = start;
  for (let at = indexIn(text, "%", from, end); at >= 0; at = indexIn(text, "%", from, end)) {
    if (text.charAt(at - 1) !== "\\") return decoder.copy(from, at).end(start);
    decoder.copy(from, at - 1).put("%", [at - 1, at + 1]);
    from = at + 1;
  }
  return decoder.copy(from, end).end(start);
}
