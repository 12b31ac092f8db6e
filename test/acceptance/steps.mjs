// Follows steps on a machine of the tests and prints what came of each as JSON. Piped into node there, so it can lean on
// nothing but node itself. A step runs a script of bash as some user, or asks addresses.
/* global ask */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";

const plan = JSON.parse(process.argv[2]);
const folder = mkdtempSync("/tmp/steps-");

/** What a program starts in the background keeps these files open, where a pipe would be waited for. */
function run({ script, as, cwd, env, seconds = 60 }, index) {
  const files = ["stdout", "stderr"].map((name) => `${folder}/${index}.${name}`);
  const [stdout, stderr] = files.map((file) => openSync(file, "w"));
  const shell = ["bash", "-euo", "pipefail", "-c", script];
  const [program, ...words] = as === undefined ? shell : ["setpriv", `--reuid=${as}`, `--regid=${as}`, "--init-groups", ...shell];
  const done = spawnSync(program, words, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", stdout, stderr], timeout: seconds * 1000, killSignal: "SIGKILL" });
  for (const file of [stdout, stderr]) closeSync(file);
  const [said, complained] = files.map((file) => readFileSync(file, "utf8"));
  return { code: done.status ?? String(done.error ?? done.signal), stdout: said, stderr: complained };
}

/** Asks until every address answers 200 with the body wanted of it, or the time is over. */
async function answers({ ask: urls, until = {}, seconds = 25 }) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = {};
    for (const url of urls) found[url] = await ask(url);
    const isReady = urls.every((url) => found[url].status === 200 && (!(url in until) || JSON.stringify(found[url].body) === JSON.stringify(until[url])));
    if (isReady || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const results = [];
for (const [index, step] of plan.entries()) {
  const result = "ask" in step ? { answers: await answers(step) } : run(step, index);
  results.push(result);
  if (result.code !== undefined && result.code !== 0 && step.must !== false) break;
}
console.log(JSON.stringify(results));
process.exit(0);
