import type { PageData, ShownFinding } from "../shape.ts";
import { card } from "./card.ts";
import { byId, make } from "./dom.ts";

/** Findings that are on the page at a time: it stays as quick with ten thousand of them. */
const onPage = 50;
/** Findings that are printed at most. */
const onPaper = 300;

/** The list of findings, a part of it at a time. */
export class List {
  readonly #data: PageData;
  readonly #list = byId("findings-list", HTMLDivElement);
  readonly #status = byId("status", HTMLElement);
  readonly #pager = byId("pager", HTMLElement);
  #found: readonly ShownFinding[] = [];
  #group: "file" | "rule" = "file";
  #from = 0;

  constructor(data: PageData) {
    this.#data = data;
    byId("previous", HTMLButtonElement).addEventListener("click", () => {
      this.#turn(-onPage);
    });
    byId("next", HTMLButtonElement).addEventListener("click", () => {
      this.#turn(onPage);
    });
  }

  /** Shows these from the first one on. */
  show(found: readonly ShownFinding[], group: "file" | "rule"): void {
    this.#found = found;
    this.#group = group;
    this.#from = 0;
    this.#draw(onPage, false);
  }

  /** Shows as many as go on paper, with their diffs. */
  print(): void {
    this.#from = 0;
    this.#draw(onPaper, true);
  }

  /** Shows again what is read on a screen. */
  settle(): void {
    this.#draw(onPage, false);
  }

  #turn(by: number): void {
    this.#from = Math.max(0, Math.min(this.#from + by, this.#found.length - 1));
    this.#draw(onPage, false);
    byId("findings", HTMLElement).scrollIntoView();
    this.#status.focus({ preventScroll: true });
  }

  #draw(count: number, isOpen: boolean): void {
    const shown = this.#found.slice(this.#from, this.#from + count);
    const groups: HTMLElement[] = [];
    let key = -1;
    let items: HTMLOListElement | null = null;
    for (const finding of shown) {
      const own = finding[this.#group];
      if (own !== key || items === null) {
        key = own;
        items = make("ol", { class: "group" });
        groups.push(make("section", {}, ...this.#heading(own), items));
      }
      items.append(card(finding, this.#data, this.#group, isOpen));
    }
    this.#list.replaceChildren(...groups);
    const [all, total] = [this.#found.length, this.#data.findings.length];
    const of = all === total ? `${total}` : `${all} that match, of ${total}`;
    this.#status.textContent = all === 0 ? `None of ${total} sites matches.` : `Sites ${this.#from + 1} to ${this.#from + shown.length} of ${of}`;
    this.#pager.hidden = all <= count;
    byId("previous", HTMLButtonElement).disabled = this.#from === 0;
    byId("next", HTMLButtonElement).disabled = this.#from + count >= all;
  }

  #heading(key: number): HTMLElement[] {
    const count = this.#found.filter((finding) => finding[this.#group] === key).length;
    const sites = make("span", { class: "count" }, `${count} ${count === 1 ? "site" : "sites"}`);
    if (this.#group === "file") return [make("h3", {}, make("code", {}, this.#data.files[key] ?? ""), " ", sites)];
    const rule = this.#data.rules[key];
    return [make("h3", {}, rule?.title ?? "", " ", sites), make("p", { class: "impact" }, rule?.impact ?? "")];
  }
}
