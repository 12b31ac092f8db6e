import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../rules/index.ts";
import { packageFolder } from "../package-folder.ts";

/** A rule as SARIF describes it. */
export interface DescribedRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: "error" };
  readonly properties: { readonly tags: readonly string[] };
}

/** Describes rules by what their pages say; all of them when no name is given. */
export function describedRules(only: readonly string[]): readonly DescribedRule[] {
  return rules
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .map(({ name, description, url }) => {
      const short = `${description.charAt(0).toUpperCase()}${description.slice(1)}.`;
      const why = whyOf(name) ?? short;
      return {
        id: `portability/${name}`,
        name,
        shortDescription: { text: short },
        fullDescription: { text: why.split("\n\n")[0] ?? why },
        help: { text: `${why}\n\n${url}`, markdown: `${why}\n\n[Examples, and what is written instead](${url})` },
        helpUri: url,
        defaultConfiguration: { level: "error" },
        properties: { tags: ["portability"] },
      };
    });
}

/** What the page of a rule says under its heading “Why”, or null where the package came without its pages. */
function whyOf(name: string): string | null {
  try {
    const page = readFileSync(join(packageFolder(), "docs", "rules", `${name}.md`), "utf8");
    const from = page.indexOf("\n## Why\n");
    if (from === -1) return null;
    const text = page.slice(from + "\n## Why\n".length);
    const end = text.indexOf("\n## ");
    return (end === -1 ? text : text.slice(0, end)).trim();
  } catch {
    return null;
  }
}
