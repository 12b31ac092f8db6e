import type { CallName } from "../call.ts";
import type { Edit } from "../edit.ts";
import type { Source } from "../site.ts";
import { isLeft, left, type Left, type Module } from "../writer.ts";
import { isDocstring } from "./context.ts";
import { folderOf, importOf, means, moduleSegments, type Import } from "./import-statement.ts";
import { addedToSearchPath, searchPathCall, spellOwnPath } from "./own-file.ts";
import type { Program } from "./program.ts";
import { textOf, type PyNode } from "./tree.ts";

/** `projectPath` as Python spells it. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** How one file reaches the shared module. */
export class Imports {
  readonly #program: Program;
  readonly #source: Source;
  readonly #module: Module;
  readonly #statements: readonly PyNode[];
  readonly #isOwn: boolean;
  /** Statements that put a folder of the project on the search path once they are rewritten. */
  readonly #rewritten = new Map<PyNode, string>();

  constructor(program: Program, source: Source, module: Module) {
    this.#program = program;
    this.#source = source;
    this.#module = module;
    this.#statements = program.tree.root.children.filter(({ type }) => type !== "⚠");
    this.#isOwn = source.path === module.file;
  }

  /** Line end of the file. */
  get lineEnd(): string {
    return this.#program.text.includes("\r\n") ? "\r\n" : "\n";
  }

