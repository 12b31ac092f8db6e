// The ESLint language server that VS Code's extension and other editors start, and as much of an editor as it takes to talk to it.
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {{ line: number, character: number }} Position
 * @typedef {{ start: Position, end: Position }} TextRange
 * @typedef {{ range: TextRange, message: string, source: string, code?: string, codeDescription?: { href: string } }} Diagnostic
 * @typedef {{ title: string, command: { title: string, command: string, arguments: unknown[] }, diagnostics?: Diagnostic[] }} CodeAction
 * @typedef {{ range: TextRange, newText: string }} TextEdit
 * @typedef {{ uri: string, languageId: string, version: number, text: string }} Document
 * @typedef {{ id?: number, method?: string, params?: any, result?: unknown, error?: { message: string } }} Message
 */

const server = join(dirname(createRequire(import.meta.url).resolve("vscode-langservers-extracted/package.json")), "bin/vscode-eslint-language-server");

/** An editor that has one folder open. */
export class Editor {
  /** What the server had to say of itself: errors, and a file that it failed on. */
  troubles = /** @type {string[]} */ ([]);
  #folder;
  #settings;
  #process;
  #documents = /** @type {Map<string, Document>} */ (new Map());
  #configured = /** @type {Map<string, object>} */ (new Map());
  #waiting = /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */ (new Map());
  #next = 1;
  #read = Buffer.alloc(0);

