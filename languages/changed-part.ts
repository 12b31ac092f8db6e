import { HOLE } from "../detectors/hole.ts";
import type { Call, Piece, Spelling } from "./call.ts";
import type { Site } from "./site.ts";

/** What of a spelling differs from what stands there. */
export interface Changed {
  readonly start: number;
  readonly end: number;
  readonly items: Spelling;
}

/** The calls of a spelling with what stands between them; text and holes around them that were there before stay as they are. */
export function changedPart({ value, holes }: Pick<Site, "value" | "holes">, spelling: Spelling): Changed {
  const items = [...spelling];
  const valueOf = (item: Piece | Call | undefined): string | null => (typeof item === "string" ? item : item !== undefined && "hole" in item && holes[item.hole] ? HOLE : null);
  let start = 0;
  for (let text = valueOf(items[0]); text !== null; text = valueOf(items[0])) {
    const length = commonLength(text.length, (at) => text.charAt(at) === value.charAt(start + at));
    start += length;
    if (length === text.length) items.shift();
    else {
      items[0] = text.slice(length);
      break;
    }
  }
  let end = value.length;
  for (let text = valueOf(items.at(-1)); text !== null; text = valueOf(items.at(-1))) {
    const last = text;
    const length = commonLength(last.length, (at) => end - at > start && last.charAt(last.length - 1 - at) === value.charAt(end - 1 - at));
    end -= length;
    if (length === last.length) items.pop();
    else {
      items[items.length - 1] = last.slice(0, last.length - length);
      break;
    }
  }
  return { start, end, items };
}

function commonLength(longest: number, isSame: (at: number) => boolean): number {
  let length = 0;
  while (length < longest && isSame(length)) length++;
  return length;
}
