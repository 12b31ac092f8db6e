// Answers a list of cases, read from stdin as JSON, with the module each of them names.
import fs, { readFileSync, writeFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { linkSync } = fs;
const { platform } = process;

function setEnvironment(env) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

async function answers({ module, cwd, env, platform: pretended, withoutLinks, startAt, steps }) {
  setEnvironment(env);
  process.chdir(cwd);
  Object.defineProperty(process, "platform", { value: pretended ?? platform });
  fs.linkSync = withoutLinks ? () => { throw Object.assign(new Error("no links"), { code: "EPERM" }); } : linkSync;
  syncBuiltinESMExports();
  const loaded = module.endsWith(".cjs") ? require(module) : await import(pathToFileURL(module).href);
  while (Date.now() < (startAt ?? 0));
  const results = [];
  for (const step of steps) {
    for (const [file, text] of Object.entries(step.write ?? {})) writeFileSync(file, text);
    if (step.env) setEnvironment(step.env);
    const [name, ...args] = step.call;
    for (const [index, arg] of args.entries()) if (arg?.result) args[index] = loaded[arg.result[0]]();
    let answer;
    try {
      answer = { value: loaded[name](...args) };
    } catch (error) {
      if (!(error instanceof loaded.PortabilityError) || !(error instanceof Error) || error.name !== "PortabilityError") throw error;
      answer = { error: error.message };
    }
    // Warnings come in the next tick.
    await new Promise((settle) => setTimeout(settle));
    results.push({ ...answer, logs: logs.splice(0) });
  }
  return results;
}

const logs = [];
process.on("warning", (warning) => logs.push(warning.name === "PortabilityWarning" ? warning.message : String(warning)));

const all = [];
for (const given of JSON.parse(readFileSync(0, "utf8"))) all.push(await answers(given));
Object.defineProperty(process, "platform", { value: platform });
writeFileSync(1, JSON.stringify(all));
