import { posix } from "node:path";
import type { Call, Piece } from "../call.ts";
import { renameSets } from "../rename.ts";
import type { Site, Source } from "../site.ts";
import { left, type Left, type Writer } from "../writer.ts";
import { readIni } from "./read.ts";

/** Spells calls with what supervisor expands: `%(here)s` is the folder of the file that it stands in. */
export const iniWriter: Writer = {
  write(source, orders) {
    return orders.map(({ site, spelling }) => {
      if (site.fixed !== null) return left(site.fixed);
      let text = "";
      for (const part of spelling) {
        const spelled = spell(part, source);
        if (typeof spelled !== "string") return spelled;
        text += spelled;
      }
      return { edit: { range: site.range, text: inLines(text, site, source) }, also: [] };
    });
  },
  rename: renameSets,
  check: (source) => readIni(source).error,
};

/** A value with the line ends and the indentation that the old one has. */
function inLines(text: string, site: Site, source: Source): string {
  const were = site.value.split("\n");
  const lines = text.split("\n");
  if (lines.length === 1 || lines.length !== were.length) return text;
  let result = "";
  let start = 0;
  let position = site.range[0];
  lines.forEach((line, index) => {
    const end = start + (were[index]?.length ?? 0);
    const range = site.rangeOf(start, end) ?? [position, position];
    result += source.text.slice(position, range[0]) + line;
    position = range[1];
    start = end + 1;
  });
  return result;
}

function spell(part: Piece | Call, source: Source): string | Left {
  if (typeof part === "string") return part;
  if ("hole" in part) return left("an INI value has no expressions");
  switch (part.name) {
    case "projectPath":
    case "fromOwnFile": {
      const path = typeof part.path === "string" ? part.path : plain(part.path);
      return typeof path === "string" ? here(source, path) : path;
    }
    case "homePath": {
      const path = plain(part.path);
      if (typeof path !== "string") return path;
      return path === "" ? "%(ENV_HOME)s" : `%(ENV_HOME)s/${path}`;
    }
    case "searchPath":
      return "%(ENV_PATH)s";
    case "findBinary":
      return left("supervisord looks a bare program name up in its own PATH, which may lack this folder");
    case "tempPath":
    case "targetHost":
    case "bindHost":
    case "databaseHost":
    case "loadConfig":
    case "port":
      return left("supervisor cannot call a function");
  }
}

function plain(path: readonly Piece[]): string | Left {
  const text = path.map((piece) => (typeof piece === "string" ? piece : null));
  return text.includes(null) ? left("an INI value has no expressions") : text.join("");
}

function here(source: Source, path: string): string {
  const way = posix.relative(posix.dirname(source.path), path);
  return way === "" ? "%(here)s" : `%(here)s/${way}`;
}
