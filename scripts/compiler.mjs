import { createRequire } from "node:module";

/**
 * TypeScript. An `import` of it takes three times as long, since Node then searches nine megabytes for the names it exports.
 *
 * @type {typeof import("typescript")}
 */
export const ts = createRequire(import.meta.url)("typescript");
