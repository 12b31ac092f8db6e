import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const page = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "docs/runbook.md");

/** The blocks of commands of a page, in order, by the heading that they stand under. */
export function commandsOf(heading: string): readonly string[] {
  const sections = readFileSync(page, "utf8").split(/^## /mu);
  const section = sections.find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/runbook.md has no section '${heading}'`);
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, commands = ""]) => commands);
}
