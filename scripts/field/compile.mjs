// Whether files are still what their languages take: asked of the real parsers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { run } from "./copy.mjs";

// Supervisor's own reading of a configuration, as far as it depends on the text alone: a log folder may be made later.
const supervised = `
import os, sys
sys.path.append("/usr/lib/python3/dist-packages")
from supervisor import datatypes, options
datatypes.existing_dirpath = lambda path: path
datatypes.existing_directory = lambda path: path
options.existing_dirpath = lambda path: path
options.existing_directory = lambda path: path
server = options.ServerOptions()
server.environ_expansions = {"ENV_" + name: value for name, value in os.environ.items()}
server.here = os.path.dirname(os.path.abspath(sys.argv[1]))
parser = options.UnhosedConfigParser()
parser.expansions = {**server.environ_expansions, "here": server.here}
parser.read_string(open(sys.argv[1]).read())
server.parse_warnings = []
server.process_groups_from_parser(parser)
`;

const readIni = `import configparser, sys; configparser.RawConfigParser(strict=False, allow_no_value=True, inline_comment_prefixes=(" ;",)).read_file(open(sys.argv[1]))`;

/** What parses files of a kind, by the first of these that knows a path. @type {readonly { readonly name: string, readonly files: RegExp, readonly holds?: RegExp, readonly fails: (root: string, file: string) => boolean }[]} */
const parsers = [
  { name: "python3 compiles", files: /\.py$/u, fails: (root, file) => run(root, "python3", ["-c", "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')", file]).status !== 0 },
  { name: "bash -n accepts", files: /\.(?:sh|bash)$/u, fails: (root, file) => run(root, "bash", ["-n", file]).status !== 0 },
  { name: "supervisor reads", files: /\.(?:conf|ini)$/u, holds: /^\s*\[(?:program:|supervisord\])/mu, fails: (root, file) => run(root, "/usr/bin/python3", ["-c", supervised, file]).status !== 0 },
  { name: "configparser reads", files: /\.(?:ini|cfg)$/u, fails: (root, file) => run(root, "python3", ["-c", readIni, file]).status !== 0 },
  { name: "JSON.parse takes", files: /\.json$/u, fails: (root, file) => !isJson(readFileSync(join(root, file), "utf8")) },
  { name: "TypeScript parses", files: /\.[cm]?[jt]sx?$/u, fails: (root, file) => !isProgram(readFileSync(join(root, file), "utf8"), file) },
];

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} text @param {string} file */
function isProgram(text, file) {
  const { diagnostics } = ts.transpileModule(text, { fileName: file, reportDiagnostics: true, compilerOptions: { allowJs: true, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve } });
  return (diagnostics ?? []).length === 0;
}

/** What asks about a file, or null. @param {string} root @param {string} file */
export function parserOf(root, file) {
  return parsers.find(({ files, holds }) => files.test(file) && (holds === undefined || holds.test(readFileSync(join(root, file), "utf8")))) ?? null;
}

/** Files of these that do not compile. @param {string} root @param {readonly string[]} files */
export function broken(root, files) {
  return files.filter((file) => parserOf(root, file)?.fails(root, file) === true);
}
