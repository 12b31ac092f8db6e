import type { UserPath } from "../detectors/user-path.ts";
import { left, type Left } from "../languages/writer.ts";
import type { OriginSetting } from "../settings.ts";
import { below } from "./place.ts";
import type { Origin } from "./project.ts";

/**
 * Infers the original machine: the root is the folder from which the most home paths lead to files of this checkout.
 * Where none does, it is a folder that a home path names and that is called what the project is called. A tie is left.
 */
export function inferOrigin(paths: readonly UserPath[], exists: (path: string) => boolean, names: readonly string[] = []): Origin | Left {
  const found = paths.filter(({ system, rest }) => system === "posix" && rest !== "");
  const leading = new Set(found.flatMap((path) => rootsThat(path, exists)));
  const candidates = leading.size > 0 ? leading : new Set(found.map(trimmed).filter((path) => names.includes(path.slice(path.lastIndexOf("/") + 1))));
  const votes = [...candidates].map((root) => ({ root, count: found.filter((path) => leadsInside(path, root, exists)).length }));
  votes.sort((a, b) => b.count - a.count || a.root.length - b.root.length);
  const [first, second] = votes;
  if (!first) return left("no home path leads to a file of this checkout; settings.portability.origins can name the original root");
  if (second && second.count === first.count && below(second.root, first.root) === null) {
    return left(`'${first.root}' and '${second.root}' may both be the original root; settings.portability.origins can name it`);
  }
  return { root: first.root, home: homeOf(first.root, found) };
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

function leadsInside(path: UserPath, root: string, exists: (path: string) => boolean): boolean {
  const tail = below(trimmed(path), root);
  return tail !== null && (tail === "" || exists(tail));
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
