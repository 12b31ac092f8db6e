import { escapeControls, masked } from "../report/excerpt.ts";
import { plural } from "../report/text.ts";
import type { Ended } from "./command.ts";
import type { Write } from "./judge.ts";
import type { Process } from "./processes.ts";

/** A file outside the project that was opened and that other machines do not have. */
export interface Opened {
  readonly file: string;
  /** The home folder, or the folder that an installer chose. */
  readonly below: string;
  /** The next folder below it. */
  readonly part: string;
  readonly processes: readonly Process[];
}

/** All that one run has to tell. */
export interface Verified {
  readonly command: readonly string[];
  readonly isTraced: boolean;
  /** How many configuration files were there before. */
  readonly watched: number;
  readonly ended: Ended;
  readonly writes: readonly Write[];
  /** Null without a trace. */
  readonly opened: readonly Opened[] | null;
  /** Processes of the command that still run. */
  readonly left: readonly Process[];
}

/** The report for programs. */
export function renderVerifyJson({ command, isTraced, watched, ended, writes, opened, left }: Verified): string {
  const report = {
    command: masked(command.join(" ")),
    by: isTraced ? "strace" : "process table",
    watched,
    ended: { code: ended.code, signal: ended.signal, timeUp: ended.isTimeUp, interrupted: ended.interrupted, milliseconds: ended.milliseconds },
    writes: writes.map(({ file, kind, isSame, keys, lines, proof, processes }) => ({ file, kind, sameBytes: isSame, keys: keys && { added: keys.added.map(masked), removed: keys.removed.map(masked), changed: keys.changed.map(masked) }, lines, proof, processes: processes.map(shownProcess) })),
    opened: opened?.map(({ file, below, processes }) => ({ file, below, processes: processes.map(shownProcess) })) ?? null,
    left: left.map(shownProcess),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The report for people. */
export function renderVerifyText(verified: Verified): string {
  const { writes, watched, isTraced, ended, left, opened } = verified;
  const head = writes.length === 0 ? "no configuration file was written" : `${plural(writes.length, "configuration file")} ${writes.length === 1 ? "was" : "were"} written`;
  const parts = [`${head} (${watched} watched, ${isTraced ? "by strace" : "by snapshots and the process table"})`];
  for (const write of writes) parts.push("", `  ${escapeControls(write.file)}  ${whatHappened(write)}`, ...whoDidIt(write));
  parts.push("", howItEnded(ended));
  if (left.length > 0) parts.push(left.length === 1 ? "a process of it still runs, and may write later:" : `${left.length} processes of it still run, and may write later:`, ...left.map((one) => `  ${named(one)}`));
  if (opened && opened.length > 0) parts.push("", "opened outside the project, where other machines have nothing or something else:", ...folded(opened));
  return `${parts.join("\n")}\n`;
}

function whatHappened({ kind, isSame, keys, lines }: Write): string {
  const details = [];
  for (const [word, list] of [["changed", keys?.changed], ["new", keys?.added], ["gone", keys?.removed]] as const) {
    if (list && list.length > 0) details.push(`${word}: ${list.slice(0, 8).map(masked).join(", ")}${list.length > 8 ? ` and ${list.length - 8} more` : ""}`);
  }
  if (details.length === 0 && lines) details.push(keys ? "the same keys and values, written otherwise" : lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]} to ${lines[1]}`);
  return `${phrases[kind]}${isSame && (kind === "replaced" || kind === "rewritten") ? " with the bytes that it had" : ""}${details.length > 0 ? ` (${details.join("; ")})` : ""}`;
}

const phrases: Readonly<Record<Write["kind"], string>> = {
  created: "was created",
  removed: "was removed",
  changed: "was changed",
  replaced: "was replaced",
  rewritten: "was written again",
  touched: "was written and given its old date, or had its permissions set once more",
  opened: "was opened for writing, and holds what it held",
  "created and removed": "was created, and removed again",
  "removed and put back": "was removed, and put back",
  "written and set back": "was written, and set back",
};

function whoDidIt({ proof, processes }: Write): readonly string[] {
  const lead = { strace: "by strace:", open: "had it open for writing:", running: "seen running at that time:", unknown: "" }[proof];
  if (processes.length === 0) return ["      no process of the command was seen to do it"];
  const shown = processes.slice(0, 5).map((one) => `      ${lead} ${named(one)}`);
  return processes.length > 5 ? [...shown, `      and ${processes.length - 5} more`] : shown;
}

function howItEnded({ code, signal, isTimeUp, interrupted, milliseconds }: Ended): string {
  const after = `after ${(milliseconds / 1000).toFixed(1)} s`;
  if (isTimeUp) return `the command was ended ${after}, when its time was up`;
  const cause = interrupted === null ? "" : `, told by ${interrupted}`;
  return signal === null ? `the command ended with exit code ${code ?? "unknown"} ${after}${cause}` : `the command was ended by ${signal} ${after}${cause}`;
}

const mostFiles = 3;

/** Files of one folder as one line with a few of them. */
function folded(opened: readonly Opened[]): readonly string[] {
  const folders = new Map<string, Opened[]>();
  for (const one of opened) {
    const key = `${one.below}/${one.part}`;
    folders.set(key, [...(folders.get(key) ?? []), one]);
  }
  return [...folders].flatMap(([folder, files]) => {
    const programs = [...new Set(files.flatMap(({ processes }) => processes.map(({ command }) => command)))].slice(0, mostFiles).map(shortened).join(", ");
    if (files.length === 1) return [`  ${escapeControls(files[0]?.file ?? "")}  by ${programs}`];
    const names = files.slice(0, mostFiles).map(({ file }) => `    ${escapeControls(file)}`);
    return [`  ${escapeControls(folder)}: ${plural(files.length, "file")}, by ${programs}`, ...names, ...(files.length > mostFiles ? [`    and ${files.length - mostFiles} more`] : [])];
  });
}

function named({ pid, command, startedBy = [] }: Process): string {
  const above = startedBy.filter((text) => text !== "").map(shortened);
  return `${shortened(command) || "a process"} (${pid})${above.length > 0 ? `, started by ${above.join(", by ")}` : ""}`;
}

function shownProcess({ pid, command, startedBy = [] }: Process): Required<Process> {
  return { pid, command: masked(command), startedBy: startedBy.map(masked) };
}

function shortened(command: string): string {
  const characters = Array.from(masked(command));
  return characters.length > 120 ? `${characters.slice(0, 119).join("")}…` : characters.join("");
}
