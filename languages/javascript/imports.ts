import type { Edit } from "../edit.ts";
import { left, type Left } from "../writer.ts";
import { insertion, lastOfBlock, type LineStyle } from "./insert.ts";
import type { ImportFact, Outlook } from "./scope.ts";

/** A module and the names that a file needs of it. */
export interface Need {
  /** The specifier to write when nothing imports it yet. */
  readonly specifier: string;
  /** The names that its exports have; `*` stands for the whole module under `whole`. */
  readonly names: readonly string[];
  /** Other names for those that the file may well have given away. */
  readonly aliases?: Readonly<Partial<Record<string, string>>>;
  readonly whole?: string;
  /** Whether the whole module is imported as `* as`. */
  readonly isNamespace?: boolean;
  /** Whether an import that is there means this module. */
  matches(specifier: string): boolean;
}

/** How a name is reached once the edits are made, or why it cannot be. */
export type Reached = ReadonlyMap<string, string | Left>;

/** The imports of one file: what each name is called in it, and the edits that make it so. */
export class Imports {
  readonly #outlook: Outlook;
  readonly #kind: "import" | "require";
  readonly #text: string;
  readonly #style: LineStyle;
  /** The first offset that uses one of the names. */
  readonly #before: number;
  readonly #lines: string[] = [];
  readonly #edits: Edit[] = [];

  constructor(outlook: Outlook, kind: "import" | "require", text: string, style: LineStyle, before: number) {
    this.#outlook = outlook;
    this.#kind = kind;
    this.#text = text;
    this.#style = style;
    this.#before = before;
  }

  /** Makes names of a module reachable. */
  add(need: Need): Reached {
    const reached = new Map<string, string | Left>();
    const facts = this.#outlook.imports.filter((fact) => !fact.isTypeOnly && need.matches(fact.specifier) && this.#isAbove(fact));
    const missing: string[] = [];
    for (const name of need.names) {
      const local = this.#existing(facts, name, need.whole !== undefined);
      if (local !== null) reached.set(name, this.#isShadowed(local.name, local.fact) ? taken(local.name) : local.path);
      else {
        const free = [need.whole ?? name, need.aliases?.[name]].find((candidate) => candidate !== undefined && this.#outlook.occurrences(candidate).length === 0);
        if (free === undefined) reached.set(name, taken(need.whole ?? name));
        else {
          missing.push(free === name || need.whole !== undefined ? name : renamed(name, free, facts.find((fact) => fact.names.length > 0)?.kind ?? this.#kind));
          reached.set(name, free);
        }
      }
    }
    if (missing.length > 0) this.#introduce(need, missing, facts);
    return reached;
  }

  /** The edits for all that was added. */
  edits(): readonly Edit[] {
    if (this.#lines.length === 0) return this.#edits;
    const after = lastOfBlock(this.#outlook, this.#kind, this.#before);
    return [...this.#edits, insertion(this.#text, this.#outlook, after, this.#lines, this.#style)];
  }

  #isAbove(fact: ImportFact): boolean {
    return fact.kind === "import" || fact.range[1] <= this.#before;
  }

  #existing(facts: readonly ImportFact[], name: string, isWhole: boolean): { name: string; path: string; fact: ImportFact } | null {
    for (const fact of facts) {
      const imported = fact.names.find((candidate) => candidate.name === name);
      if (imported && !isWhole) return { name: imported.local, path: imported.local, fact };
      const whole = fact.whole ?? (isWhole ? fact.defaultName?.local : undefined) ?? null;
      if (whole !== null) return { name: whole, path: isWhole ? whole : `${whole}.${name}`, fact };
    }
    return null;
  }

  /** Whether a name is declared anywhere but in its import. Uses of it cannot be told from that, so they count when they are not this import's. */
  #isShadowed(local: string, fact: ImportFact): boolean {
    return this.#outlook.declares(local, fact.range);
  }

  #introduce(need: Need, names: readonly string[], facts: readonly ImportFact[]): void {
    const model = need.whole === undefined ? facts.find((fact) => fact.names.length > 0) : undefined;
    const last = model?.names.at(-1);
    if (last) {
      const gap = separatorBefore(this.#text, last.range[0]);
      this.#edits.push({ range: [last.range[1], last.range[1]], text: names.map((name) => `,${gap}${name}`).join("") });
      return;
    }
    const byDefault = need.whole === undefined ? facts.find((fact) => fact.defaultName && fact.whole === null)?.defaultName : undefined;
    if (byDefault) {
      this.#edits.push({ range: [byDefault.range[1], byDefault.range[1]], text: `, { ${names.join(", ")} }` });
      return;
    }
    const { quote, semicolon } = this.#style;
    const from = `${quote}${need.specifier}${quote}`;
    const whole = need.isNamespace && this.#kind === "import" ? `* as ${String(need.whole)}` : need.whole;
    const what = whole ?? `{ ${names.join(", ")} }`;
    this.#lines.push(this.#kind === "import" ? `import ${what} from ${from}${semicolon}` : `const ${what} = require(${from})${semicolon}`);
  }
}

function renamed(name: string, local: string, kind: "import" | "require"): string {
  return kind === "import" ? `${name} as ${local}` : `${name}: ${local}`;
}

function taken(name: string): Left {
  return left(`the name '${name}' is taken in this file`);
}

/** What stands between the names of a list: a line break with its indentation, or a space. */
function separatorBefore(text: string, start: number): string {
  const space = /\r?\n[ \t]*$/u.exec(text.slice(Math.max(0, start - 200), start))?.[0];
  return space ?? " ";
}