  /** Takes note that the string at a place will be a folder of the project, computed from this file. */
  willBecome(site: PyNode, folder: string): void {
    const statement = this.#statements[this.#statementAround(site)];
    if (statement && searchPathCall(statement, this.#program.text)) this.#rewritten.set(statement, folder);
  }

  /** What the module calls a function. */
  functionName(call: CallName): string {
    return this.#module.names[call] ?? snakeCase(call);
  }

  /** How the file spells a function of the module, once what is missing is imported. */
  localName(call: CallName): string {
    const name = this.functionName(call);
    for (const found of this.#found()) {
      if (!found.isFrom || !means(found.module, this.#source.path, this.#module.file)) continue;
      const imported = found.names.find((item) => item.name === name);
      if (imported) return imported.alias ?? name;
    }
    const qualifier = this.#qualifier();
    return qualifier === null ? (this.#alias(call) ?? name) : `${qualifier}.${name}`;
  }

  /** The other name that a function gets whose own is that of many a function which it serves. */
  #alias(call: CallName): string | null {
    return call === "loadConfig" && this.#isTaken(this.functionName(call)) ? "load_layered_config" : null;
  }

  /** Whether the file gives a name to anything but the module. */
  #isTaken(name: string): boolean {
    return this.#program.scopes.all.some(({ bindings }) => bindings.get(name)?.values.some(({ node }) => node?.type !== "ImportStatement" || !this.#isOfModule(node, name)));
  }

  /** Why a function of the module cannot be called by its name here, or null. */
  problemWith(call: CallName, site: PyNode): Left | null {
    if (this.#isOwn) {
      const isInFunction = this.#program.scopes.functionOf(site).kind === "function";
      return isInFunction ? null : left("the shared module does not call itself while it is loaded");
    }
    const local = this.localName(call);
    const [name = local] = local.split(".");
    // A name that a function imports for itself further down is not there yet.
    const own = this.#program.scopes.functionOf(site);
    const isLate = own.kind === "function" && own.bindings.get(name)?.values.every(({ node }) => node !== null && node.to > site.from) === true;
    return this.#isTaken(name) || isLate ? left(`the name '${name}' is taken in this file`) : null;
  }

  /** The edits that make functions of the module callable at these places. */
  editsFor(calls: ReadonlySet<CallName>, sites: readonly PyNode[]): readonly Edit[] | Left {
    if (this.#isOwn) return [];
    const aliases = new Map([...calls].map((call) => [this.functionName(call), this.#alias(call)]));
    const names = [...aliases.keys()].sort();
    const limit = Math.min(this.#statements.length, ...sites.map((site) => this.#statementAround(site)));
    const top = this.#found();
    if (this.#qualifier() !== null && !top.some(({ isFrom, module }) => isFrom && means(module, this.#source.path, this.#module.file))) return [];
    const own = top.filter(({ isFrom, module }) => isFrom && means(module, this.#source.path, this.#module.file));
    const isThere = (name: string): boolean => own.some((found) => found.isStar || found.names.some((item) => item.name === name));
    const missing = names.filter((name) => !isThere(name)).map((name) => (aliases.get(name) == null ? name : `${name} as ${aliases.get(name) ?? ""}`));
    if (own.some((found) => this.#statements.indexOf(found.node) > limit)) return left("the module is imported below the line that would need it");
    const target = own.find(({ isStar }) => !isStar);
    if (missing.length === 0) return [];
    if (target) return [this.#merge(target, missing)];
    return this.#insert(missing, limit);
  }

  /** The edits that make `os` available at these places. */
  editsForOs(sites: readonly PyNode[]): readonly Edit[] | Left {
    const { scopes } = this.#program;
    const edits: Edit[] = [];
    for (const site of sites) {
      const local = scopes.functionOf(site).kind === "function" ? scopes.functionOf(site).bindings.get("os") : undefined;
      if (local) {
        if (local.values.some(({ node }) => node?.type !== "ImportStatement")) return left("the name 'os' is taken in this file");
        if (local.values.some(({ node }) => node && node.to <= site.from)) continue;
        edits.push(this.#aboveStatement(site));
        continue;
      }
      const values = scopes.module.bindings.get("os")?.values ?? [];
      if (values.some(({ node }) => node?.type !== "ImportStatement")) return left("the name 'os' is taken in this file");
      const isInFunction = scopes.functionOf(site).kind === "function";
      const isThere = values.some(({ node }) => node && (node.to <= site.from || (isInFunction && node.parent === this.#program.tree.root)) && importsPlainly(node, this.#program.text));
      if (!isThere) edits.push(this.#sortedPlace("os", this.#statementAround(site) - 1) ?? this.#atTop());
    }
    return edits;
  }

  /** `import os` above everything that could need it. */
  #atTop(): Edit {
    const first = this.#statements.find((node) => !this.#isHead(node));
    const at = first ? lineStart(this.#program.text, first.from) : this.#program.text.length;
    return { range: [at, at], text: `import os${this.lineEnd}` };
  }

  #aboveStatement(site: PyNode): Edit {
    const { text } = this.#program;
    let statement = site;
    while (statement.parent && statement.parent.type !== "Body" && statement.parent.type !== "Script") statement = statement.parent;
    const at = lineStart(text, statement.from);
    return { range: [at, at], text: `${text.slice(at, statement.from)}import os${this.lineEnd}` };
  }

  /** Every import at the top level of the file. */
  #found(): readonly Import[] {
    return this.#statements.flatMap((node) => importOf(node, this.#program.text) ?? []);
  }

  /** The name under which the file has the module itself. */
  #qualifier(): string | null {
    const [path, file] = [this.#source.path, this.#module.file];
    for (const found of this.#found()) {
      for (const { name, alias } of found.names) {
        const dotted = found.isFrom ? (found.module.endsWith(".") ? found.module + name : `${found.module}.${name}`) : name;
        if (means(dotted, path, file)) return alias ?? name;
      }
    }
    return null;
  }

  #isOfModule(node: PyNode, name: string): boolean {
    const found = importOf(node, this.#program.text);
    if (!found) return false;
    if (found.isFrom && means(found.module, this.#source.path, this.#module.file)) return true;
    return name === this.#qualifier()?.split(".")[0];
  }

  /** Place of the top-level statement around a node. */
  #statementAround(site: PyNode): number {
    let node = site;
    while (node.parent && node.parent.type !== "Script") node = node.parent;
    const index = this.#statements.indexOf(node);
    return index < 0 ? 0 : index;
  }

  #isHead(node: PyNode): boolean {
    if (node.type === "ExpressionStatement") return node.children[0] !== undefined && isDocstring(node.children[0]);
    return importOf(node, this.#program.text)?.module === "__future__";
  }

  #merge(target: Import, missing: readonly string[]): Edit {
    const { text } = this.#program;
    const end = target.names.at(-1)?.end ?? target.node.to;
    const close = target.parentheses?.[1] ?? end;
    const comma = /^[^\S\r\n]*,/u.exec(text.slice(end, close))?.[0].length ?? 0;
    const isSpread = target.parentheses !== null && text.slice(end, close).includes("\n");
    if (!isSpread) return { range: [end, end], text: missing.map((name) => `, ${name}`).join("") };
    const indent = /^[^\S\r\n]*/u.exec(text.slice(lineStart(text, end)))?.[0] ?? "    ";
    const lineStop = end + comma + (/^[^\r\n]*/u.exec(text.slice(end + comma))?.[0].length ?? 0);
    const names = missing.map((name) => `${this.lineEnd}${indent}${name}`).join(",") + (comma > 0 ? "," : "");
    return { range: [end + comma, lineStop], text: (comma > 0 ? "" : ",") + text.slice(end + comma, lineStop) + names };
  }

  #insert(missing: readonly string[], limit: number): readonly Edit[] | Left {
    const block = this.#blockEnd(limit);
    // Only what stands above the import helps it.
    const form = this.#form(block + 1);
    if (isLeft(form)) return form;
    const end = this.lineEnd;
    const lines: string[] = [];
    const edits: Edit[] = [];
    if (form.folder !== null) {
      const seen = this.#program.scopes.module.bindings;
      for (const name of ["os", "sys"]) {
        const values = seen.get(name)?.values ?? [];
        if (values.some(({ node }) => node?.type !== "ImportStatement")) return left(`the name '${name}' is taken in this file`);
        const isThere = this.#statements.slice(0, block + 1).some((node) => importOf(node, this.#program.text)?.names.some((item) => !item.alias && item.name === name && importsPlainly(node, this.#program.text)));
        if (isThere) continue;
        const sorted = this.#sortedPlace(name, block);
        if (sorted) edits.push(sorted);
        else lines.push(`import ${name}${end}`);
      }
      lines.push(`sys.path.insert(0, ${spellOwnPath(form.folder, this.#source.path, '"')})${end}`);
    }
    lines.push(`from ${form.module} import ${missing.join(", ")}${end}`);
    return [...edits, this.#place(lines.join(""), block)];
  }

  /** An edit that puts `import name` among sorted imports of whole modules that stand together, or null where there are none. */
  #sortedPlace(name: string, block: number): Edit | null {
    const { text } = this.#program;
    const nameAt = (index: number): string | null => {
      const node = index <= block ? this.#statements[index] : undefined;
      const found = node ? importOf(node, text) : null;
      return found && !found.isFrom && found.names.length === 1 ? (found.names[0]?.name ?? null) : null;
    };
    const first = this.#statements.findIndex((_, index) => nameAt(index) !== null);
    if (first < 0) return null;
    let end = first;
    while (nameAt(end) !== null) end += 1;
    const names = this.#statements.slice(first, end).map((_, index) => nameAt(first + index) ?? "");
    if (names.length < 2 || names.some((other, index) => index > 0 && other < (names[index - 1] ?? ""))) return null;
    const after = names.findLastIndex((other) => other < name);
    const next = this.#statements[first + after + 1];
    if (after + 1 < names.length && next) {
      const at = lineStart(text, next.from);
      return { range: [at, at], text: `import ${name}${this.lineEnd}` };
    }
    const last = this.#statements[first + after];
    const at = last ? nextLine(text, last.from + text.slice(last.from, last.to).trimEnd().length) : 0;
    return text[at - 1] === "\n" ? { range: [at, at], text: `import ${name}${this.lineEnd}` } : null;
  }

  /** An edit that adds import lines to those at the head of the file. */
  lines(lines: readonly string[]): Edit {
    return this.#place(lines.map((line) => line + this.lineEnd).join(""), this.#blockEnd(this.#statements.length));
  }

  #place(lines: string, block: number): Edit {
    const { text } = this.#program;
    const end = this.lineEnd;
    const last = this.#statements[block];
    if (last && !this.#isHead(last)) {
      const at = nextLine(text, last.from + text.slice(last.from, last.to).trimEnd().length);
      return { range: [at, at], text: text[at - 1] === "\n" ? lines : end + lines.slice(0, -end.length) };
    }
    const first = this.#statements[block + 1];
    if (!first) {
      const needsBreak = text !== "" && !text.endsWith("\n");
      return { range: [text.length, text.length], text: (needsBreak ? end : "") + lines };
    }
    const at = aboveComments(text, lineStart(text, first.from));
    const isTight = last !== undefined && lineStart(text, at - 1) < last.to;
    const gap = /^(?:FunctionDefinition|ClassDefinition|DecoratedStatement)$/u.test(first.type) ? end + end : end;
    return { range: [at, at], text: (isTight ? end : "") + lines + gap };
  }

  /** Index of the last statement of the leading block of imports, with the `sys.path` lines in it. */
  #blockEnd(limit: number): number {
    const { text } = this.#program;
    const isPart = (node: PyNode): boolean => this.#isHead(node) || importOf(node, text) !== null || searchPathCall(node, text) !== null || isGuardedImport(node, text);
    const firstBody = this.#statements.findIndex(({ type }) => /^(?:FunctionDefinition|ClassDefinition|DecoratedStatement)$/u.test(type));
    const last = this.#statements.slice(0, Math.min(limit, firstBody < 0 ? limit : firstBody)).findLastIndex((node) => searchPathCall(node, text) !== null);
    let index = last + 1;
    while (index < limit && this.#statements[index] && isPart(this.#statements[index] as PyNode)) index += 1;
    return index - 1;
  }

  /** How the module is to be named in an import, and the folder that must first be put on the search path, if any. */
  #form(limit: number): { module: string; folder: string | null } | Left {
    const [path, file] = [this.#source.path, this.#module.file];
    const [own, home] = [folderOf(path), folderOf(file)];
    const wanted = moduleSegments(file);
    const base = wanted.at(-1) ?? "";
    const isBeside = own.join("/") === home.join("/");
    const imports = this.#found();
    if (isBeside && imports.some(({ module }) => module.startsWith("."))) return { module: `.${base}`, folder: null };
    const tops = [own[0], home[0]].filter((top) => top !== undefined);
    const rooted = (found: Import): boolean => {
      const [first] = (found.isFrom ? found.module : (found.names[0]?.name ?? "")).split(".");
      return first !== undefined && tops.includes(first) && !(own.length > 0 && found.isFrom && !found.module.includes(".") && found.names.length === 0);
    };
    const lines = this.#statements.map((node) => this.#rewritten.get(node) ?? addedToSearchPath(node, this.#program, path));
    const known = lines.findIndex((folder) => folder !== null && isWithin(home, folder));
    const dottedFrom = (folder: string): string => wanted.slice(folder === "" ? 0 : folder.split("/").length).join(".");
    const isRooted = imports.some(rooted) || (own.length > 0 && lines.includes(""));
    const rootLine = lines.indexOf("");
    if (this.#module.importable === true && (rootLine < 0 || rootLine < limit)) return { module: wanted.join("."), folder: null };
    if (isRooted && (rootLine < 0 || rootLine < limit)) return { module: wanted.join("."), folder: null };
    if (isBeside) return { module: base, folder: null };
    if (own.length === 0) return { module: wanted.join("."), folder: null };
    if (known >= 0) {
      return known < limit ? { module: dottedFrom(lines[known] ?? ""), folder: null } : left("the import would stand above the line that makes it possible");
    }
    return isWithin(own, home.join("/")) ? { module: base, folder: home.join("/") } : { module: wanted.join("."), folder: "" };
  }
}

function isWithin(folder: readonly string[], around: string): boolean {
  const outer = around === "" ? [] : around.split("/");
  return outer.every((segment, index) => folder[index] === segment);
}

function importsPlainly(node: PyNode, text: string): boolean {
  const found = importOf(node, text);
  return found !== null && !found.isFrom;
}

/** `try: import x` and `if …: import x`, with nothing else in them. */
function isGuardedImport(node: PyNode, text: string): boolean {
  if (node.type !== "TryStatement" && node.type !== "IfStatement") return false;
  const inner = node.children.filter(({ type }) => type === "Body").flatMap(({ children }) => children.filter(({ type }) => type !== ":"));
  const isPlain = (child: PyNode): boolean =>
    child.type === "ImportStatement" || child.type === "PassStatement" || child.type === "AssignStatement" || searchPathCall(child, text) !== null;
  return inner.some((child) => child.type === "ImportStatement" || searchPathCall(child, text) !== null) && inner.every(isPlain) && textOf(node, text).length < 2_000;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** The first of the comment lines that belong to a line, unless they open the file: those are for other readers. */
function aboveComments(text: string, line: number): number {
  let first = line;
  while (first > 0 && text[lineStart(text, first - 1)] === "#") first = lineStart(text, first - 1);
  return first === 0 ? line : first;
}
