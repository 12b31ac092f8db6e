import { textBefore } from "./path-text.ts";

// Have: `<input placeholder="192.168.1.50">`
const ATTRIBUTE = /\b(?:placeholder|title|aria-label|alt|data-tooltip)\s*=\s*\\?["'][^"'<>]*$/i;
// Have: `(e.g. 192.168.1.50)`, `for example: /home/ann/app`
const INTRODUCTION = /(?:\be\.\s?g\.|\bi\.\s?e\.|\bfor example|\bfor instance|\bsuch as|\bz\.\s?B\.)[\s,:("'`]*(?:[a-z]+:\/\/)?$/i;

/** Whether what stands at an index is there as an illustration, in a text that people read. */
export function isIllustration(text: string, index: number): boolean {
  const before = textBefore(text, index, 120);
  return ATTRIBUTE.test(before) || INTRODUCTION.test(before);
}
