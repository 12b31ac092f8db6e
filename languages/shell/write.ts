import { posix } from "node:path";
import type { Call, Piece, Spelling } from "../call.ts";
import { changedPart, type Changed } from "../changed-part.ts";
import type { Edit } from "../edit.ts";
import type { Range, Site, Source } from "../site.ts";
import { isLeft, left, type Left, type Order, type Writer, type Written } from "../writer.ts";
import { correctedVariable, isCorrection } from "./correction.ts";
import { folderExpression, preludeOf, rootExpression, type Prelude } from "./prelude.ts";
import { Program } from "./program.ts";
import { renameShell } from "./rename.ts";
import { rootVariable, type RootVariable } from "./root.ts";
import type { ShellSite } from "./site.ts";
import type { Quoting, Segment, Text } from "./text.ts";
import { isTemplate, parseShell } from "./tree.ts";
import { walk } from "./walk.ts";

/** Spells calls with what a shell expands: `"$PROJECT_ROOT/data"`, `"$HOME/logs"`, `"$(command -v jq)"`. */
export const shellWriter: Writer = {
  write(source, orders) {
    const program = walked(source);
    const corrected = orders.filter((order) => isCorrection(order, program)).flatMap(({ site }) => (isOwn(site) && site.fixed === null ? (correctedVariable(site, program) ?? []) : []));
    const own = rootVariable(program) ?? corrected.reduce<RootVariable | null>((first, one) => (first && first.offset < one.offset ? first : one), null);
    let made: Prelude | null | undefined;
    const rootFor = (site: ShellSite): Prelude | Left => {
      if (own && own.offset <= site.range[0]) return { name: own.name, edit: null, offset: own.offset };
      made ??= preludeOf(program);
      if (!made || made.offset > site.range[0]) return left("the script has no place for a variable with the project's root");
      return made;
    };
    return orders.map((order) => (isCorrection(order, program) && isOwn(order.site) && !(own && own.offset < order.site.range[1]) ? correct(order.site, program) : writeOrder(order, program, rootFor)));
  },
  rename: renameShell,
  check: (source) => parseShell(source.text).error,
};

let last: Program | undefined;

/** A script that was walked over: the one before, where an editor asks for the next thing to be written in it. */
function walked(source: Source): Program {
  if (last?.source.path === source.path && last.source.text === source.text) return last;
  last = new Program(source);
  walk(last);
  return last;
}

// Have: ROOT=$(pwd), ROOT=/Users/ann/app   Want: ROOT="$(cd -- "$(dirname -- "$0")/.." && pwd)"
function correct(site: ShellSite, program: Program): Written | Left {
  if (site.fixed !== null) return left(site.fixed);
  if (isTemplate(program.source.path)) return left("a template becomes a file somewhere else");
  return { edit: { range: site.range, text: rootExpression(program) }, also: [] };
}

function writeOrder({ site, spelling }: Order, program: Program, rootFor: (site: ShellSite) => Prelude | Left): Written | Left {
  if (site.fixed !== null) return left(site.fixed);
  if (isTemplate(program.source.path)) return left("a template becomes a file somewhere else");
  if (!isOwn(site)) return left("a script inside another file is rewritten by a person");
  if (isOwnFolder(spelling, program)) return { edit: { range: site.range, text: folderExpression(program, "") }, also: [] };
  const part = withoutPattern(site.text, changedPart(site.text, spelling));
  const place = wholeWord(site, part) ?? placeOf(site.text, part, program.source.text);
  if (isLeft(place)) return place;
  let root: Prelude | null = null;
  let spelled = "";
  for (const [index, item] of part.items.entries()) {
    const next = part.items[index + 1];
    const follows = typeof next === "string" ? next : next === undefined ? place.follows : "";
    if (typeof item === "object" && "name" in item && (item.name === "projectPath" || item.name === "fromOwnFile")) {
      const found = rootFor(site);
      if (isLeft(found)) return found;
      root = found;
    }
    const text = spell(item, root, program, site.text, follows);
    if (typeof text !== "string") return text;
    spelled += text;
  }
  const edit: Edit = { range: place.range, text: `${place.open}${spelled}${place.close}` };
  return { edit, also: root?.edit ? [root.edit] : [] };
}

// Have: SCRIPT_DIR=$(pwd)   Want: SCRIPT_DIR="$(cd -- "$(dirname -- "$0")" && pwd)"
function isOwnFolder([only, ...others]: Spelling, { source: { path } }: Program): boolean {
  return others.length === 0 && typeof only === "object" && "name" in only && only.name === "fromOwnFile" && only.path === (posix.dirname(path) === "." ? "" : posix.dirname(path));
}

/** Whether a word stands in the file itself. Its class may have been loaded twice, so it is known by what it has. */
function isOwn(site: Site): site is ShellSite {
  return site.language === "shell" && "text" in site;
}

/** Takes a pattern out of what changes. Have: /Users/ann/app/logs/*.log, of which the pattern stays outside of the quotes. */
export function withoutPattern(text: Text, part: Changed): Changed {
  const pattern = text.segmentsOf(part.start, part.end).find(({ kind }) => kind === "pattern");
  const [call, ...others] = part.items;
  if (!pattern || others.length > 0 || typeof call !== "object" || !("path" in call) || call.name === "fromOwnFile") return part;
  const [only, ...more] = call.path;
  if (typeof only !== "string" || more.length > 0) return part;
  const at = text.value.lastIndexOf("/", pattern.start);
  const tail = text.value.slice(at, part.end);
  const path = `/${only}`;
  if (at <= part.start || !path.endsWith(tail)) return part;
  const rest = path.slice(1, path.length - tail.length);
  return { start: part.start, end: at, items: [{ ...call, path: rest === "" ? [] : [rest] }] };
}

