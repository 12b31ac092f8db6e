import type { Call, Piece } from "../call.ts";
import { renameSets } from "../rename.ts";
import type { Site, Source } from "../site.ts";
import { left, type Left, type Writer } from "../writer.ts";
import { readSystemd } from "./read.ts";

/** Spells calls with what systemd expands: in a unit of a user `%h` is the user's home. */
export const systemdWriter: Writer = {
  write(source, orders) {
    return orders.map(({ site, spelling }) => {
      if (site.fixed !== null) return left(site.fixed);
      let text = "";
      for (const part of spelling) {
        const spelled = spell(part, site, source);
        if (typeof spelled !== "string") return spelled;
        text += spelled;
      }
      const was = source.text.slice(...site.range);
      if (text.includes(" ") && !was.includes(" ")) return left("a value with such characters is quoted by hand");
      const quote = /^(["']).*\1$/su.exec(was)?.[1] ?? "";
      return { edit: { range: site.range, text: `${quote}${text}${quote}` }, also: [] };
    });
  },
  rename: renameSets,
  check: (source) => readSystemd(source).error,
};

/** Whether a unit belongs to a user's own manager. In one of the system's, `%h` is the home of root, whoever `User=` is. */
function isUserUnit({ path, text }: Source): boolean {
  return /(?:^|\/)user\//u.test(path) || /^WantedBy=.*\bdefault\.target\b/mu.test(text);
}

function spell(part: Piece | Call, site: Site, source: Source): string | Left {
  if (typeof part === "string") return /^[\w./:@+,=~ \-]*$/u.test(part) ? part : left("a value with such characters is quoted by hand");
  if ("hole" in part) {
    const hole = site.holes[part.hole];
    return hole ? source.text.slice(...hole.range) : left("the expression is not known");
  }
  switch (part.name) {
    case "homePath": {
      if (!isUserUnit(source)) return left("a system unit's %h is root's home");
      let path = "";
      for (const piece of part.path) {
        const spelled = spell(piece, site, source);
        if (typeof spelled !== "string") return spelled;
        path += spelled;
      }
      return path === "" ? "%h" : `%h/${path}`;
    }
    case "projectPath":
    case "fromOwnFile":
      return left("a unit does not know the folder that the project is in");
    case "findBinary":
      return left("systemd looks a bare program name up in folders of its own, which may lack this one");
    case "searchPath":
      return left("a unit cannot add to the PATH that systemd gives it");
    case "tempPath":
    case "targetHost":
    case "bindHost":
    case "databaseHost":
    case "loadConfig":
    case "port":
      return left("a unit cannot call a function");
  }
}
