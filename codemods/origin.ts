import type { UserPath } from "../detectors/user-path.ts";
import { left, type Left } from "../languages/writer.ts";
import type { OriginSetting } from "../settings.ts";
import { below, isHomeFolder } from "./place.ts";
import type { Origin } from "./project.ts";

/** What is known of this checkout. */
export interface Here {
  /** Whether a path relative to the root leads to something. */
  readonly exists: (path: string) => boolean;
  /** What the project is called: its folder, its package, its repository. */
  readonly names: readonly string[];
  /** Whether rewritten code stands here already: then most of what named the root is gone. */
  readonly isMigrated: boolean;
}

/**
 * Infers the original machine: the root is the folder from which the most home paths lead to files of this checkout, then
 * the one that is called what the project is called, then the one that is named most. Another project's folder may be named
 * more often than the own. Where no path leads to a file, a folder that is named will do, whatever this checkout is called.
 * A tie is left.
 */
export function inferOrigin(paths: readonly UserPath[], { exists, names, isMigrated }: Here): Origin | Left {
  const found = paths.filter(({ system, rest }) => system === "posix" && rest !== "");
  const leading = new Set(found.flatMap((path) => rootsThat(path, exists)));
  const named = found.filter((path) => (isMigrated ? isCalled(trimmed(path), names) : isFolder(path))).map(trimmed);
  const candidates = leading.size > 0 ? leading : new Set(named);
  const votes = [...candidates].map((root) => ({ root, marks: marksOf(root, found, exists, names) }));
  votes.sort((a, b) => compare(b.marks, a.marks) || a.root.length - b.root.length);
  const [first, second] = votes;
  if (!first) return left("no home path leads to a file of this checkout; settings.portability.origins can name the original root");
  if (second && compare(second.marks, first.marks) === 0 && below(second.root, first.root) === null) {
    return left(`'${first.root}' and '${second.root}' may both be the original root; settings.portability.origins can name it`);
  }
  const home = homeOf(first.root, found);
  const other = isMigrated ? moreNamed(home, found) : null;
  if (other !== null) return left(`of what is left '${other}' is named as often as '${home}', where the project may have stood; settings.portability.origins can name the original root`);
  return { root: first.root, home };
}

/** A home that is named as often as this one, or more. What a migration left of another person's project has nothing beside it that speaks for the author's. */
function moreNamed(home: string, paths: readonly UserPath[]): string | null {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path.home, (counts.get(path.home) ?? 0) + 1);
  return [...counts].find(([one, count]) => one !== home && count >= (counts.get(home) ?? 0))?.[0] ?? null;
}

/** The original machine as the settings name it. */
export function originFrom({ root, home }: OriginSetting, paths: readonly UserPath[]): Origin {
  const plain = withoutSlash(root);
  return { root: plain, home: home === undefined ? homeOf(plain, paths) : withoutSlash(home) };
}

/** Every folder of a path from which its tail leads to something in the checkout. */
function rootsThat(path: UserPath, exists: (path: string) => boolean): string[] {
  const segments = trimmed(path).slice(path.home.length + 1).split("/");
  return segments.slice(1).flatMap((_, index) => {
    const tail = segments.slice(index + 1).join("/");
    return exists(tail) ? [`${path.home}/${segments.slice(0, index + 1).join("/")}`] : [];
  });
}

/** Whether a path may be a project's folder: no file, no program, and nothing that every home has. */
function isFolder(path: UserPath): boolean {
  const segments = trimmed(path).slice(path.home.length + 1).split("/");
  return !isHomeFolder(segments[0] ?? "") && !/\.\w{1,5}$/u.test(segments.at(-1) ?? "") && !segments.some((segment) => /^(?:s?bin|Scripts|node_modules|site-packages)$/u.test(segment));
}

/** What speaks for a root, the weightiest first: files that paths lead to from it, its name, how often it is named alone. */
function marksOf(root: string, paths: readonly UserPath[], exists: (path: string) => boolean, names: readonly string[]): readonly number[] {
  const tails = paths.flatMap((path) => below(trimmed(path), root) ?? []);
  const files = new Set(tails.filter((tail) => tail !== "" && exists(tail)));
  return [files.size, isCalled(root, names) ? 1 : 0, tails.filter((tail) => tail === "" || files.has(tail)).length];
}

/** Whether a folder is called what the project is called, perhaps with a version: `rec_io_20` for `rec_io`, `app` for `app-main`. */
function isCalled(folder: string, names: readonly string[]): boolean {
  const own = stem(folder.slice(folder.lastIndexOf("/") + 1));
  return names.some((name) => stem(name) === own);
}

function stem(name: string): string {
  const plain = name.toLowerCase();
  return plain.replace(/(?:[-_.]?v?\d[\d.]*|[-_.](?:main|master|dev|old|new|copy))$/u, "") || plain;
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((mark, index) => mark - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function homeOf(root: string, paths: readonly UserPath[]): string {
  const holder = paths.find(({ home }) => below(root, home) !== null);
  return holder?.home ?? root.split("/").slice(0, 3).join("/");
}

function trimmed({ path }: UserPath): string {
  return withoutSlash(path);
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
