import { posix } from "node:path";
import type { Module } from "../writer.ts";
import type { ImportFact } from "./scope.ts";

const extension = /\.[cm]?[jt]sx?$/u;

/** Whether an import of a file means a module. */
export function meansModule(specifier: string, from: string, module: Module): boolean {
  if (!specifier.startsWith(".")) return false;
  const found = posix.join(posix.dirname(from), specifier).replace(extension, "");
  return found === module.file.replace(extension, "") || `${found}/index` === module.file.replace(extension, "");
}

/** The specifier with which a file imports a module, its extension as the other relative imports of the file have theirs. */
export function specifierOf(from: string, module: Module, imports: readonly ImportFact[]): string {
  const relative = posix.relative(posix.dirname(from), module.file);
  const path = relative.startsWith(".") ? relative : `./${relative}`;
  const own = extension.exec(path)?.[0] ?? "";
  if (own === ".mjs" || own === ".cjs") return path;
  const stem = path.slice(0, path.length - own.length);
  const others = imports.map((fact) => fact.specifier).filter((specifier) => /^\.\.?\//u.test(specifier) && !isAsset(specifier));
  const bare = others.filter((specifier) => !extension.test(specifier)).length;
  if (bare > others.length / 2) return stem;
  if (others.some((specifier) => /\.[cm]?tsx?$/u.test(specifier))) return path;
  return stem + own.replace(/ts/u, "js").replace(/x$/u, "");
}

function isAsset(specifier: string): boolean {
  return /\.(?:json5?|css|s[ac]ss|less|svg|png|jpe?g|gif|webp|vue|svelte|graphql|gql|html|md|txt|wasm|node)$/iu.test(specifier);
}
