import type { PageData, ShownFinding } from "../shape.ts";
import { byId } from "./dom.ts";

/** What of the findings is shown, and by what they are put together. */
export interface Wish {
  readonly words: readonly string[];
  readonly rule: number | null;
  readonly weight: string;
  readonly language: number | null;
  readonly way: string;
  readonly file: number | null;
  readonly group: "file" | "rule";
}

const fields = { rule: "by-rule", weight: "by-weight", language: "by-language", way: "by-way", file: "by-file", group: "group" } as const;

const select = (id: string): HTMLSelectElement => byId(id, HTMLSelectElement);

/** Reads what is wished for from the form. */
export function readWish(): Wish {
  const number = (id: string): number | null => (select(id).value === "" ? null : Number(select(id).value));
  const words = byId("search", HTMLInputElement).value.toLowerCase().split(/\s+/u).filter((word) => word !== "");
  return {
    words,
    rule: number(fields.rule),
    weight: select(fields.weight).value,
    language: number(fields.language),
    way: select(fields.way).value,
    file: number(fields.file),
    group: select(fields.group).value === "rule" ? "rule" : "file",
  };
}

/** Sets the form to one file, or one rule, and nothing else. */
export function wishOnly(field: "file" | "rule", value: number, label: string): void {
  byId("filters", HTMLFormElement).reset();
  const list = select(fields[field]);
  // A list with thousands of files would be no list: others are added when they are asked for.
  if (!Array.from(list.options).some((option) => option.value === String(value))) list.add(new Option(label, String(value)));
  list.value = String(value);
}

/** Sets the form to what lies in one folder. */
export function wishFolder(folder: string): void {
  byId("filters", HTMLFormElement).reset();
  byId("search", HTMLInputElement).value = `${folder}/`;
}

/** Gives a function from a wish to the findings that it is for, in the order in which they are shown. */
export function sifter({ findings, files, rules, languages }: PageData): (wish: Wish) => readonly ShownFinding[] {
  const texts = new Map<ShownFinding, string>();
  // The lines above and below are another finding's, if they are any's.
  const textOf = (finding: ShownFinding): string => {
    let text = texts.get(finding);
    if (text === undefined) {
      text = [files[finding.file], rules[finding.rule]?.name, languages[finding.language], finding.message, finding.left ?? "", finding.fix ?? "", ...finding.lines.filter(([, , marked]) => marked !== "").map((line) => line.slice(1).join(""))].join("\n").toLowerCase();
      texts.set(finding, text);
    }
    return text;
  };
  return ({ words, rule, weight, language, way, file, group }) => {
    const found = findings.filter(
      (finding) =>
        (rule === null || finding.rule === rule) &&
        (file === null || finding.file === file) &&
        (language === null || finding.language === language) &&
        (way === "" || finding.way === way) &&
        (weight === "" || rules[finding.rule]?.weight === weight) &&
        words.every((word) => textOf(finding).includes(word)),
    );
    return found.sort((a, b) => (group === "rule" ? a.rule - b.rule : 0) || a.file - b.file || a.line - b.line || a.column - b.column);
  };
}
