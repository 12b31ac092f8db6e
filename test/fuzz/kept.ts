import type { Program } from "./programs.ts";

const usual = { head: [], needs: [], ending: "\n", bom: false, tabs: false, lastEnding: true } as const;

/** Programs that once broke a promise, as small as they can be, by what was wrong. */
export const kept: Readonly<Record<string, Program>> = {
  "an escape hid a word from the hint until the string was written anew": {
    ...usual,
    language: "javascript",
    file: "lib/main.mjs",
    body: ['process.env.TOOLS = "\\u{2f}Applications/Tool.app/Contents/MacOS/tool --file /Users/ann/app/data/x.json";'],
  },
  "a span of a path with an escaped quote was empty": {
    ...usual,
    language: "python",
    file: "backend/main.py",
    head: ["from pathlib import Path"],
    body: ['result = Path("/Users/ann/.cache/a\\"b.txt") / "sub" / name'],
  },
  "an escaped line end became one of another kind": {
    ...usual,
    ending: "\r\n",
    language: "typescript",
    file: "src/main.ts",
    body: ['const value = "/Users/ann/.cache/new\\nline";'],
  },
  "two strings of which one stands inside the other were written over one another": {
    ...usual,
    language: "javascript",
    file: "main.mjs",
    body: ["let host = '/Users/ann/.cache' +\n    '/app.py'\n['ws:/' +\n    '/ann@100.64.0.1:8080', \"x\"].forEach((item) => use(item));"],
  },
  "two folders of Homebrew changed their order": {
    ...usual,
    language: "javascript",
    file: "lib/main.cjs",
    body: ['const found = `a${use("/opt/homebrew/sbin:/opt/homebrew/bin:/bin")}b`;'],
  },
  "an import stood above the line that makes it possible": {
    ...usual,
    language: "python",
    file: "backend/main.py",
    head: ["import sys"],
    body: ["def helper():\n    return None", 'sys.path.append("/Users/ann/app")', 'item = "http://169.254.10.2/x"'],
  },
  "the hole of an import folder was lost": {
    ...usual,
    language: "python",
    file: "run.py",
    head: ["import sys"],
    body: ["sys.path.append(f'/Users/ann/app/img/{name}.txt')"],
  },
  "the name of a function was taken for the folder that it begins at": {
    ...usual,
    language: "javascript",
    file: "lib/main.cjs",
    head: ["const path = require('node:path');"],
    body: ['let cameraHost = path.resolve("ws://ann@172.20.1.1/stream", "sub", "x")'],
  },
  "a template went on with the line before it": {
    ...usual,
    language: "javascript",
    file: "lib/main.mjs",
    body: ["go()", '"/Users/ann/app/data:/bin".split(":").forEach(use)', "go()", '"see /Users/ann/app/data/x.db".split(" ").forEach(use)'],
  },
};