/** The stretch of the source that is written anew, and the quotes around what is written. */
interface Stretch {
  readonly range: Range;
  readonly open: string;
  readonly close: string;
  /** The source that follows. */
  readonly follows: string;
}

/** Have: "$(pwd)"/backend/x, of which nothing stays. */
function wholeWord({ text, range }: ShellSite, { start, end }: Changed): Stretch | null {
  const kinds = new Set(text.segments.map(({ quoting }) => quoting));
  const isPlain = text.segments.every(({ kind, quoting }) => kind !== "pattern" && (quoting === "bare" || quoting === "double" || quoting === "single"));
  return start === 0 && end === text.value.length && kinds.size > 1 && isPlain ? { range, open: '"', close: '"', follows: '"' } : null;
}

function placeOf(text: Text, { start, end }: Changed, source: string): Stretch | Left {
  const range = text.rangeOf(start, end);
  const segments = start < end ? text.segmentsOf(start, end) : text.segmentsOf(Math.max(0, start - 1), start);
  const quoting: Quoting | undefined = segments[0]?.quoting;
  if (segments.some((segment) => segment.quoting === "ansi" || segment.quoting === "raw")) return left("quotes keep what stands in them as it is");
  if (!range || quoting === undefined || segments.some((segment) => segment.quoting !== quoting)) return left("the path is put together of pieces with different quotes");
  if (segments.some(({ kind }) => kind === "pattern")) return left("a pattern stands in the path");
  const follows = source.slice(range[1], range[1] + 1);
  const [only] = text.segments;
  switch (quoting) {
    case "double":
    case "here":
      return { range, open: "", close: "", follows };
    case "bare":
      // Have: PATH=/a/bin:/b/bin   Want: PATH="/a/bin:/b/bin:$PATH"
      if (start === end && start === text.value.length && only && text.segments.length === 1) return { range: [only.from, only.to], open: `"${source.slice(only.from, only.to)}`, close: '"', follows: '"' };
      return { range, open: '"', close: '"', follows: '"' };
    case "single":
      return requoted(text, segments, range, source);
    default:
      return left("quotes keep what stands in them as it is");
  }
}

/** Have: '/Users/ann/app/data', which becomes "$PROJECT_ROOT/data" where nothing else in the quotes would mean something. */
function requoted(text: Text, segments: readonly Segment[], range: Range, source: string): Stretch | Left {
  const [only] = segments;
  if (!only || text.segments.length !== 1 || /[\s$`"\\!]/u.test(text.value)) return left("single quotes keep what stands in them as it is");
  const [from, to] = range;
  return { range: [only.from - 1, only.to + 1], open: `"${source.slice(only.from, from)}`, close: `${source.slice(to, only.to)}"`, follows: to === only.to ? '"' : source.slice(to, to + 1) };
}

function spell(item: Piece | Call, root: Prelude | null, program: Program, text: Text, follows: string): string | Left {
  if (typeof item === "string") return item.replace(/["$`\\]/gu, "\\$&");
  if ("hole" in item) {
    const at = text.holes[item.hole]?.at ?? -1;
    const [segment] = text.segmentsOf(at, at + 1);
    return segment ? program.source.text.slice(segment.from, segment.to) : left("a part of the text is only known when the script runs");
  }
  switch (item.name) {
    case "projectPath":
    case "homePath":
    case "tempPath":
    case "fromOwnFile": {
      const path = pathOf(item.path, program, text);
      if (typeof path !== "string") return path;
      const folder = item.name === "homePath" ? "HOME" : item.name === "tempPath" ? "TMPDIR:-/tmp" : (root?.name ?? "");
      const isPlain = path !== "" || /^(?:$|["/\s:;)])/u.test(follows);
      const base = isPlain && /^\w+$/u.test(folder) ? `$${folder}` : `\${${folder}}`;
      return path === "" ? base : `${base}/${path}`;
    }
    case "searchPath":
      // Have: `cat > ~/Library/LaunchAgents/x.plist <<EOF`, which goes out with the PATH of a terminal.
      return text.segments.some(({ quoting }) => quoting === "here") ? left("what is written here would keep the PATH of whoever runs the script") : "$PATH";
    case "findBinary": {
      const { argument } = item;
      const isTaken = new RegExp(`(?:^|[\\s;&|])(?:function\\s+${escape(argument)}\\b|${escape(argument)}\\s*\\(\\)|alias\\s+${escape(argument)}=)`, "mu").test(program.source.text);
      return isTaken ? left(`the script has a function called '${argument}'`) : `$(command -v ${argument})`;
    }
    case "targetHost":
    case "bindHost":
    case "databaseHost":
    case "loadConfig":
    case "port":
      return left("a script reads no configuration yet");
  }
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}

function pathOf(path: string | readonly Piece[], program: Program, text: Text): string | Left {
  let spelled = "";
  for (const piece of typeof path === "string" ? [path] : path) {
    const one = spell(piece, null, program, text, "");
    if (typeof one !== "string") return one;
    spelled += one;
  }
  return spelled;
}
