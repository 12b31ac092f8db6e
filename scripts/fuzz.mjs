// npm run fuzz [-- PROGRAMS [SEED]]: random programs, scanned and rewritten, whose promises are checked. 10,000 of them and a new seed, unless told.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const [programs = "10000", seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
if (![programs, seed].every((word) => /^\d+$/u.test(word))) {
  console.error("npm run fuzz [-- PROGRAMS [SEED]]: both are whole numbers");
  process.exit(2);
}
console.log(`${programs} programs, seed ${seed}; once more: npm run fuzz -- ${programs} ${seed}`);
const env = { ...process.env, FUZZ_PROGRAMS: programs, FUZZ_SEED: seed };
const { status } = spawnSync(process.execPath, [join(top, "node_modules/vitest/vitest.mjs"), "run", "--root", top, "test/fuzz"], { cwd: top, env, stdio: "inherit" });
process.exit(status ?? 2);
