// Makes what the playground runs: the command line's own code for a worker in a browser, with the few things of Node that it asks for.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build as bundle } from "esbuild";

const home = resolve(import.meta.dirname, "..");
const outdir = join(home, ".cache/site/public/engine");

/** What stands in for each of Node's modules. */
const node = Object.fromEntries(["buffer", "child_process", "crypto", "fs", "module", "net", "url"].map((name) => [name, join(import.meta.dirname, `engine/node/${name.replace("_", "-")}.ts`)]));

/** Loaded by parsers that find their own files, which they are never asked to. */
const unused = /^(?:node:)?(?:fs\/promises|os|util|tty|perf_hooks|inspector|v8|worker_threads|stream|events|readline|assert|vm|constants)$|^(?:tinyglobby|fast-glob|@typescript-eslint\/project-service)$/;

/** @type {import("esbuild").Plugin} */
const inBrowser = {
  name: "in-browser",
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?(?:buffer|child_process|crypto|fs|module|net|url)$/ }, ({ path }) => ({ path: node[path.replace(/^node:/u, "")] ?? "" }));
    build.onResolve({ filter: /^(?:node:)?path$/ }, ({ resolveDir }) => build.resolve("path-browserify", { resolveDir, kind: "import-statement" }));
    build.onResolve({ filter: /^eslint$/ }, ({ resolveDir }) => build.resolve("eslint/universal", { resolveDir, kind: "import-statement" }));
    build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: "unused" }));
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
    // ts-morph carries a TypeScript of its own, and the declarations of all libraries: one TypeScript is enough, and nothing here asks for types.
    build.onResolve({ filter: /^\.\/typescript$/ }, ({ importer, resolveDir }) => (importer.includes("@ts-morph") ? build.resolve("typescript", { resolveDir, kind: "require-call" }) : undefined));
    build.onLoad({ filter: /ts-morph-common\.js$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replace(/^( {8}text: )".{1000,}"/gmu, '$1""') }));
    // A rule is called what its file is called.
    build.onLoad({ filter: /[\\/]rules[\\/][^\\/]+\.ts$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replaceAll("import.meta.url", JSON.stringify(`file:///${basename(path)}`)), loader: "ts" }));
  },
};

/**
 * What the command line copies into projects.
 * @returns {Record<string, string>}
 */
function packageFiles() {
  const folder = join(home, "runtime");
  return Object.fromEntries(readdirSync(folder).map((name) => [`runtime/${name}`, readFileSync(join(folder, name), "utf8")]));
}

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await bundle({
  entryPoints: [join(import.meta.dirname, "engine/worker.ts")],
  outdir,
  chunkNames: "parts/[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  platform: "browser",
  target: "es2022",
  format: "esm",
  charset: "utf8",
  define: { PACKAGE_FILES: JSON.stringify(packageFiles()), "import.meta.url": '"file:///package/dist/worker.js"', "import.meta.dirname": '"/package/dist"' },
  inject: [join(import.meta.dirname, "engine/node/globals.ts")],
  logLevel: "warning",
  metafile: true,
  legalComments: "none",
  plugins: [inBrowser],
});
for (const [file, { bytes }] of Object.entries(metafile.outputs)) if (bytes > 100_000) console.log(`${file} ${(bytes / 1e6).toFixed(1)} MB`);
