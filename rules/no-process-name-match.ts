import { hasHole } from "../detectors/hole.ts";
import { baseName } from "../detectors/path-text.ts";
import { isBroad, isProcessLine, processMatch } from "../detectors/process-match.ts";
import { findUserPaths } from "../detectors/user-path.ts";
import type { Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isOwnPath } from "./quiet.ts";

/** How processes are picked out by a text: by a command that may end them, or by a comparison. */
export type ProcessText = "line" | "interpreter" | "comparison";

export default defineRule<ProcessText, ProcessText>(import.meta.url, {
  description: "disallow picking out processes by what their command lines say",
  impact: "On a machine that runs anything else of that name, processes of other people and projects are ended or counted too.",
  theme: "services",
  recommended: true,
  // A pattern is any text: what the file runs decides.
  hint: /\w/u,
  needs: () => /pkill|pgrep|killall|\bps\b[^\n]{1,300}grep|psutil|process_iter|ps-list|ps-node|find-process/u,
  messages: {
    line: "'{{text}}' is looked for in the command lines of all processes of the machine.",
    interpreter: "'{{text}}' is the name of every process of the machine that it runs.",
    comparison: "'{{text}}' is also in the command lines of processes that are not this project's.",
  },
  *find(site) {
    if (site.write !== null || site.use === "shown" || isOwnPath(site)) return;
    const kind = kindOf(site);
    if (kind === null || [...findUserPaths(site.value)].length > 0) return;
    yield { start: 0, end: site.value.length, messageId: kind, data: { text: site.value }, detected: kind };
  },
});

function kindOf({ command, use, value, against = null }: Site): ProcessText | null {
  if (command) {
    const match = processMatch(command.words);
    if (match) return match.at === command.at ? match.kind : null;
    return isGrepForKill(command.words, command.pipe ?? []) && use === "matched" && value !== "grep" && isBroad(value) ? "line" : null;
  }
  if ((use !== "compared" && use !== "matched") || against === null || !isProcessLine(against)) return null;
  // Have: "--daemon" in cmdline, which asks how a process was started.
  return /\w/u.test(value) && !value.startsWith("-") && !(hasHole(value) && value.length === 1) ? "comparison" : null;
}

/** Have: ps aux | grep python | awk '{print $2}' | xargs kill */
function isGrepForKill(words: readonly string[], pipe: readonly string[]): boolean {
  const [first = "", last = ""] = [pipe[0], pipe.at(-1)];
  return /^[ef]?grep$/u.test(baseName(words[0] ?? "")) && !words.some((word) => /^-[a-zA-Z]*v/u.test(word)) && baseName(first) === "ps" && baseName(last) === "kill";
}
