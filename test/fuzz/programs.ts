import fc from "fast-check";
import type { CaseLanguage } from "../harness/case.ts";
import { value } from "./values.ts";

/** A program that somebody might have written, in pieces that can be taken away one by one. */
export interface Program {
  readonly language: CaseLanguage;
  readonly file: string;
  /** What stands at the top, in its order. */
  readonly head: readonly string[];
  /** What the body does not run without. */
  readonly needs: readonly string[];
  readonly body: readonly string[];
  readonly ending: "\n" | "\r\n";
  readonly bom: boolean;
  readonly tabs: boolean;
  readonly lastEnding: boolean;
}

/** Whether a text is a PATH. */
const isPath = (text: string): boolean => text.includes(":/") && !text.includes("://");

/** Whether a text is a PATH, a command line or a sentence, which nobody joins to anything. */
const isWhole = (text: string): boolean => isPath(text) || text.includes(" /") || text.includes(" -");

/** The text of a program, as its file has it. */
export function textOf({ head, needs, body, ending, bom, tabs, lastEnding }: Program): string {
  const lines = [...head, ...needs, ...body].join("\n").split("\n");
  const indented = tabs ? lines.map((line) => line.replace(/^(?: {4})+/u, (lead) => "\t".repeat(lead.length / 4))) : lines;
  return (bom ? "\uFEFF" : "") + indented.join(ending) + (lastEnding ? ending : "");
}

/** Every program with one piece less. */
export function* smaller(program: Program): Generator<Program> {
  for (const key of ["head", "body"] as const) {
    for (const index of program[key].keys()) yield { ...program, [key]: program[key].filter((_, at) => at !== index) };
  }
  for (const key of ["bom", "tabs"] as const) if (program[key]) yield { ...program, [key]: false };
  if (program.ending === "\r\n") yield { ...program, ending: "\n" };
  if (!program.lastEnding) yield { ...program, lastEnding: true };
}

type Spell = (text: string, at: number) => string;

