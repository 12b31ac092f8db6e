import picomatch from "picomatch";
import { readIni } from "./ini/read.ts";
import { readJavaScript } from "./javascript/parse.ts";
import { readPython } from "./python/read.ts";
import type { LanguageFacts } from "./reader.ts";

/** Every language, with the globs of its files. */
export const languages: readonly LanguageFacts[] = [
  { name: "javascript", files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"], read: readJavaScript },
  { name: "python", files: ["**/*.{py,pyi,pyw}"], read: readPython },
  { name: "ini", files: ["**/*.{ini,cfg}", "**/supervisord*.conf", "**/supervisor/**/*.conf", "**/supervisor*.conf", "**/conf.d/*.conf"], read: readIni },
];

const matchers = languages.map((language) => [language, picomatch([...language.files], { dot: true, nocase: true })] as const);

/** The language of a file, by its path, or null when no reader knows it. */
export function languageOf(path: string): LanguageFacts | null {
  return matchers.find(([, matches]) => matches(path))?.[0] ?? null;
}
