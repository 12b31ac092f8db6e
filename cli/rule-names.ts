import { rules } from "../rules/index.ts";
import { oneOf } from "./usage.ts";

/**
 * The rules that `--only` names, with or without the name of the plugin before them.
 * @throws {UsageError} naming the one that is no rule.
 */
export function ruleNames(given: readonly string[] | undefined): readonly string[] {
  const names = (given ?? []).flatMap((item) => item.split(",")).map((name) => name.trim().replace(/^portability\//u, ""));
  for (const name of names) oneOf(name, rules.map((rule) => rule.name), "--only");
  return names;
}
