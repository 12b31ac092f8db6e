// Audits and migrates a copy of the fixture project: findings, the diff, and what was left.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-demo-"));
const app = join(folder, "greenhouse");

try {
  cpSync(join(top, "fixtures/mirror-app/before"), app, { recursive: true });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "The program, as it runs on one machine");

  git("tag", "start");

  portability("What is only true on Ann's machine", ["audit"], [1]);
  portability("What would stand there instead", ["migrate", "--changes"], [1]);
  portability("The migration, one commit for each step", ["migrate", "--write", "--changes", "--commit"], [0, 1]);
  title("The commits");
  process.stdout.write(git("log", "--reverse", "--stat", "--format=%n%h %s", "start..HEAD"));
  portability("What is left for a person", ["audit"], [0, 1]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {...string} args */
function git(...args) {
  const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...args], { cwd: app, encoding: "utf8" });
}

/**
 * @param {string} heading
 * @param {readonly string[]} args
 * @param {readonly number[]} expected exit codes
 */
function portability(heading, args, expected) {
  title(`${heading}\n$ portability ${args.join(" ")}`);
  const identity = { GIT_AUTHOR_NAME: "Ann", GIT_AUTHOR_EMAIL: "ann@example.org", GIT_COMMITTER_NAME: "Ann", GIT_COMMITTER_EMAIL: "ann@example.org" };
  const { status } = spawnSync(process.execPath, [join(top, "dist/cli/bin.js"), ...args], { cwd: app, stdio: "inherit", env: { ...process.env, ...identity } });
  if (status === null || !expected.includes(status)) throw new Error(`portability ${args.join(" ")} ended with ${status}`);
}

/** @param {string} text */
function title(text) {
  process.stdout.write(`\n== ${text}\n\n`);
}
