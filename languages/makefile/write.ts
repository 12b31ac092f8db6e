import { posix } from "node:path";
import type { Call, Piece } from "../call.ts";
import { changedPart, type Changed } from "../changed-part.ts";
import type { Site, Source } from "../site.ts";
import type { ShellSite } from "../shell/site.ts";
import { withoutPattern } from "../shell/write.ts";
import { left, type Left, type Order, type Writer, type Written } from "../writer.ts";
import { readMakefile } from "./read.ts";

/** Spells calls with what make knows: `$(CURDIR)` is the folder that it runs in, `$(HOME)` comes from the environment. */
export const makefileWriter: Writer = {
  write: (source, orders) => orders.map((order) => writeOrder(order, source)),
  check: (source) => readMakefile(source).error,
};

function writeOrder({ site, spelling }: Order, source: Source): Written | Left {
  if (site.fixed !== null) return left(site.fixed);
  const word = shellWordOf(site);
  const whole = changedPart(site, spelling);
  const part = word ? withoutPattern(word.text, whole) : whole;
  const quote = word ? quoteFor(word, part) : "";
  if (typeof quote !== "string") return quote;
  const range = site.rangeOf(part.start, part.end);
  if (!range) return left("the path is not written in one piece");
  let spelled = "";
  for (const item of part.items) {
    const text = spell(item, source);
    if (typeof text !== "string") return text;
    spelled += text;
  }
  return { edit: { range, text: `${quote}${spelled}${quote}` }, also: [] };
}

/** The word of a recipe that a site is. Its class may have been loaded twice, so it is known by what it has. */
function shellWordOf(site: Site): ShellSite | null {
  const inner = "inner" in site ? (site.inner as Site) : null;
  return inner?.language === "shell" && "text" in inner ? (inner as ShellSite) : null;
}

/** The quotes that the shell needs around what make puts there. Make itself expands in all of them. */
function quoteFor({ text }: ShellSite, { start, end }: Changed): string | Left {
  const segments = text.segmentsOf(start, end);
  const [first] = segments;
  if (!first || segments.some(({ quoting }) => quoting !== first.quoting)) return left("the path is put together of pieces with different quotes");
  if (segments.some(({ kind }) => kind !== "text")) return left("a pattern or a variable stands in the path");
  if (first.quoting === "bare") return '"';
  return first.quoting === "double" || first.quoting === "single" ? "" : left("quotes keep what stands in them as it is");
}

function spell(part: Piece | Call, source: Source): string | Left {
  if (typeof part === "string") return /^[\w./:@+,=~ *?[\]%-]*$/u.test(part) ? part : left("a path with such characters is quoted by hand");
  if ("hole" in part) return left("a part of the path is only known when make runs");
  switch (part.name) {
    case "projectPath":
    case "fromOwnFile":
    case "homePath": {
      const path = typeof part.path === "string" ? part.path : pathOf(part.path, source);
      if (typeof path !== "string") return path;
      return part.name === "homePath" ? (path === "" ? "$(HOME)" : `$(HOME)/${path}`) : inProject(source, path);
    }
    case "findBinary":
    case "searchPath":
      return left("make starts programs by the PATH that it is given, which may lack this folder");
    case "tempPath":
    case "targetHost":
    case "bindHost":
    case "databaseHost":
    case "loadConfig":
    case "port":
      return left("a makefile reads no configuration");
  }
}

function pathOf(path: readonly Piece[], source: Source): string | Left {
  let spelled = "";
  for (const piece of path) {
    const text = spell(piece, source);
    if (typeof text !== "string") return text;
    spelled += text;
  }
  return spelled;
}

/** A path of the project. Make finds a file of this name in the folder that it runs in; one with another name may be included from anywhere. */
function inProject({ path: file }: Source, path: string): string | Left {
  if (!/(?:^|\/)(?:GNUmakefile|[Mm]akefile)$/u.test(file)) return left("a file that makefiles include does not know the folder that make runs in");
  const way = posix.relative(posix.dirname(file), path);
  if (way === "") return "$(CURDIR)";
  if (!way.startsWith("..")) return `$(CURDIR)/${way}`;
  // Have: deploy/Makefile, of which make knows that it runs in deploy.
  return way.includes(" ") ? left("make cannot shorten a path with a blank in it") : `$(abspath $(CURDIR)/${way})`;
}
