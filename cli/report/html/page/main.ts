import type { PageData } from "../shape.ts";
import { byId } from "./dom.ts";
import { readWish, sifter, wishFolder, wishOnly } from "./filters.ts";
import { List } from "./list.ts";

const data = JSON.parse(byId("data", HTMLScriptElement).textContent) as PageData;
const form = byId("filters", HTMLFormElement);
const list = new List(data);
const sift = sifter(data);

function refresh(): void {
  const wish = readWish();
  list.show(sift(wish), wish.group);
}

/** What is typed is looked for once the fingers rest. */
let waiting: ReturnType<typeof setTimeout> | undefined;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 80);
});
form.addEventListener("reset", () => {
  setTimeout(refresh);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  refresh();
});

const chooses = "[data-file], [data-rule], [data-folder]";

/** Shows the findings of what was chosen on the map or in a table. */
function choose(element: Element): void {
  const { file, rule, folder } = (element as HTMLElement | SVGElement).dataset;
  if (file !== undefined) wishOnly("file", Number(file), data.files[Number(file)] ?? "");
  else if (rule !== undefined) wishOnly("rule", Number(rule), data.rules[Number(rule)]?.name ?? "");
  else if (folder !== undefined) wishFolder(folder);
  refresh();
  byId("findings", HTMLElement).scrollIntoView();
  byId("status", HTMLElement).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const chosen = event.target instanceof Element ? event.target.closest(chooses) : null;
  if (chosen) choose(chosen);
});
document.addEventListener("keydown", (event) => {
  const chosen = event.target instanceof SVGElement ? event.target.closest(chooses) : null;
  if (!chosen || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  choose(chosen);
});

addEventListener("beforeprint", () => {
  list.print();
});
addEventListener("afterprint", () => {
  list.settle();
});

// Browsers keep what a form held when a page is loaded again.
refresh();
