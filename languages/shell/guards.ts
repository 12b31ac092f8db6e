import { forEachChild, type CommandNode, type CompoundList, type Statement, type SyntaxNode } from "unbash";
import { baseName } from "./wrappers.ts";

const systemVariables = /\$\{?(?:OSTYPE|MACHTYPE|HOSTTYPE|OS_NAME|OS_TYPE|OS|PLATFORM|UNAME\w*|KERNEL|DISTRO)\b|\$\{?(?:is|IS)_?(?:mac|MAC|darwin|DARWIN|osx|OSX|linux|LINUX|Mac|Darwin|Linux)\w*\b|\b(?:uname|sw_vers|lsb_release)\b/u;
const systemQuestion = /^_?(?:is|on|if|running_on)_?(?:mac|macos|osx|darwin|linux|wsl|debian|ubuntu|arm|apple)\w*$/iu;

/** Whether a condition asks which operating system runs the script. */
export function asksSystem(node: SyntaxNode, source: string): boolean {
  return systemVariables.test(source.slice(node.pos, node.end)) || commandsIn(node).some(({ name }) => systemQuestion.test(name));
}

/** Whether a condition asks if a program is there. */
export function asksProgram(node: SyntaxNode): boolean {
  return commandsIn(node).some(({ name, words }) => {
    if (name === "command") return /^-v/iu.test(words[0] ?? "");
    if (name === "[" || name === "test") return words.includes("-x");
    return name === "which" || name === "type" || name === "hash" || /^(?:has|have|command_exists|is_installed|exists)(?:_|$)/u.test(name);
  }) || testsExecutable(node);
}

function testsExecutable(node: SyntaxNode): boolean {
  if (node.type === "TestUnary") return node.operator === "-x";
  let found = false;
  if (node.type !== "Word" && node.type !== "Command") {
    forEachChild(node, (child) => {
      found ||= testsExecutable(child);
    });
  }
  return found;
}

interface Named {
  readonly name: string;
  readonly words: readonly string[];
}

/** The simple commands of a condition, without those in expansions. */
function commandsIn(node: SyntaxNode): readonly Named[] {
  const found: Named[] = [];
  const look = (child: SyntaxNode): void => {
    if (child.type === "Command") {
      if (child.name) found.push({ name: baseName(child.name.value), words: child.args.map((word) => (word.type === "Word" ? word.value : word.text)) });
    } else if (child.type !== "Word") forEachChild(child, look);
  };
  look(node);
  return found;
}

/** Whether a condition begins with a negation. */
export function isNegated(node: SyntaxNode): boolean {
  if (node.type === "TestNot") return true;
  if (node.type === "Pipeline") return node.prefixes.some(({ type }) => type === "Negation");
  if (node.type === "Command") return (node.name?.value === "[" || node.name?.value === "test") && node.args[0]?.type === "Word" && node.args[0].value === "!";
  if (node.type === "TestCommand") return isNegated(node.expression);
  if (node.type === "CompoundList") return node.commands.length === 1 && node.commands[0] !== undefined && isNegated(node.commands[0].command);
  return node.type === "AndOr" && node.commands[0] !== undefined && isNegated(node.commands[0]);
}

/** Whether what follows a command is not reached. */
export function leaves(node: CommandNode | SyntaxNode | undefined): boolean {
  if (!node) return false;
  switch (node.type) {
    case "Command":
      return /^(?:exit|return|die|fatal|abort|fail|error_exit|err_exit|panic)$/u.test(node.name?.value ?? "");
    case "CompoundList":
      return lastLeaves(node);
    case "BraceGroup":
      return lastLeaves(node.body);
    case "Redirected":
      return leaves(node.command);
    default:
      return false;
  }
}

function lastLeaves({ commands }: CompoundList): boolean {
  return commands.some(({ command }) => leaves(command));
}

/** Whether a statement ends the script, or the function, on every system but some: `[ "$(uname)" = Darwin ] || exit 1`. */
export function leavesOtherSystems({ command }: Statement, source: string): boolean {
  if (command.type === "If") return leaves(command.then) && asksSystem(command.clause, source);
  if (command.type !== "AndOr") return false;
  const [first] = command.commands;
  return first !== undefined && asksSystem(first, source) && command.commands.slice(1).some(leaves);
}