  /**
   * @param {string} folder
   * @param {Readonly<Record<string, unknown>>} settings as in `settings.json`
   */
  constructor(folder, settings) {
    this.#folder = folder;
    this.#settings = settings;
    // Parsers warn of more where they are told that this is a test.
    const env = { ...process.env, NODE_ENV: undefined, NODE_OPTIONS: undefined };
    this.#process = spawn(process.execPath, [server, "--stdio"], { cwd: "/", env, stdio: ["pipe", "pipe", "pipe"] });
    this.#process.stdout.on("data", (/** @type {Buffer} */ data) => this.#take(data));
    this.#process.stderr.on("data", (/** @type {Buffer} */ data) => this.troubles.push(data.toString()));
    this.#process.on("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The language server has ended. ${this.troubles.join("\n")}`));
    });
  }

  async start() {
    const uri = this.#uri("");
    await this.#ask("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: basename(this.#folder) }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true, applyEdit: true, diagnostics: { refreshSupport: true } },
        textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } } },
      },
    });
    this.#tell("initialized", {});
  }

  /**
   * Opens a file with a text, as a language of VS Code, or with what another editor answers when it is asked for its configuration.
   * @param {string} file
   * @param {string} languageId
   * @param {string} text
   * @param {object} [configuration]
   */
  open(file, languageId, text, configuration) {
    const uri = this.#uri(file);
    if (configuration) this.#configured.set(uri, configuration);
    const document = { uri, languageId, version: 1, text };
    this.#documents.set(uri, document);
    this.#tell("textDocument/didOpen", { textDocument: document });
  }

  /**
   * Types: puts a text into the place of another one, which is found once.
   * @param {string} file
   * @param {string} before
   * @param {string} after
   */
  type(file, before, after) {
    const document = this.#document(file);
    const [start, rest] = [document.text.indexOf(before), document.text.lastIndexOf(before)];
    if (start === -1 || start !== rest) throw new Error(`${file} has not exactly one ${JSON.stringify(before)}`);
    const range = { start: positionAt(document.text, start), end: positionAt(document.text, start + before.length) };
    document.version++;
    document.text = document.text.slice(0, start) + after + document.text.slice(start + before.length);
    this.#tell("textDocument/didChange", { textDocument: { uri: document.uri, version: document.version }, contentChanges: [{ range, text: after }] });
  }

  /** @param {string} file */
  text(file) {
    return this.#document(file).text;
  }

  /**
   * @param {string} file
   * @returns {Promise<readonly Diagnostic[]>}
   */
  async diagnostics(file) {
    const { items } = await this.#ask("textDocument/diagnostic", { textDocument: { uri: this.#uri(file) } });
    return items;
  }

  /**
   * What the light bulb offers at a diagnostic.
   * @param {string} file
   * @param {Diagnostic} diagnostic
   * @returns {Promise<readonly CodeAction[]>}
   */
  async actions(file, diagnostic) {
    return this.#ask("textDocument/codeAction", { textDocument: { uri: this.#uri(file) }, range: diagnostic.range, context: { diagnostics: [diagnostic], only: ["quickfix"] } });
  }

  /**
   * Chooses an action. The server asks for its edits to be applied before it answers.
   * @param {CodeAction} action
   */
  async choose({ command }) {
    await this.#ask("workspace/executeCommand", { command: command.command, arguments: command.arguments });
  }

  /** Ends the server. */
  async stop() {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    await this.#ask("shutdown", null);
    this.#tell("exit", null);
    await ended;
  }

  /** @param {string} file */
  #uri(file) {
    return pathToFileURL(join(this.#folder, file)).href;
  }

  /** @param {string} file */
  #document(file) {
    const document = this.#documents.get(this.#uri(file));
    if (!document) throw new Error(`${file} is not open`);
    return document;
  }

  /**
   * @param {string} method
   * @param {unknown} params
   * @returns {Promise<any>}
   */
  #ask(method, params) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  /**
   * @param {string} method
   * @param {unknown} params
   */
  #tell(method, params) {
    this.#send({ method, params });
  }

  /** @param {Message} message */
  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
  }

  /** @param {Buffer} data */
  #take(data) {
    this.#read = Buffer.concat([this.#read, data]);
    for (;;) {
      const end = this.#read.indexOf("\r\n\r\n");
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/u.exec(this.#read.toString("latin1", 0, end))?.[1]);
      if (this.#read.length < end + 4 + length) return;
      const body = this.#read.toString("utf8", end + 4, end + 4 + length);
      this.#read = this.#read.subarray(end + 4 + length);
      this.#hear(JSON.parse(body));
    }
  }

  /** @param {Message} message */
  #hear({ id, method, params, result, error }) {
    if (method === undefined) {
      const asked = this.#waiting.get(Number(id));
      this.#waiting.delete(Number(id));
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result);
    } else if (id !== undefined) this.#send({ id, result: this.#answer(method, params) });
    else if (method === "eslint/status" && params.state !== 1) this.troubles.push(`${String(params.uri)} has state ${String(params.state)}`);
    else if (method === "window/logMessage" && params.type <= 2) this.troubles.push(params.message);
  }

  /**
   * What the server asks of an editor.
   * @param {string} method
   * @param {any} params
   */
  #answer(method, params) {
    if (method === "workspace/configuration") return params.items.map((/** @type {{ scopeUri: string }} */ { scopeUri }) => this.#configured.get(scopeUri) ?? this.#configuration(scopeUri));
    if (method !== "workspace/applyEdit") return null;
    for (const { textDocument, edits } of params.edit.documentChanges) this.#apply(textDocument.uri, edits);
    return { applied: true };
  }

  /** @param {string} uri */
  #configuration(uri) {
    return { ...configurationOf(this.#settings, this.#documents.get(uri)?.languageId ?? ""), workspaceFolder: { name: basename(this.#folder), uri: this.#uri("") } };
  }

  /**
   * @param {string} uri
   * @param {readonly TextEdit[]} edits
   */
  #apply(uri, edits) {
    const document = this.#documents.get(uri);
    if (!document) return;
    const ranges = edits.map(({ range, newText }) => ({ start: offsetAt(document.text, range.start), end: offsetAt(document.text, range.end), newText }));
    for (const { start, end, newText } of ranges.sort((a, b) => b.start - a.start)) document.text = document.text.slice(0, start) + newText + document.text.slice(end);
    document.version++;
    this.#tell("textDocument/didChange", { textDocument: { uri, version: document.version }, contentChanges: [{ text: document.text }] });
  }
}

/**
 * What VS Code's extension makes of the settings for one document: its own list of languages says which are validated.
 * @param {Readonly<Record<string, unknown>>} settings as in `settings.json`
 * @param {string} languageId
 */
export function configurationOf(settings, languageId) {
  const of = (/** @type {string} */ name, /** @type {unknown} */ otherwise) => settings[`eslint.${name}`] ?? otherwise;
  const validate = /** @type {readonly string[]} */ (of("validate", []));
  return {
    validate: validate.includes(languageId) ? "on" : "off",
    packageManager: "npm",
    useESLintClass: true,
    experimental: {},
    codeAction: { disableRuleComment: of("codeAction.disableRuleComment", { enable: true, location: "separateLine", commentStyle: "line" }), showDocumentation: { enable: true } },
    codeActionOnSave: { mode: "all" },
    format: false,
    quiet: false,
    onIgnoredFiles: "off",
    options: {},
    rulesCustomizations: [],
    run: "onType",
    problems: { shortenToSingleLine: false },
    nodePath: null,
  };
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {Position}
 */
export function positionAt(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - (before.lastIndexOf("\n") + 1) };
}

/**
 * @param {string} text
 * @param {Position} position
 */
export function offsetAt(text, { line, character }) {
  let start = 0;
  for (let at = 0; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + character;
}
