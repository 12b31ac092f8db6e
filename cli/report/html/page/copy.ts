import { make } from "./dom.ts";

/** A button that copies a text, and says so. */
export function copyButton(label: string, text: string): HTMLButtonElement {
  const button = make("button", { type: "button", class: "copy" }, label);
  const said = make("span", { role: "status", class: "said" });
  button.append(said);
  button.addEventListener("click", () => {
    void copy(text).then((isDone) => {
      said.textContent = isDone ? " — copied" : " — not copied: the browser does not allow it";
      setTimeout(() => (said.textContent = ""), 4_000);
    });
  });
  return button;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Where a page that was opened from a disk may not use the clipboard. */
function copyBySelection(text: string): boolean {
  const area = make("textarea", { class: "away", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way without the clipboard
  const isDone = document.execCommand("copy");
  area.remove();
  return isDone;
}
