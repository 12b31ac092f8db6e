// npm run build: joins the modules of dist/ into few files. Node takes longer to find and link three hundred small modules than to run most commands.
// The modules stay beside them: types belong to them, and tests and measurements load single ones.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const dist = resolve(import.meta.dirname, "../dist");

/** What a program starts with, and what the plugin requires when the first text or finding asks for it: `require("./cli/suggest.js")`. */
const entries = ["index.js", "cli/bin.js", ...Array.from(readFileSync(join(dist, "index.js"), "utf8").matchAll(/\brequire\("\.\/(?<file>[^"]+)"\)/gu), ({ groups }) => groups?.["file"] ?? "")];

/**
 * A rule is called what its file is called.
 * @type {import("esbuild").Plugin}
 */
const ownNames = {
  name: "own-names",
  setup(build) {
    build.onLoad({ filter: /[\\/]dist[\\/]rules[\\/][^\\/]+\.js$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replaceAll("import.meta.url", JSON.stringify(pathToFileURL(`/${basename(path)}`).href)) }));
  },
};

const { metafile } = await bundle({
  entryPoints: entries.map((entry) => join(dist, entry)),
  outbase: dist,
  outdir: join(dist, "bundle"),
  chunkNames: "parts/[name]-[hash]",
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  minifyWhitespace: true,
  logLevel: "warning",
  metafile: true,
  plugins: [ownNames],
});

// The page of `audit --format html` brings its script and styles along.
await bundle({
  entryPoints: ["main.ts", "page.css"].map((file) => ({ in: resolve(dist, "../cli/report/html/page", file), out: file.replace("main.ts", "page").replace(".css", "") })),
  outdir: join(dist, "bundle/report"),
  bundle: true,
  format: "iife",
  target: ["es2022", "chrome111", "firefox114", "safari16.4"],
  minifyWhitespace: true,
  logLevel: "warning",
});

/** @type {(path: string) => string} */
const inDist = (path) => relative(dist, resolve(path)).replaceAll("\\", "/");
// Which modules a file has taken in, for whoever asks what is loaded.
writeFileSync(join(dist, "bundle/modules.json"), `${JSON.stringify(Object.fromEntries(Object.entries(metafile.outputs).map(([file, { inputs }]) => [inDist(file), Object.keys(inputs).map(inDist)])))}\n`);

writeFileSync(join(dist, "index.js"), 'export { default, "module.exports", settingsSchema } from "./bundle/index.js";\n');
writeFileSync(join(dist, "cli/bin.js"), '#!/usr/bin/env node\nimport "../bundle/cli/bin.js";\n');
