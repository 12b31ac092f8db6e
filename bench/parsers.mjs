// The parser or scanner below each reader, alone. What has none is read line by line.

/** @typedef {(text: string) => unknown} Parse */

/** @type {Readonly<Record<string, () => Promise<Parse>>>} */
const parsers = {
  async javascript() {
    const { parse } = await import("@typescript-eslint/typescript-estree");
    return (text) => parse(text, { range: true, loc: false });
  },
  async python() {
    const { parser } = await import("@lezer/python");
    return (text) => parser.parse(text);
  },
  async shell() {
    const { parse } = await import("unbash");
    return (text) => parse(text);
  },
  async yaml() {
    const { parser } = await import("@lezer/yaml");
    return (text) => parser.parse(text);
  },
  async markdown() {
    const { parser } = await import("@lezer/markdown");
    return (text) => parser.parse(text);
  },
  json: async () => (await import("../dist/languages/json/scan.js")).scanJson,
  toml: async () => (await import("../dist/languages/toml/scan.js")).scanToml,
  plist: async () => (await import("../dist/languages/plist/scan.js")).scanPlist,
  dockerfile: async () => (await import("../dist/languages/dockerfile/scan.js")).scanDockerfile,
  makefile: async () => (await import("../dist/languages/makefile/scan.js")).scanMakefile,
  nginx: async () => (await import("../dist/languages/nginx/scan.js")).scanNginx,
  html: async () => (await import("../dist/languages/html/scan.js")).scanHtml,
};

/**
 * @param {string} language
 * @returns {boolean}
 */
export function hasParser(language) {
  return Object.hasOwn(parsers, language);
}

/**
 * @param {string} language
 * @returns {Promise<Parse | null>}
 */
export async function parserOf(language) {
  return (await parsers[language]?.()) ?? null;
}
