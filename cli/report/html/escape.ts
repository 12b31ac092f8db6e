import { escapeControls } from "../excerpt.ts";
import type { Words } from "../words.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text of which nothing is taken for markup, in an attribute too. What steers the direction of a line is spelled out. */
export function escapeHtml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/gu, (character) => entities[character] ?? "");
}

/** Words with their code. */
export function spelled(words: Words): string {
  return words.map((word) => (typeof word === "string" ? escapeHtml(word) : `<code>${escapeHtml(word.code)}</code>`)).join("");
}

/** JSON that can stand in an element of a page: nothing in it ends the element, begins a comment, or is a line end for scripts alone. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
