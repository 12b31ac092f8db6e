// Loads modules one after the other in a fresh process, and tells how long each took and which files are loaded then.
// node loaded.mjs SPECIFIER...; with --files a hook notes every file, which takes time of its own.
import { appendFileSync, readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { isMainThread } from "node:worker_threads";

const log = process.env["LOADED_LOG"];

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (log) appendFileSync(log, `${url}\n`);
  return nextLoad(url, context);
}

if (isMainThread) {
  if (log) register(import.meta.url);
  const milliseconds = [];
  for (const specifier of process.argv.slice(2)) {
    const begin = performance.now();
    await import(specifier);
    milliseconds.push(performance.now() - begin);
  }
  const noted = log ? readFileSync(log, "utf8").split("\n") : [];
  const required = Object.keys(createRequire(import.meta.url).cache);
  console.log(JSON.stringify({ milliseconds, files: [...new Set([...noted, ...required])].filter((file) => file !== "") }));
}
