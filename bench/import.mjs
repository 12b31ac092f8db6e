// Imports ESLint and then the plugin, and prints the milliseconds of each.
const begin = performance.now();
await import("eslint");
const between = performance.now();
await import("../dist/index.js");
console.log(JSON.stringify([between - begin, performance.now() - between]));
