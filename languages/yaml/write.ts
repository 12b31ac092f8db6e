import { posix } from "node:path";
import type { Call, Piece } from "../call.ts";
import { changedPart } from "../changed-part.ts";
import { fixedWriter } from "../fixed-writer.ts";
import type { Site, Source } from "../site.ts";
import { left, type Left, type Order, type Writer, type Written } from "../writer.ts";
import { readYaml, yamlFixed } from "./read.ts";

/** Spells paths of a compose file's host side: relative to the file, as compose resolves them, or from the environment's `HOME`. */
export const yamlWriter: Writer = {
  ...fixedWriter(readYaml, yamlFixed, true),
  write: (source, orders) => orders.map((order) => writeOrder(order, source)),
};

function writeOrder({ site, spelling }: Order, source: Source): Written | Left {
  if (site.fixed !== null) return left(site.fixed);
  const { start, end, items } = changedPart(site, spelling);
  const range = site.rangeOf(start, end);
  if (!range) return left("the path is not written in one piece");
  let text = "";
  for (const item of items) {
    const spelled = spell(item, site, source, start);
    if (typeof spelled !== "string") return spelled;
    text += spelled;
  }
  if (text.includes("{") && isInFlow(source.text, range[0])) return left("braces inside of a list in brackets are quoted by hand");
  return { edit: { range, text }, also: [] };
}

/** Have: volumes: [/home/ann/.cache:/cache], where a brace would begin a mapping. */
function isInFlow(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf("\n", at) + 1, at - 500), at);
  return /[[{]/u.test(line.replace(/\$\{/gu, "")) && !/["'][^"']*$/u.test(line);
}

function spell(part: Piece | Call, site: Site, source: Source, start: number): string | Left {
  if (typeof part === "string") return /^(?:[\w./@+,=~ :-]|\$\{\w+\})*$/u.test(part) ? part : left("a path with such characters is quoted by hand");
  if ("hole" in part) return left("a part of the path is only known when compose runs");
  switch (part.name) {
    case "projectPath":
    case "fromOwnFile":
    case "homePath": {
      const path = typeof part.path === "string" ? part.path : textOf(part.path, site, source);
      if (typeof path !== "string") return path;
      if (path.includes(":")) return left("a path with such characters is quoted by hand");
      if (part.name === "homePath") return path === "" ? "${HOME}" : `\${HOME}/${path}`;
      return isResolved(site, start) ? relativeTo(source.path, path) : left("compose takes a path from its own folder only where it names a file of the host");
    }
    case "findBinary":
    case "searchPath":
    case "tempPath":
    case "targetHost":
    case "bindHost":
    case "databaseHost":
    case "loadConfig":
    case "port":
      return left(yamlFixed);
  }
}

function textOf(path: readonly Piece[], site: Site, source: Source): string | Left {
  let text = "";
  for (const piece of path) {
    const spelled = spell(piece, site, source, 0);
    if (typeof spelled !== "string") return spelled;
    text += spelled;
  }
  return text;
}

/** Whether compose resolves a relative path here: https://docs.docker.com/reference/compose-file/services/#volumes, #build, #env_file. */
function isResolved({ scope, name, value }: Site, start: number): boolean {
  if (start !== 0 && !/^\$\{\w+:?-$/u.test(value.slice(0, start))) return false;
  const [top, , ...rest] = [...(scope?.split(".") ?? []), name ?? ""];
  const keys = rest.join(".");
  if (top === "secrets" || top === "configs") return keys === "file";
  return top === "services" && /^(?:volumes(?:\.source)?|build(?:\.context)?|env_file(?:\.path)?|develop\.watch\.path)$/u.test(keys);
}

function relativeTo(file: string, path: string): string {
  const way = posix.relative(posix.dirname(file), path);
  if (way === "") return ".";
  return way.startsWith("..") ? way : `./${way}`;
}
