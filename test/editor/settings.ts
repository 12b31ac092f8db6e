import ts from "typescript";
import { blocksOf, readPage } from "../docs/page.ts";

/** The settings for VS Code that a page shows first. */
export function settingsOf(page: string): Readonly<Record<string, unknown>> {
  return parseJsonc(blocksOf(readPage(page)).find(({ notation }) => notation === "jsonc")?.code ?? "");
}

/** Reads JSON with comments. */
export function parseJsonc(text: string): Readonly<Record<string, unknown>> {
  const { config, error } = ts.parseConfigFileTextToJson("settings.json", text) as { config?: Record<string, unknown>; error?: { messageText: unknown } };
  if (error || !config) throw new Error(JSON.stringify(error?.messageText));
  return config;
}

/** Reads a table of Lua, as far as settings need it: names, strings, numbers, truth, and tables inside. */
export function parseLuaTable(text: string): unknown {
  let json = text.replace(/^\s*--.*$/gmu, "");
  // From the inside out: a table of names is an object, any other one a list. `⟨…⟩` and `⟦…⟧` are done.
  for (let before = ""; before !== json; ) {
    before = json;
    json = json.replace(/\{([^{}]*)\}/u, (_, inside: string) => {
      const items = inside.trim().replace(/,$/u, "");
      return items.includes("=") ? `⟨${items.replace(/(\w+)\s*=/gu, '"$1":')}⟩` : `⟦${items}⟧`;
    });
  }
  return JSON.parse(json.replaceAll("⟨", "{").replaceAll("⟩", "}").replaceAll("⟦", "[").replaceAll("⟧", "]"));
}

/** What is written in braces, spelled out: `a.{b,c}` is `a.b` and `a.c`. */
export function spelledOut(glob: string): readonly string[] {
  const [found, inside = ""] = /\{([^{}]*)\}/u.exec(glob) ?? [];
  return found === undefined ? [glob] : inside.split(",").flatMap((one) => spelledOut(glob.replace(found, () => one)));
}
