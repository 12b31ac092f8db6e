/** Stands in a value for a piece that is not known before the program runs: OBJECT REPLACEMENT CHARACTER. */
export const HOLE = "\uFFFC";

/** Whether a part of the value is not known before the program runs. */
export function hasHole(text: string): boolean {
  return text.includes(HOLE);
}

/**
 * Matches source text in which a printable ASCII character is written as an escape (`\x2f`, `\u0055`).
 * The hints beside the detectors look for plain letters, so such a file is read whatever they say.
 */
export const escapedTextHint =
  /\\(?:x[2-7]|u00[2-7]|u\{0*[2-7]|U000000[2-7]|1[0-7]{2}|[4-7][0-7])/;
