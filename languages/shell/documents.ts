import type { Command, Word } from "unbash";
import type { Code } from "./vocabulary.ts";
import { baseName, programAt } from "./wrappers.ts";

/** Commands whose here-documents are for the inside of a container. */
export const containing = /^(?:docker|podman|nerdctl|kubectl|docker-compose|lxc)$/u;

/** The interpreter that takes its program from a here-document. */
export function interpreterOf(callee: string, values: readonly string[]): Code | null {
  const isFromInput = values.every((value, index) => value.startsWith("-") || index > values.findIndex((one) => one === "-" || one === "-s" || one === "--"));
  if (/^(?:ssh|mosh)$/u.test(callee)) return "remote";
  if (!isFromInput && !values.includes("-") && !values.includes("-s")) return null;
  if (/^(?:ba|[zka]|da)?sh$/u.test(callee)) return "shell";
  if (/^python[\d.]*$/u.test(callee)) return "python";
  return /^(?:node|nodejs|bun)$/u.test(callee) ? "javascript" : null;
}

/** The file that a command writes its input to: `cat <<EOF | sudo tee /etc/app.conf`. */
export function teeTarget(command: Command): Word | null {
  const words = [...(command.name ? [command.name] : []), ...command.args.filter((word) => word.type === "Word")];
  const { at } = programAt(words.map(({ value }) => value));
  return baseName(words[at]?.value ?? "") === "tee" ? (words.slice(at + 1).find(({ value }) => !value.startsWith("-")) ?? null) : null;
}

/** The key of a line such as `HOST=…`, `export HOST=…`, `host: …`. */
export function keyOf(line: string): string | null {
  return /^\s*(?:export\s+)?"?([A-Za-z_][\w.-]{0,80})"?\s*[=:]/u.exec(line)?.[1] ?? null;
}
