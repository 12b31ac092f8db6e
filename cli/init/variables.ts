import { exampleFilePattern, exampleFilesFor, speaksOf } from "../../detectors/example-file.ts";
import type { ProjectFacts } from "../../rules/define.ts";
import envDocumented, { type Undocumented } from "../../rules/env-documented.ts";
import type { Settings } from "../../settings.ts";
import { isTrouble } from "../finding-record.ts";
import { scanFile } from "../checkout/scan.ts";

/** An environment variable that programs of the project read. */
export interface Variable {
  readonly name: string;
  /** The files that read it, in the order of the project. */
  readonly files: readonly string[];
  /** What programs use where it is not set, or null. */
  readonly otherwise: string | null;
  /** The example file that is to name it. */
  readonly example: string;
  readonly isDocumented: boolean;
}

const usual = ".env.example";

/** The example file at the root: the one that is there, or the usual one. */
export function rootExample(facts: Pick<ProjectFacts, "has">): string {
  return exampleFilesFor("any", (path) => facts.has(path))[0] ?? usual;
}

/** The environment variables that programs read, as `env-documented` sees them: what is foreign, brought by an image or the old name of another is left out. */
export function variablesOf(root: string, files: readonly string[], settings: Settings, facts: ProjectFacts): readonly Variable[] {
  const example = rootExample(facts);
  // To the rule, every example file is one that names nothing yet.
  const bare: ProjectFacts = { ...facts, has: (path) => path === example || facts.has(path), text: (path) => (exampleFilePattern.test(path) ? "#\n" : facts.text(path)) };
  const found = new Map<string, Variable>();
  for (const file of files) {
    if (exampleFilePattern.test(file)) continue;
    const scanned = scanFile(root, file, [envDocumented], settings, bare);
    if (scanned === null || isTrouble(scanned)) continue;
    for (const { match } of scanned.findings) {
      const { name, otherwise, example: nearest } = match.detected as Undocumented;
      const known = found.get(`${nearest} ${name}`);
      const isDocumented = exampleFilesFor(file, (path) => facts.has(path)).some((path) => speaksOf(facts.text(path) ?? "", name));
      found.set(`${nearest} ${name}`, {
        name,
        files: [...(known?.files ?? []), file],
        otherwise: known?.otherwise ?? otherwise,
        example: nearest,
        isDocumented: (known?.isDocumented ?? true) && isDocumented,
      });
    }
  }
  return [...found.values()];
}
