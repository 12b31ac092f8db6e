import type { PageData, ShownFinding, ShownLine } from "../shape.ts";
import { copyButton } from "./copy.ts";
import { make } from "./dom.ts";

const ways = { same: "rewritten by migrate", changes: "rewritten with --changes", person: "needs a person" } as const;

/** One finding: where it is, what it says, its lines, and what mends it. */
export function card(finding: ShownFinding, { files, rules, languages }: PageData, group: "file" | "rule", isOpen: boolean): HTMLElement {
  const { file, line, column, message, fix, left, way } = finding;
  const rule = rules[finding.rule];
  const place = `${files[file] ?? ""}:${line}:${column}`;
  const head = make(
    "p",
    { class: "where" },
    make("code", { class: "place" }, group === "file" ? `line ${line}:${column}` : place),
    make("span", { class: `badge ${rule?.weight ?? ""}` }, rule?.name ?? ""),
    make("span", { class: "badge" }, languages[finding.language] ?? ""),
    make("span", { class: `badge ${way}` }, ways[way]),
  );
  const parts: HTMLElement[] = [head, make("p", { class: "message" }, message), excerpt(finding.lines)];
  if (left !== null) parts.push(make("p", { class: "left" }, make("b", {}, "Left as it is"), `, because ${left}.`));
  else if (fix !== null) parts.push(make("p", { class: "fix" }, make("b", {}, "Fix: "), make("code", {}, fix), way === "changes" && finding.diff !== null ? " The program then behaves otherwise." : ""));
  if (finding.diff !== null) parts.push(diff(finding, finding.diff, place, rule?.name ?? "", isOpen));
  return make("li", { class: "finding" }, ...parts);
}

function excerpt(lines: readonly ShownLine[]): HTMLElement {
  const rows = lines.map(([number, before, marked, after]) =>
    make("span", { class: marked === "" ? "line" : "line hit" }, make("span", { class: "number" }, String(number)), make("span", { class: "text" }, before, ...(marked === "" ? [] : [make("mark", {}, marked)]), after, "\n")),
  );
  return make("pre", { class: "excerpt" }, make("code", {}, ...rows));
}

/** The diff is made when somebody opens it. */
function diff({ applies }: ShownFinding, text: string, place: string, rule: string, isOpen: boolean): HTMLElement {
  const summary = make("summary", {}, "Diff", make("span", { class: "away" }, ` of ${place}`));
  const details = make("details", { class: "diff" }, summary);
  const fill = (): void => {
    if (details.childElementCount > 1) return;
    const lines = text.replace(/\n$/u, "").split("\n").map((line) => make("span", { class: kindOf(line) }, `${line}\n`));
    const note = applies
      ? copyButton("Copy diff", text)
      : make("p", { class: "note" }, "Something in it is hidden or spelled out, so that no tool can apply it: ", make("code", {}, `npx portability migrate --write --only ${rule}`), " makes the edit.");
    details.append(make("pre", {}, make("code", {}, ...lines)), note);
  };
  // It is there when the next key is pressed; whatever else opens it tells afterwards.
  summary.addEventListener("click", fill);
  details.addEventListener("toggle", fill);
  if (isOpen) {
    fill();
    details.open = true;
  }
  return details;
}

function kindOf(line: string): string {
  if (/^(?:diff |--- |\+\+\+ |@@)/u.test(line)) return "head";
  return line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : "same";
}
