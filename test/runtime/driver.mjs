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
  return steps.map((step) => {
    for (const [file, text] of Object.entries(step.write ?? {})) writeFileSync(file, text);
    if (step.env) setEnvironment(step.env);
    const [name, ...args] = step.call;
    for (const [index, arg] of args.entries()) if (arg?.result) args[index] = loaded[arg.result[0]]();
    try {
      return { value: loaded[name](...args) };
    } catch (error) {
      if (!(error instanceof loaded.PortabilityError) || !(error instanceof Error) || error.name !== "PortabilityError") throw error;
      return { error: error.message };
    }
  });
}

const results = [];
for (const given of JSON.parse(readFileSync(0, "utf8"))) results.push(await answers(given));
Object.defineProperty(process, "platform", { value: platform });
writeFileSync(1, JSON.stringify(results));
