import { left } from "../languages/writer.ts";
import rule from "../rules/no-homebrew-path.ts";
import { defineCodemod, isEagerDefault, leftForDefault } from "./define.ts";
import { decideSearchPath } from "./search-path.ts";

export default defineCodemod(rule, "file", "Look the program up on the machine that runs it", ({ site, match }, project) => {
  if (site.fixed !== null) return left(site.fixed);
  const { detected, start, end } = match;
  if (detected.manager === "environment") return left("where the environment of this project stands is for the project to say");
  if (detected.isEntry) return decideSearchPath(site, project);
  const { executable, path } = detected;
  if (executable === null) return left(`where another system keeps '${path}' is not known`);
  // Have: /opt/homebrew/opt/python@3.11/bin/python3, a version that PATH need not find first.
  if (path !== `${detected.prefix}/bin/${executable}` && path !== `${detected.prefix}/sbin/${executable}` && detected.prefix !== path.slice(0, -executable.length - 1)) {
    return left(`'${path}' lies in a folder that PATH need not have`);
  }
  if (!isProgramPlace(site.value, start)) return left("what this text says of the program is for a person to decide");
  if (isEagerDefault(site)) return leftForDefault(site);
  // supervisord looks a name up in its own PATH, which is what it was started with, and not in that of the program.
  if (site.command?.by === "supervisor") return start === 0 ? { kind: "changes", start, end, spelling: [executable] } : left("a program that a command starts is looked up by that command");
  return { kind: "same", start, end, spelling: [{ name: "findBinary", argument: executable }] };
});

/** Whether a command stands at a place of a text: at its beginning, behind an assignment, an operator of a shell or a program that runs another. */
function isProgramPlace(value: string, start: number): boolean {
  return /(?:^|[;&|(=]|\b(?:sudo|exec|env|nohup|time|xargs|then|do|else|if|while|!))[\s"'`]*$/u.test(value.slice(Math.max(0, start - 40), start));
}
