/**
 * Lets `import()` load the project's TypeScript as it is, so that what is generated comes from the
 * sources and never from an old build. Node 20 cannot strip types by itself.
 */
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { ts } from "./compiler.mjs";

if (isMainThread) register(import.meta.url);

/**
 * The loading hook; Node calls it in a thread of its own.
 *
 * @type {import("node:module").LoadHook}
 */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.ts$/u.test(url)) return nextLoad(url, context);
  const fileName = fileURLToPath(url);
  const { outputText } = ts.transpileModule(readFileSync(fileName, "utf8"), {
    fileName,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  return { format: "module", shortCircuit: true, source: outputText };
}
