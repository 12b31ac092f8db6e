import { HOLE } from "../../detectors/hole.ts";
import type { CallName, Spelling } from "../call.ts";
import type { Edit } from "../edit.ts";
import type { Site, Source } from "../site.ts";
import { isLeft, left, type Left, type Module, type Order, type Writer, type Written } from "../writer.ts";
import { Imports, type Need } from "./imports.ts";
import { lineStyleOf } from "./insert.ts";
import { checkJavaScript } from "./parse.ts";
import { renameJavaScript } from "./rename.ts";
import { look, type Outlook } from "./scope.ts";
import { meansModule, specifierOf } from "./specifier.ts";
import { fromFolderOf, quoted, spell, type Hand } from "./spell.ts";

/** Spells calls in JavaScript and TypeScript. ts-morph looks, ranges of text are what changes. */
export const javascriptWriter: Writer = {
  write(source, orders, module) {
    if (!/\.[cm]?[jt]sx?$/iu.test(source.path)) return orders.map(() => left("only files of JavaScript and TypeScript are rewritten"));
    if (orders.length === 0) return [];
    return look(source.path, source.parse ? withoutTypeof(source.text) : source.text, (outlook) => writeAll(source, orders, module, outlook));
  },
  rename: renameJavaScript,
  check: checkJavaScript,
};

