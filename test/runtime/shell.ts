import { spawn, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import type { Answer, Given, Shell } from "./forms.ts";

// What keeps a user's own files from being read at the start.
const ALONE: Readonly<Record<Shell, readonly string[]>> = { bash: ["--norc", "--noprofile"], dash: [], zsh: ["-f"] };

/** A process of the shell for each case, two at a time. */
export async function askShell(shell: Shell, cases: readonly Given[]): Promise<Answer[][]> {
  const program = whereIs(shell);
  const answers: Answer[][] = [];
  const waiting = [...cases.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) answers[next[0]] = await answersOf(shell, program, next[1]);
  };
  await Promise.all([work(), work()]);
  return answers;
}

async function answersOf(shell: Shell, program: string, given: Given): Promise<Answer[]> {
  // The script that dash takes the module's place from stands beside it.
  const args = [...ALONE[shell], "-c", scriptFor(given), join(dirname(given.module), "main.sh")];
  const child = spawn(program, args, { cwd: given.cwd, env: given.env });
  const [outputs, errors] = await Promise.all([chunks(child.stdout), chunks(child.stderr)]);
  if (errors.length !== given.steps.length + 1 || errors.at(-1) !== "") throw new Error(`${shell} says ${errors.join("|")} to\n${scriptFor(given)}`);
  const told = errors.map((text) => text.split("\n").flatMap((line) => /^portability: (.+)/u.exec(line)?.[1] ?? []));
  return given.steps.map((_, index): Answer => {
    const [output = "", status, said = "", logs = []] = [outputs[2 * index], outputs[2 * index + 1], errors[index], told[index]];
    const error = said.replace(/^(?:portability: .+\n)+/u, "");
    if (status === "0" && error === "") return { value: output.replace(/\n$/u, ""), logs };
    if (status === "1" && output === "") return { error: error.replace(/\n$/u, ""), logs };
    throw new Error(`${shell} ends with ${String(status)}, prints ${output} and says ${error}`);
  });
}

/** A script that prints, for each step, the answer and the status; NULs part them, and what is said to stderr. */
function scriptFor({ module, env, platform, steps }: Given): string {
  const lines = [`. ${word(module)}`];
  if (platform === "darwin") lines.push("uname() { echo Darwin; }");
  let before = Object.keys(env);
  for (const { call: [name, ...args], write, env: after } of steps) {
    for (const [file, text] of Object.entries(write ?? {})) lines.push(`printf %s ${word(text)} > ${word(file)}`);
    if (after) {
      lines.push(...before.map((old) => `unset ${old}`), ...Object.entries(after).map(([key, value]) => `export ${key}=${word(value)}`));
      before = Object.keys(after);
    }
    const command = String(name).replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
    lines.push([command, ...args.map((arg) => word(String(arg)))].join(" "), "printf '\\0%s\\0' \"$?\"", "printf '\\0' >&2");
  }
  return lines.join("\n");
}

function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function chunks(stream: NodeJS.ReadableStream): Promise<string[]> {
  let text = "";
  for await (const part of stream.setEncoding("utf8")) text += String(part);
  return text.split("\0");
}

/** The shell's own file, since a case has a PATH of its own; an error where it is not installed. */
export function whereIs(shell: Shell): string {
  const { stdout } = spawnSync("sh", ["-c", `command -v ${shell}`], { encoding: "utf8" });
  if (stdout === "") throw new Error(`The tests need ${shell}.`);
  return stdout.trim();
}
