import type { FindingRecord } from "../../cli/finding-record.ts";
import type { Report } from "../engine/run.ts";
import { filesOf, kindOf, type FilePatch } from "./diff.ts";
import { byId, make } from "./dom.ts";
import { Engine } from "./engine.ts";
import { exampleRoot, examples } from "./examples.ts";
import { markedText, marksOf } from "./marks.ts";
import { fromHash, requestOf, toHash, type State } from "./state.ts";

/** Milliseconds of rest after a key before the engine is asked. */
const rest = 200;

/** Puts life into the playground. `base` is the address that the site stands under. */
export function start(base: string): { close(): void } {
  const page = new Page(base);
  void page.open();
  return page;
}

class Page {
  readonly #base: string;
  readonly #engine: Engine;
  readonly #listening = new AbortController();
  readonly #example = byId("pg-example", HTMLSelectElement);
  readonly #file = byId("pg-file", HTMLInputElement);
  readonly #root = byId("pg-root", HTMLInputElement);
  readonly #changes = byId("pg-changes", HTMLInputElement);
  readonly #settings = byId("pg-settings", HTMLTextAreaElement);
  readonly #rules = byId("pg-rules", HTMLFieldSetElement);
  readonly #text = byId("pg-text", HTMLTextAreaElement);
  readonly #marks = byId("pg-marks", HTMLPreElement);
  readonly #status = byId("pg-status", HTMLParagraphElement);
  #names: readonly string[] = [];
  #off: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written = "";

  constructor(base: string) {
    this.#base = base;
    this.#engine = new Engine(base);
  }