/** Have: `import typeof Lamp from "./lamp"`, which is Flow. Want: the same places with a word that TypeScript knows there. */
function withoutTypeof(text: string): string {
  return text.replace(/^import\b[^;'"]{0,2000}/gmu, (statement) => statement.replace(/\btypeof\b/gu, "type  "));
}

type System = "import" | "require";

function writeAll(source: Source, orders: readonly Order[], module: Module, outlook: Outlook): readonly (Written | Left)[] {
  const system = systemOf(source, module, outlook);
  const refused = orders.map((order) => refusal(source, order, module, system, outlook));
  const accepted = orders.filter((_, index) => refused[index] === null);
  const style = lineStyleOf(source.text, outlook.imports);
  const before = Math.min(...accepted.filter(({ spelling }) => spelling.some((part) => typeof part === "object" && "name" in part)).map(({ site }) => site.range[0]));
  const imports = new Imports(outlook, system, source.text, style, before);
  const names = imports.add(needOf(source, module, accepted, outlook));
  const own = accepted.some(({ spelling }) => needsOwnFile(spelling)) ? imports.add(ownNeed(system)) : null;

  const reasons = orders.map((order, index): Left | null => refused[index] ?? unreachable(order.spelling, module, names, own));
  const also = imports.edits();
  return orders.map((order, index) => {
    const reason = reasons[index];
    if (reason) return reason;
    const hand: Hand = {
      quote: quoteOf(order.site, source.text) ?? style.quote,
      text: source.text,
      nameOf: (call) => spelled(names.get(exportName(module, call))),
      ownFile: (path) => ownFile(source.path, path, system, spelled(own?.values().next().value), quoteOf(order.site, source.text) ?? style.quote),
    };
    return { edit: editOf(order, hand, source.text, outlook, /\.[cm]?tsx?$/iu.test(source.path)), also: callsOf(order.spelling).length > 0 || needsOwnFile(order.spelling) ? also : [] };
  });
}

/** How a file imports. TypeScript has `import` whatever it becomes. */
function systemOf({ path }: Source, module: Module, outlook: Outlook): System {
  if (/\.(?:[cm]?ts|tsx|mjs)$/iu.test(path)) return "import";
  if (/\.cjs$/iu.test(path)) return "require";
  if (outlook.isModule) return "import";
  if (outlook.usesRequire) return "require";
  return module.format === "commonjs" || module.file.endsWith(".cjs") ? "require" : "import";
}

function refusal(source: Source, { site, spelling }: Order, module: Module, system: System, outlook: Outlook): Left | null {
  // Another text may stand where no call can.
  if (site.fixed !== null && !(site.specifier === true && spelling.every((part) => typeof part === "string"))) return left(site.fixed);
  if (site.shape === "call" && site.value !== HOLE && !site.parsed) return left("a call that writes is not a string");
  if (holesOf(spelling).some((index) => isUnwritten(site, index))) return left("what it begins with is not written here");
  const calls = callsOf(spelling);
  if (calls.length > 0 && system === "require") {
    if (module.format === "module" || module.file.endsWith(".mjs")) return left("a CommonJS file cannot require an ES module");
    if (/\.[cm]?tsx?$/iu.test(module.file)) return left("a CommonJS file of JavaScript cannot require TypeScript");
  }
  if (needsOwnFile(spelling) && /\.(?:ts|tsx|cts)$/iu.test(source.path) && !outlook.usesImportMeta) {
    return left("whether this file becomes CommonJS is not known");
  }
  return null;
}

function unreachable(spelling: Spelling, module: Module, names: ReadonlyMap<string, string | Left>, own: ReadonlyMap<string, string | Left> | null): Left | null {
  const needed = [...callsOf(spelling).map((call) => names.get(exportName(module, call))), ...(needsOwnFile(spelling) && own ? own.values() : [])];
  return needed.find((name): name is Left => typeof name === "object" && isLeft(name)) ?? null;
}

function needOf(source: Source, module: Module, orders: readonly Order[], outlook: Outlook): Need {
  return {
    specifier: specifierOf(source.path, module, outlook.imports),
    names: [...new Set(orders.flatMap(({ spelling }) => callsOf(spelling)).map((call) => exportName(module, call)))],
    // Many a function that reads the configuration is called so.
    aliases: { [exportName(module, "loadConfig")]: "loadLayeredConfig" },
    matches: (specifier) => meansModule(specifier, source.path, module),
  };
}

function ownNeed(system: System): Need {
  return system === "import"
    ? { specifier: "node:url", names: ["fileURLToPath"], matches: (specifier) => /^(?:node:)?url$/u.test(specifier) }
    : { specifier: "node:path", names: ["path"], whole: "path", matches: (specifier) => /^(?:node:)?path$/u.test(specifier) };
}

function exportName(module: Module, call: CallName): string {
  return module.names[call] ?? call;
}

function callsOf(spelling: Spelling): readonly CallName[] {
  return spelling.flatMap((part) => (typeof part === "object" && "name" in part && part.name !== "fromOwnFile" ? [part.name] : []));
}

function holesOf(spelling: Spelling): readonly number[] {
  return spelling.flatMap((part) => (typeof part === "string" ? [] : "hole" in part ? [part.hole] : "path" in part && typeof part.path !== "string" ? holesOf(part.path) : []));
}

function isUnwritten({ holes }: Site, index: number): boolean {
  const [start, end] = holes[index]?.range ?? [0, 0];
  return start === end;
}

function needsOwnFile(spelling: Spelling): boolean {
  return spelling.some((part) => typeof part === "object" && "name" in part && part.name === "fromOwnFile");
}

function ownFile(file: string, path: string, system: System, name: string, quote: string): string {
  const steps = fromFolderOf(file, path);
  if (system === "require") {
    const parts = steps === "" ? [] : steps.split("/");
    const up = parts.filter((part) => part === "..");
    const down = parts.slice(up.length).join("/");
    const given = [...up, ...(down === "" ? [] : [down])].map((part) => quoted(part, quote));
    return given.length === 0 ? "__dirname" : `${name}.join(__dirname, ${given.join(", ")})`;
  }
  const isFolder = steps === "" || steps.endsWith("..");
  const url = encoded(steps === "" ? "." : steps.startsWith(".") ? steps : `./${steps}`);
  // The URL of a folder ends with a slash, the path of one does not.
  return `${name}(new URL(${quoted(url, quote)}, import.meta.url))${isFolder ? ".slice(0, -1)" : ""}`;
}

function encoded(path: string): string {
  return path.replace(/[%#?\\]/gu, (char) => encodeURIComponent(char));
}

/** The quote that the author used for this string, if it has one. */
function quoteOf({ range }: Site, text: string): string | null {
  const quote = text.charAt(range[0]);
  return quote === '"' || quote === "'" ? quote : null;
}

function editOf({ site, spelling }: Order, hand: Hand, text: string, outlook: Outlook, isTyped: boolean): Edit {
  const call = spell(spelling, site, hand);
  // What loadConfig gives is not of any type: what follows, `as Station`, has to go a step further.
  const expression = site.parsed && isTyped ? `${call} as unknown` : call;
  const around = outlook.around(site.range);
  if (around === "attribute") return { range: site.range, text: `{${expression}}` };
  // A line that begins with a backtick would go on with the line before it.
  const isOpen = around === "open" && expression.startsWith("`");
  const isTight = /[\w$]/u.test(text.charAt(site.range[0] - 1)) && /^\w/u.test(expression);
  return { range: site.range, text: isOpen ? `;${expression}` : isTight ? ` ${expression}` : expression };
}

/** A name that was reached. Orders whose names were not are left before anything is spelled. */
function spelled(name: string | Left | undefined): string {
  return typeof name === "string" ? name : "";
}
