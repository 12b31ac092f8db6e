import type { Edit } from "../languages/edit.ts";
import type { Source } from "../languages/site.ts";
import { isLeft } from "../languages/writer.ts";
import type { Finding } from "../rules/define.ts";
import type { Project } from "./project.ts";
import { draft, keepParsable, rewrite, type Answer } from "./rewrite.ts";

/**
 * Rewrites each finding of one file as though it were the only one: with the imports that it needs itself.
 * An editor asks for that while somebody types. Whether the file would parse is not tried for each:
 * an edit that parses among all the others does so alone, with imports that were tried once.
 */
export function rewriteEach(source: Source, findings: readonly Finding[], project: Project): readonly Answer[] {
  const together = rewrite(source, findings, project);
  if (findings.length < 2) return together;
  const tried = new Set(together.flatMap((answer) => (isLeft(answer) ? [] : [JSON.stringify(answer.also)])));
  return findings.flatMap((finding, index): readonly Answer[] => {
    const alone = draft(source, [finding], project);
    const [one] = alone;
    const among = together[index];
    if (!one || !among || isLeft(one)) return alone;
    const imports = JSON.stringify(one.also);
    const isTried = !isLeft(among) && isSame(one.edit, among.edit);
    if (isTried && tried.has(imports)) return alone;
    const checked = keepParsable(source, [finding], alone);
    if (isTried && checked === alone) tried.add(imports);
    return checked;
  });
}

function isSame(one: Edit | null, other: Edit | null): boolean {
  return one?.text === other?.text && one?.range.join() === other?.range.join();
}
