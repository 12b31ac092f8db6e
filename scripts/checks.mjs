// What stands before the tests: generated files, types, lint and the package. They need nothing of one another, so both cores of a small machine have work.
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

const checks = ["lint", "typecheck", "package", "update:check"];

/** @param {string} name */
async function check(name) {
  const child = spawn("npm", ["run", "--silent", name], { stdio: ["ignore", "pipe", "pipe"] });
  /** @type {Buffer[]} */
  const said = [];
  child.stdout.on("data", (part) => said.push(part));
  child.stderr.on("data", (part) => said.push(part));
  const code = await new Promise((settle, fail) => child.on("error", fail).on("close", settle));
  console.log(`${code === 0 ? "✓" : "✗"} npm run ${name}`);
  process.stdout.write(Buffer.concat(said));
  if (code !== 0) process.exitCode = 1;
}

const waiting = [...checks];
await Promise.all(
  Array.from({ length: Math.min(checks.length, availableParallelism()) }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await check(name);
  }),
);
