import type { Import } from "./sources.ts";

interface Room {
  /** What its files may import of the project: rooms, or files. */
  readonly ours: readonly string[];
  /** What they may import of it for its types alone. */
  readonly types?: readonly string[];
  /** Which packages they may import, Node's own among them; every one when absent. */
  readonly packages?: readonly RegExp[];
}

const node = /^node:/u;

/** The rooms of the house and what each may import: always something that stands before it on the line. */
const rooms: Readonly<Record<string, Room>> = {
  "languages/call.ts": { ours: [], packages: [] },
  "runtime/": { ours: [], packages: [node] },
  // `isIP` is a function of a string too.
  "detectors/": { ours: ["detectors/"], packages: [/^node:net$/u] },
  "languages/": { ours: ["detectors/", "languages/", "settings.ts"] },
  "settings.ts": { ours: [], types: ["languages/"], packages: [] },
  "meta.ts": { ours: [], packages: [] },
  "rules/": { ours: ["detectors/", "languages/", "settings.ts", "rules/"], packages: [node, /^eslint$/u, /^picomatch$/u] },
  // Joining paths is a function of strings too.
  "codemods/": { ours: ["detectors/", "languages/", "settings.ts", "rules/", "codemods/"], packages: [/^node:path$/u] },
  "index.ts": { ours: ["languages/", "rules/", "settings.ts", "meta.ts", "cli/suggest.ts"], types: ["cli/"], packages: [node, /^eslint$/u] },
  "cli/": { ours: ["detectors/", "languages/", "settings.ts", "meta.ts", "rules/", "codemods/", "cli/"] },
  "site/": { ours: ["detectors/", "languages/", "settings.ts", "meta.ts", "rules/", "codemods/", "cli/", "site/"] },
};

/** The room of a file, or null when it is no part of the program. */
export function roomOf(file: string): Room | null {
  if (rooms[file]) return rooms[file];
  const folder = `${file.split("/")[0] ?? ""}/`;
  return rooms[folder] ?? null;
}

/** What an import of a file does against the rooms, as a sentence, or null. */
export function trespass(file: string, { target, isType, isOurs }: Import): string | null {
  const room = roomOf(file);
  if (room === null) return null;
  const allowed = isOurs ? isIn(target, room.ours) || (isType && isIn(target, room.types ?? [])) : (room.packages?.some((one) => one.test(target)) ?? true);
  return allowed ? null : `${file} imports ${target}.`;
}

function isIn(target: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith("/") ? target.startsWith(place) : target === place));
}