const hex = (char: string, width: number): string => char.charCodeAt(0).toString(16).padStart(width, "0");
const plain = (text: string, quote: string): string => quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replaceAll("\n", "\\n").replaceAll("\t", "\\t") + quote;
const cut = (text: string, at: number): readonly [string, string] => {
  const slashes = [...text.matchAll(/\//gu)].map(({ index }) => index);
  const slash = slashes[at % Math.max(1, slashes.length)];
  // An address is not taken apart: no pattern sees a word in two pieces.
  const index = slash === undefined ? 0 : slash + 1 - (at % 2);
  return [text.slice(0, index), text.slice(index)];
};
const pieces = (text: string): readonly string[] => {
  const [first = "", ...rest] = text.split("/");
  return [first === "" ? "/" : first, ...rest].filter((piece, index) => index === 0 || piece !== "");
};

const braced = (text: string): string => text.replaceAll("{", "{{").replaceAll("}", "}}");
const formatted = (text: string, quote: string): string => plain(braced(text), quote);
const inner = (text: string): string => text.slice(1, -1);
const pythonHoles = ["name", "self.name", "items[0]", 'd["key"]', "count + 1", "name!r", "size:>5", "f(1, 2)"] as const;
const javascriptHoles = ["name", "this.name", "items[0]", 'd["key"]', "count + 1", "`${name}`", "fn(1, 2)", "a ? b : c"] as const;
const hole = <T>(holes: readonly T[], at: number): T => holes[at % holes.length] as T;
const pythonHole = (at: number, quote: string): string => hole(pythonHoles, at).replaceAll('"', quote === '"' ? "'" : '"');

const python: readonly Spell[] = [
  (text) => plain(text, '"'),
  (text) => plain(text, '"'),
  (text) => plain(text, "'"),
  (text) => (/["\\\n]/u.test(text) ? plain(text, '"') : `r"${text}"`),
  (text) => `"""${inner(plain(text, '"'))}"""`,
  (text) => (/[^\x20-\x7e]/u.test(text) ? plain(text, '"') : `b${plain(text, '"')}`),
  (text, at) => `f"${inner(formatted(text, '"'))}/{${pythonHole(at, '"')}}"`,
  (text, at) => `f'${inner(formatted(text, "'"))}/{${pythonHole(at, "'")}}.txt'`,
  (text, at) => `f"{${pythonHole(at, '"')}}:${inner(formatted(text, '"'))}"`,
  (text, at) => `f"""${inner(formatted(text, '"'))}-{${pythonHole(at, "'")}}"""`,
  (text, at) => cut(text, at).map((part) => plain(part, '"')).join(" "),
  (text, at) => `(\n        ${cut(text, at).map((part) => plain(part, at % 2 ? '"' : "'")).join("  # a part\n        ")}\n    )`,
  (text, at) => `(${cut(text, at).map((part) => plain(part, "'")).join(" + ")})`,
  (text) => `${plain(text, '"')} + suffix`,
  (text) => `${plain(`${text.replaceAll("%", "%%")}/%s.txt`, '"')} % name`,
  (text) => `${plain(`${braced(text)}/{}.txt`, '"')}.format(name)`,
  (text) => `os.path.join(${pieces(text).map((part) => plain(part, '"')).join(", ")})`,
  (text) => `os.path.join(${plain(text, '"')}, name)`,
  (text) => `Path(${plain(text, '"')})`,
  (text) => `Path(${plain(text, '"')}) / "sub" / name`,
  (text, at) => plain(text, '"').replace(/[A-Za-z/]/u, (char) => (at % 2 ? `\\x${hex(char, 2)}` : `\\u${hex(char, 4)}`)),
  (text, at) => `f"{${plain(text, "'")}}/{${pythonHole(at, '"')}}"`,
  (text) => `${plain(text, '"')}\\\n        ${plain("/more", '"')}`,
];

const pythonUses: readonly ((it: string, at: number) => string)[] = [
  (it, at) => `VALUE_${at} = ${it}`,
  (it, at) => `CAMERA_HOST_${at}: str = ${it}`,
  (it) => `PATH = ${it}; other = 1`,
  (it, at) => `def load_${at}(path=${it}, *, mode: str = "r") -> None:\n    """Loads it."""\n    return open(path, mode)`,
  (it, at) => `class Store${at}(Base):\n    root = ${it}\n\n    def __init__(self, name):\n        self.name = name\n        self.path = ${it}`,
  (it, at) => `@register(${it})\n@other\nasync def task_${at}():\n    await run(${it})\n    return [${it} for _ in range(2)]`,
  (it) => `subprocess.run([${it}, "-v"], check=True, env={"PATH": ${it}})`,
  (it) => `os.environ["TOOLS"] = ${it}`,
  (it) => `os.environ.get("API_HOST", ${it})`,
  (it) => `sys.path.append(${isPath(it) ? '"/Users/ann/app"' : it})`,
  (it) => `print(${it})`,
  (it) => `if path == ${it}:\n    pass`,
  (it) => `result = {"a": ${it}, ${it}: 2}`,
  (it) => `with open(${it}) as one, open(other) as two:\n    one.read()`,
  (it) => `handler = lambda name="x": ${it}`,
  (it) => `try:\n    go(${it})\nexcept OSError:\n    raise SystemExit(${it})`,
  (it) => `for item in (${it}, "x"):\n    if True:\n        use(item, key=${it})`,
  (it) => `value = ${it} if flag else None  # ${it.split("\n")[0] ?? ""}`,
  (it) => `print(f"{use(${/["\\\n#]/u.test(it) ? "'/Users/ann/app'" : it})}")`,
  (it) => `assert path.startswith(${it})`,
  (it) => `requests.get(\n    ${it},\n    timeout=3,\n)`,
  () => `# see /Users/ann/app/README, 192.168.86.42`,
  () => `class Config:\n    def __init__(self):\n        self.config_path = "config.json"\n        # keep it\n        self.save()\n\n    def save(self):\n        with open(self.config_path, "w") as out:\n            out.write("{}")`,
  () => `def helper():\n    '''Reads "/Users/ann/app/x".'''\n    return None`,
  () => `match command:\n    case "go":\n        pass`,
];

const pythonHeads: readonly string[] = ["#!/usr/bin/env python3", "# -*- coding: utf-8 -*-", "# Copyright Ann", '"""What this is for: /Users/ann/app."""', "from __future__ import annotations", "import subprocess", "import os.path as osp", "try:\n    import json\nexcept ImportError:\n    json = None", ""];

const pythonNeeds: readonly string[] = ["import os, sys", "from pathlib import Path"];

const javascript: readonly Spell[] = [
  (text) => plain(text, '"'),
  (text) => plain(text, "'"),
  (text) => templated(text),
  (text, at) => `${templated(text).slice(0, -1)}/\${${hole(javascriptHoles, at)}}\``,
  (text, at) => `\`\${${hole(javascriptHoles, at)}}:${templated(text).slice(1)}`,
  (text, at) => cut(text, at).map((part) => plain(part, '"')).join(" + "),
  (text, at) => cut(text, at).map((part) => plain(part, "'")).join(" +\n    "),
  (text) => `${plain(text, '"')} + suffix`,
  (text) => `path.join(${pieces(text).map((part) => plain(part, "'")).join(", ")})`,
  (text) => `path.join(${plain(text, "'")}, name)`,
  (text) => `path.resolve(${plain(text, '"')}, "sub", "x")`,
  (text, at) => plain(text, '"').replace(/[A-Za-z/]/u, (char) => (at % 2 ? `\\x${hex(char, 2)}` : `\\u{${hex(char, 2)}}`)),
  (text) => (/[`\\]|\$\{/u.test(text) ? plain(text, '"') : `String.raw\`${text}\``),
  (text) => `(${plain(text, "'")})`,
];

function templated(text: string): string {
  return `\`${text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
}

const javascriptUses: readonly ((it: string, at: number) => string)[] = [
  (it, at) => `const value${at} = ${it};`,
  (it, at) => `let cameraHost${at} = ${it}`,
  (it, at) => `export const root${at} = ${it};`,
  (it, at) => `function load${at}(file = ${it}, { mode = "r" } = {}) {\n    return read(file, mode);\n}`,
  (it, at) => `class Store${at} {\n    static root = ${it};\n    #path = ${it};\n    constructor() {\n        this.path = ${it};\n    }\n}`,
  (it, at) => `const options${at} = {\n    PATH: ${it},\n    "quoted-key": ${it},\n    [\`computed\`]: ${it},\n};`,
  (it) => `execFile(${it}, ["-v"], { env: { PATH: ${it} } });`,
  (it) => `process.env.TOOLS = ${it};`,
  (it, at) => `const api${at} = process.env.API_HOST ?? ${it};`,
  (it) => `console.log(${it});`,
  (it) => `if (file === ${it}) go();`,
  (it, at) => `const run${at} = async () => { await open(${it}); return ${it}; };`,
  // Who writes no semicolons writes them here: without one, this is an index of what the line before says.
  (it) => `;[${it}, "x"].forEach((item) => use(item));`,
  (it) => `${/^(?:"[^"]*"|'[^']*')$/u.test(it) ? it : `;(${it})`}.split("/").forEach(use)`,
  (it) => `switch (file) {\n    case ${it}:\n        break;\n    default:\n        use(${it});\n}`,
  (it, at) => `const nested${at} = \`a\${use(${it})}b\`;`,
  (it, at) => `const tagged${at} = sql\`select \${${it}}\`;`,
  (it, at) => `const picked${at} = flag ? ${it} : other?.[${it}];`,
  (it, at) => `const list${at} = [...more, ${it}] // ${it.split("\n")[0]?.replaceAll("*/", "") ?? ""}`,
  (it) => `throw new Error(${it})`,
  (it, at) => `var value${at} = typeof${it.startsWith("(") ? "" : " "}${it}`,
  (it) => `use(\n    ${it}, // why\n    1,\n)`,
  () => `// see /Users/ann/app/README, 192.168.86.42`,
  () => `/* eslint-disable-next-line no-console */`,
  () => `import("/Users/ann/app/lib/x.js");`,
];

const typescriptUses: readonly ((it: string, at: number) => string)[] = [
  (_, at) => `type Root${at} = "/Users/ann/app" | "/Users/ann/other";`,
  (_, at) => `enum Place${at} { Home = "/Users/ann", App = "/Users/ann/app/x" }`,
  (it, at) => `const fixed${at} = ${it} as const;`,
  (it, at) => `const typed${at}: string = ${it};`,
  (it, at) => `const cast${at} = ${it} as string;`,
  (it, at) => `const checked${at} = { root: ${it} } satisfies Record<string, string>;`,
  (it, at) => `@Injectable(${it})\nclass Service${at} {\n    constructor(private readonly root: string = ${it}) {}\n    @Input(${it}) path?: string = ${it};\n}`,
  (it, at) => `function over${at}<T extends string = "/Users/ann/app">(given: T, other = ${it}!): asserts given is T {}`,
  (it, at) => `namespace Inner${at} { export const root = ${it}; }`,
];

const elementUses: readonly ((it: string, at: number) => string)[] = [
  (_, at) => `const view${at} = <Player program="/opt/homebrew/bin/jq" file='/Users/ann/app/data/x.db' />;`,
  (it, at) => `const given${at} = <Player file={${it}}>text {${it}} /Users/ann/app</Player>;`,
  (it, at) => `const spread${at} = <><Tool {...{ root: ${it} }} title="192.168.86.42" /></>;`,
];

const moduleHeads: readonly string[] = ["#!/usr/bin/env node", "/** @license Ann */", '"use strict";', "// @ts-nocheck", 'import fs from "node:fs";', 'import { readFile,\n  writeFile } from "node:fs/promises";', "/* block */ // and line", ""];
const commonHeads: readonly string[] = ["#!/usr/bin/env node", "// Copyright Ann", "'use strict'", 'const fs = require("fs");', "const os = require('os'), { join } = require('path')", "module.exports = { load: null };", ""];

const moduleNeeds: readonly string[] = ["import path from 'node:path'"];
const commonNeeds: readonly string[] = ["const path = require('node:path');"];

const sections = ["[program:api]", "[supervisord]", "[eventlistener:watch]", "[unix_http_server]"] as const;
const iniValue = (text: string): string => text.replaceAll(/[\n\t]/gu, " ").replaceAll("%", "%%").replaceAll(" ;", ";");
const iniUses: readonly ((it: string, at: number) => string)[] = [
  (it, at) => `${hole(sections, at).replace(":", `:p${at}`)}\ncommand=${isPath(it) ? "/Users/ann/app/run" : it} --flag`,
  (it, at) => `[program:d${at}]\ncommand=sleep 1\ndirectory = ${isPath(it) ? "/Users/ann/app" : it}`,
  (it, at) => `[program:e${at}]\ncommand=sleep 1\nenvironment=${isPath(it) ? "PATH" : "HOST"}="${it.replaceAll('"', "")}",TOOL='${it.includes(":/") ? "" : it.replaceAll("'", "")}',PLAIN=x`,
  (_, at) => `[program:f${at}]\ncommand=sleep 1\nstdout_logfile=/Users/ann/app/logs/f.log ; a comment`,
  (it, at) => `[program:g${at}]\ncommand = python3\n    ${it}\n    --more`,
  (it, at) => `[custom:h${at}]\nvalue: ${it}`,
  (it) => `; a comment ${it}\n# another /Users/ann/app`,
];

const number = fc.nat(10_000);

function bodies(spellings: readonly Spell[], uses: readonly ((it: string, at: number) => string)[]): fc.Arbitrary<readonly string[]> {
  return fc.array(
    fc.tuple(value, fc.constantFrom(...spellings), fc.constantFrom(...uses), number, number),
    { minLength: 1, maxLength: 5 },
  ).map((parts) => {
    // Programs of one machine have one PATH: what a folder of one lacks, a folder of the other may have.
    const first = parts.findIndex(([text]) => isPath(text));
    return parts.map(([text, spell, use, at, name], index) => {
      const said = isPath(text) && index !== first ? "/Users/ann/app/data" : text;
      const chosen = isWhole(said) ? (spellings[at % Math.min(3, spellings.length)] ?? spell) : spell;
      return use(chosen(said, at), name);
    });
  });
}

function programs(language: CaseLanguage, file: string, heads: readonly string[], always: readonly string[], body: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Program> {
  return fc.record({
    language: fc.constant(language),
    file: fc.constant(file),
    head: fc.subarray([...heads]),
    needs: fc.constant(always),
    body,
    ending: fc.constantFrom("\n", "\n", "\n", "\r\n"),
    bom: fc.nat(9).map((roll) => roll === 0),
    tabs: fc.nat(4).map((roll) => roll === 0),
    lastEnding: fc.nat(4).map((roll) => roll > 0),
  });
}

/** Programs in every language. */
export const program: fc.Arbitrary<Program> = fc.oneof(
  { weight: 4, arbitrary: programs("python", "backend/main.py", pythonHeads, pythonNeeds, bodies(python, pythonUses)) },
  { weight: 1, arbitrary: programs("python", "run.py", ["from portability import project_path", ...pythonHeads], pythonNeeds, bodies(python, pythonUses)) },
  { weight: 2, arbitrary: programs("javascript", "lib/main.mjs", moduleHeads, moduleNeeds, bodies(javascript, javascriptUses)) },
  { weight: 1, arbitrary: programs("javascript", "main.mjs", ['import { projectPath } from "./portability.mjs";', ...moduleHeads.slice(4)], moduleNeeds, bodies(javascript, javascriptUses)) },
  { weight: 2, arbitrary: programs("javascript", "lib/main.cjs", commonHeads, commonNeeds, bodies(javascript, javascriptUses.filter((use) => !use("", 0).startsWith("export")))) },
  { weight: 2, arbitrary: programs("typescript", "src/main.ts", moduleHeads.slice(1), moduleNeeds, bodies(javascript, [...javascriptUses, ...typescriptUses])) },
  { weight: 1, arbitrary: programs("tsx", "src/View.tsx", moduleHeads.slice(1), moduleNeeds, bodies(javascript, [...javascriptUses, ...elementUses])) },
  { weight: 2, arbitrary: programs("ini", "ops/supervisord.conf", ["; supervisor"], [], bodies([iniValue], iniUses)) },
);