  async open(): Promise<void> {
    this.#example.replaceChildren(...examples.map(({ language }, index) => make("option", { value: String(index) }, language)), make("option", { value: "", hidden: "" }, "Your own"));
    const { signal } = this.#listening;
    byId("pg-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
    }, { signal });
    this.#example.addEventListener("change", () => {
      this.#showExample(Number(this.#example.value));
    }, { signal });
    for (const field of [this.#file, this.#root, this.#settings, this.#text]) {
      field.addEventListener("input", () => {
        if (field === this.#text) this.#own();
        this.#later();
      }, { signal });
    }
    for (const field of [this.#changes, this.#rules]) {
      field.addEventListener("change", () => {
        this.#off = Array.from(this.#rules.querySelectorAll<HTMLInputElement>("input:not(:checked)"), ({ value }) => value);
        void this.#ask();
      }, { signal });
    }
    this.#text.addEventListener("scroll", () => {
      this.#marks.scrollTo(this.#text.scrollLeft, this.#text.scrollTop);
    }, { signal });
    byId("pg-link", HTMLButtonElement).addEventListener("click", () => void this.#copyLink(), { signal });
    globalThis.addEventListener("hashchange", () => {
      if (location.hash !== this.#written) void this.#fromLink();
    }, { signal });
    await this.#fromLink();
  }

  close(): void {
    this.#listening.abort();
    clearTimeout(this.#timer);
    this.#engine.close();
  }

  async #fromLink(): Promise<void> {
    const state = await fromHash(location.hash);
    if (!state) {
      this.#showExample(0);
      return;
    }
    this.#own();
    this.#show(state);
  }

  #own(): void {
    this.#example.value = "";
  }

  #showExample(index: number): void {
    const example = examples[index];
    if (!example) return;
    this.#example.value = String(index);
    this.#show({ file: example.file, text: example.text, root: exampleRoot, settings: "", changes: this.#changes.checked, off: [] });
  }

  #show({ file, text, root, settings, changes, off }: State): void {
    this.#file.value = file;
    this.#text.value = text;
    this.#root.value = root;
    this.#settings.value = settings;
    this.#changes.checked = changes;
    this.#off = off;
    void this.#ask();
  }

  #state(): State {
    return { file: this.#file.value, text: this.#text.value, root: this.#root.value, settings: this.#settings.value, changes: this.#changes.checked, off: this.#off };
  }

  #later(): void {
    // What stood where before is no more known.
    this.#marks.replaceChildren();
    this.#say("Looking …", "working");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), rest);
  }

  async #ask(): Promise<void> {
    const state = this.#state();
    this.#say("Looking …", "working");
    try {
      await this.#remember(state);
      if (!isPath(state.file)) throw new Error("the file is a path below the project, such as src/app.ts");
      const report = await this.#engine.ask(requestOf(state, this.#names));
      if (report) this.#answer(state.text, report);
    } catch (error) {
      this.#clear();
      const isSettings = error instanceof SyntaxError;
      this.#say(`${isSettings ? "The settings are no JSON: " : ""}${error instanceof Error ? error.message : String(error)}`, "problem");
    }
  }

  async #remember(state: State): Promise<void> {
    const hash = await toHash(state);
    this.#written = hash;
    history.replaceState(history.state, "", hash);
  }

  #clear(): void {
    this.#marks.replaceChildren();
    byId("pg-findings", HTMLOListElement).replaceChildren();
    byId("pg-diff", HTMLDivElement).replaceChildren();
  }

  #answer(text: string, report: Report): void {
    this.#listRules(report.rules);
    const { findings, troubles } = report;
    byId("pg-kind", HTMLParagraphElement).textContent = report.language === null ? "No language is known by this name." : `Read as ${report.language}, in the zone “${report.zone}”${report.isQuiet ? ", in which nothing is reported unless the settings say so" : ""}.`;
    this.#marks.replaceChildren(...markedText(text, marksOf(text, findings)));
    this.#marks.scrollTo(this.#text.scrollLeft, this.#text.scrollTop);
    byId("pg-findings", HTMLOListElement).replaceChildren(...findings.map((finding) => this.#item(text, finding)));
    byId("pg-diff", HTMLDivElement).replaceChildren(...shownPatch(filesOf(report.patch)), ...report.notes.map((note) => make("p", {}, note)));
    const trouble = troubles[0];
    this.#say(trouble ? `${trouble.file}: ${trouble.reason}` : findings.length === 0 ? "Nothing to report." : `${findings.length} ${findings.length === 1 ? "finding" : "findings"}.`, trouble ? "problem" : "done");
  }

  #item(text: string, finding: FindingRecord): HTMLLIElement {
    const place = make("button", { type: "button", "aria-label": `${finding.line}:${finding.column}, select it in the code` }, `${finding.line}:${finding.column}`);
    place.addEventListener("click", () => {
      const [mark] = marksOf(text, [finding]);
      if (!mark || this.#text.value !== text) return;
      this.#text.focus();
      this.#text.setSelectionRange(mark.from, mark.to);
    });
    const fate = finding.rewrite === null ? (finding.left === null ? "" : `left as is, because ${finding.left}`) : finding.kind === "changes" ? `${finding.rewrite} (behaves otherwise: with --changes)` : finding.rewrite;
    return make("li", {}, place, make("a", { href: `${this.#base}rules/${finding.rule}` }, finding.rule), make("p", {}, finding.message), ...(fate === "" ? [] : [make("p", { class: "pg-fate" }, finding.rewrite === null ? fate : make("code", {}, fate))]));
  }

  #listRules(names: readonly string[]): void {
    if (this.#names.length > 0) return;
    this.#names = names;
    for (const name of names) {
      const box = make("input", { type: "checkbox", value: name });
      box.checked = !this.#off.includes(name);
      this.#rules.append(make("label", {}, box, ` ${name}`));
    }
    // The rules of a link can only be left out once their names are known.
    if (this.#off.length > 0) void this.#ask();
  }

  async #copyLink(): Promise<void> {
    await this.#remember(this.#state());
    try {
      await navigator.clipboard.writeText(location.href);
      this.#say("The link is copied: it holds the code, and nothing of it is stored anywhere.", "done");
    } catch {
      this.#say("The link stands in the address bar.", "done");
    }
  }

  #say(text: string, kind: "working" | "done" | "problem"): void {
    this.#status.textContent = text;
    this.#status.dataset["kind"] = kind;
  }
}

/** Whether a text is a path below a folder. */
function isPath(text: string): boolean {
  return text !== "" && !text.startsWith("/") && text.split("/").every((part) => part !== "" && part !== "." && part !== "..") && !/[\p{Cc}\\]/u.test(text);
}

/** The diff of the file itself comes first and stands open; the files that come with it can be opened. */
function shownPatch(files: readonly FilePatch[]): readonly Node[] {
  if (files.length === 0) return [make("p", {}, "Nothing.")];
  const own = files.filter(({ isNew }) => !isNew);
  const come = files.filter(({ isNew }) => isNew);
  return [...own.map(shown), ...come.map((file) => make("details", {}, make("summary", {}, `New file: ${file.file}`), shown(file)))];
}

function shown({ file, lines }: FilePatch): HTMLPreElement {
  return make("pre", { tabindex: "0", role: "region", "aria-label": `Changes of ${file}` }, ...lines.map((line) => make("span", { class: kindOf(line) }, line === "" ? " " : line)));
}
