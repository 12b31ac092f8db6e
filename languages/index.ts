import picomatch from "picomatch";
import { dataLanguages } from "./data.ts";
import { readIni } from "./ini/read.ts";
import { readJavaScript } from "./javascript/parse.ts";
import { readPython } from "./python/read.ts";
import type { LanguageFacts } from "./reader.ts";
import { readShell } from "./shell/read.ts";

/** Every language, with the globs of its files. */
export const languages: readonly LanguageFacts[] = [
  { name: "javascript", files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"], read: readJavaScript },
  { name: "python", files: ["**/*.{py,pyi,pyw}"], read: readPython },
  { name: "ini", files: ["**/*.{ini,cfg}", "**/supervisord*.conf", "**/supervisor/**/*.conf", "**/supervisor*.conf", "**/conf.d/*.conf"], read: readIni },
  { name: "shell", files: ["**/*.{sh,bash,zsh,ksh,command}", "**/*.{sh,bash}.{mustache,j2,erb,tpl}", "**/.{bashrc,zshrc,profile,bash_profile,bash_aliases,zprofile,zshenv}"], read: readShell },
  ...dataLanguages,
];

type Matcher = readonly [LanguageFacts, (path: string) => boolean];

let matchers: readonly Matcher[] | undefined;

/** Made for the first file: whoever only loads the plugin does not wait for globs. */
function matchersOf(): readonly Matcher[] {
  matchers ??= languages.map((language) => [language, picomatch([...language.files], { dot: true, nocase: true })] as const);
  return matchers;
}

/** Whether a file has no extension, so that it may be a script. */
export function isNameless(path: string): boolean {
  return /(?:^|\/)[^./]+$/u.test(path);
}

const shebang = /^#!\s*(?:\/\S*\/)?(?:env\s+(?:-\S+\s+)*)?(?:ba|z|da|k)?sh\b/u;

/**
 * The language of a file, by its path, or null when no reader knows it.
 * A file without an extension is known by its first line, where that is given.
 */
export function languageOf(path: string, head = ""): LanguageFacts | null {
  const named = matchersOf().find(([, matches]) => matches(path))?.[0] ?? null;
  return named ?? (isNameless(path) && shebang.test(head) ? (languages.find(({ name }) => name === "shell") ?? null) : null);
}
