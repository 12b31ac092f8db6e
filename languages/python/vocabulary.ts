import type { Use } from "../site.ts";
import { withoutAlias } from "./known.ts";
import { argumentsOf, calleeOf, dottedName, receiverOf, methodOf, textOf, type PyNode } from "./tree.ts";

/** What a call does with an argument: a use, or it tests that a path exists, or gives it on, or does nothing that matters. */
type Fate = Use | "probe" | "through" | null;

/** The callee with its inner calls shortened: `logging.getLogger().info`. */
export function spokenName(node: PyNode | null, text: string): string {
  const names: string[] = [];
  let current = node;
  for (; current; current = current.children[0] ?? null) {
    if (current.type === "VariableName") {
      names.push(textOf(current, text));
      break;
    }
    if (current.type === "CallExpression") {
      const inner = methodOf(current, text);
      names.push(`${inner ?? ""}()`);
      current = receiverOf(current);
      if (!current) break;
      names.push(spokenName(current, text));
      break;
    }
    const property = current.type === "MemberExpression" ? current.children.at(-1) : undefined;
    if (property?.type !== "PropertyName") break;
    names.push(textOf(property, text));
  }
  return withoutAlias(names.reverse().join("."));
}

const runs = /^(?:subprocess\.(?:run|Popen|call|check_call|check_output|getoutput|getstatusoutput)|os\.(?:system|popen|startfile|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)|Popen|check_output|check_call|asyncio\.create_subprocess_(?:exec|shell)|(?:asyncio\.)?subprocess\.create_subprocess_(?:exec|shell)|create_subprocess_(?:exec|shell)|pexpect\.(?:spawn|run)|sh\.Command|pty\.spawn|exec_command|ssh\.exec_command)$/u;
const manyRun = /(?:exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?|create_subprocess_exec)$/u;
const prints = /^(?:print|pprint|pprint\.pprint|rich\.print|click\.(?:echo|secho|prompt|confirm)|typer\.(?:echo|secho)|warnings\.warn|sys\.std(?:out|err)\.write|sys\.exit|exit|input|getpass\.getpass|log|tqdm\.write|traceback\.print_exc|(?:.*\.)?console\.print)$/u;
const logs = /(?:^|\.)_{0,2}(?:[a-z]*_)?(?:log|logger|logging|LOG|LOGGER|getLogger\(\)|get_logger\(\))\.(?:debug|info|warning|warn|error|critical|exception|log|fatal|success|trace)$/u;
const patterns = /^(?:re|regex|fnmatch)\.[a-z_]+$|^glob\.(?:escape|translate)$/u;
const probes = /^(?:os\.path|path|osp)\.(?:exists|lexists|isfile|isdir|islink|ismount)$|^os\.(?:access|stat|lstat)$|^(?:shutil\.)?which$|^(?:exists|isfile|isdir)$/u;
const throughs = /^(?:str|bytes|repr|list|tuple|set|frozenset|sorted|reversed|iter|enumerate|filter|map|next|Path|PurePath|PosixPath|PurePosixPath|pathlib\.(?:Pure)?(?:Posix)?Path|os\.fspath|os\.path\.(?:join|abspath|normpath|realpath|expanduser|expandvars|dirname|basename)|textwrap\.dedent|dedent|Template|string\.Template|shlex\.(?:quote|split|join)|quote|copy\.copy|deepcopy|cast|typing\.cast)$/u;
const matchingMethods = new Set(["split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "find", "rfind", "index", "rindex", "count", "glob", "rglob", "match", "fullmatch"]);
const throughMethods = new Set(["format", "format_map", "strip", "lstrip", "rstrip", "join", "encode", "decode", "lower", "upper", "title", "replace", "resolve", "absolute", "expanduser", "joinpath", "with_suffix", "with_name", "as_posix", "removeprefix", "removesuffix", "split", "splitlines", "items", "values", "copy", "substitute", "safe_substitute"]);
const probeMethods = new Set(["exists", "is_file", "is_dir", "is_symlink", "is_mount"]);
const helpWords = new Set(["help", "description", "epilog", "usage", "metavar", "help_text", "short_help", "docstring", "tooltip", "summary"]);
const messageTakers = /(?:Error|Exception|Warning|Exit|\.error|\.fail|\.abort|pytest\.skip|\.skipTest)$/u;

/** Whether a call starts a program. */
export function runsProgram(name: string): boolean {
  return runs.test(name);
}

/** What a call does with the argument at a place. */
export function fateOfArgument(call: PyNode, place: number | string, count: number, text: string): Fate {
  const name = spokenName(calleeOf(call), text);
  const method = methodOf(call, text) ?? "";
  const hasReceiver = receiverOf(call) !== null;
  if (typeof place === "string" && helpWords.has(place)) return "shown";
  if (runs.test(name)) {
    if (place === 0 || place === "args" || place === "cmd" || place === "executable") return "run";
    return typeof place === "number" && manyRun.test(name) ? "run" : null;
  }
  if (prints.test(name) || logs.test(name)) return place === "file" || place === "end" ? null : "shown";
  if (/^shlex\.split$/u.test(name)) return "through";
  if (probes.test(name)) return place === 0 || place === "path" || place === "cmd" ? "probe" : null;
  if (patterns.test(name)) return "matched";
  // `glob.glob("/home/…")` looks into that folder.
  if (/^glob\.i?glob$/u.test(name)) return null;
  // Have: `filter(os.path.exists, candidates)`
  if (place === 1 && (name === "filter" || name === "map") && probes.test(spokenName(argumentsOf(call, text)[0]?.value ?? null, text))) return "probe";
  if (throughs.test(name)) return "through";
  if (messageTakers.test(name)) return "shown";
  if (place === 0 && /^(?:open|io\.open|codecs\.open|aiofiles\.open)$/u.test(name)) return writesMode(call, 1, text) ? "written" : null;
  if (place === 1 && /^shutil\.(?:copy2?|copyfile|copytree|move)$|^os\.(?:symlink|link|rename|replace)$/u.test(name)) return "written";
  if (hasReceiver && (method === "startswith" || method === "endswith" || method === "samefile" || method.startsWith("assert"))) return "compared";
  if (hasReceiver && method === "replace" && name !== "os.replace") return count >= 2 ? "matched" : "written";
  if (hasReceiver && matchingMethods.has(method)) return "matched";
  if (hasReceiver && (method === "join" || method === "joinpath" || method === "format")) return "through";
  return null;
}

/** What a method call does with the object it is called on. */
export function fateOfReceiver(call: PyNode, text: string): Fate {
  const method = methodOf(call, text) ?? "";
  if (probeMethods.has(method)) return "probe";
  if (method === "write_text" || method === "write_bytes") return "written";
  if (method === "open") return writesMode(call, 0, text) ? "written" : null;
  if (method === "startswith" || method === "endswith") return "compared";
  return throughMethods.has(method) ? "through" : null;
}

/** Whether the mode of an `open` call lets it write. The place is where the mode stands when it has no keyword. */
export function writesMode(call: PyNode, place: number, text: string): boolean {
  return /^["'][rbtU]*[wax+][rbtU+]*["']$/u.test(modeOf(call, place, text));
}

/** Whether the mode of an `open` call lets it change a file that is there: `x` only creates one. */
export function changesMode(call: PyNode, place: number, text: string): boolean {
  return writesMode(call, place, text) && !modeOf(call, place, text).includes("x");
}

function modeOf(call: PyNode, place: number, text: string): string {
  const list = call.child("ArgList");
  if (!list) return "";
  let position = 0;
  for (const node of list.children) {
    if (node.type === "," || node.type === "(" || node.type === ")" || node.type === "AssignOp") continue;
    if (node.type === "VariableName" && node.sibling(1)?.type === "AssignOp") continue;
    const isKeyword = node.sibling(-1)?.type === "AssignOp";
    const isMode = isKeyword ? textOf(node.sibling(-2) ?? node, text) === "mode" : position === place;
    if (isMode) return textOf(node, text);
    if (!isKeyword) position += 1;
  }
  return "";
}

const copiers = new Set(["cp", "mv", "ln", "install", "ditto", "rsync", "scp"]);
const searchers = new Set(["grep", "egrep", "fgrep", "rg", "ag", "ack", "sed", "awk", "gawk", "pgrep", "pkill"]);

/** What a program does with an argument of its command line, where it is known not to be a file. */
export function fateInCommand(program: string, argument: string, { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean }): Use {
  const base = program.split("/").at(-1) ?? "";
  if (base === "echo" || base === "printf") return "shown";
  if (isLast && !isFirst && copiers.has(base)) return "written";
  return searchers.has(base) && isFirst && !argument.startsWith("-") ? "matched" : "run";
}

/** Whether a call or attribute tells which operating system runs. */
export function asksPlatform(name: string | null): boolean {
  return name !== null && /^(?:sys\.platform|os\.name|os\.uname|platform\.(?:system|platform|machine|mac_ver|uname|release|processor))$/u.test(name);
}

/** Name of what is read, for a name, an attribute, or a call of one. */
export function readName(node: PyNode, text: string): string | null {
  return dottedName(node.type === "CallExpression" ? calleeOf(node) : node, text);
}
