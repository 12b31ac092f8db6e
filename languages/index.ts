import picomatch from "picomatch";
import { dataReaders } from "./data.ts";
import { languageFiles } from "./files.ts";
import { readIni } from "./ini/read.ts";
import { readJavaScript } from "./javascript/parse.ts";
import { readPython } from "./python/read.ts";
import type { LanguageFacts, Read } from "./reader.ts";
import { readShell } from "./shell/read.ts";
import type { LanguageName } from "./site.ts";

const readers: Readonly<Record<LanguageName, Read>> = { ...dataReaders, javascript: readJavaScript, python: readPython, ini: readIni, shell: readShell };

/** Every language, with its reader. */
export const languages: readonly LanguageFacts[] = languageFiles.map(({ name, files }) => ({ name, files, read: readers[name] }));

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
