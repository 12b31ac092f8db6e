import picomatch from "picomatch";
import { readComponent } from "./component/read.ts";
import { dataReaders } from "./data.ts";
import { componentFiles, languageFiles } from "./files.ts";
import { readIni } from "./ini/read.ts";
import { readJavaScript } from "./javascript/parse.ts";
import { markupReaders } from "./markup.ts";
import { readNginx } from "./nginx/read.ts";
import { isNginx, isSupervisors } from "./nginx/recognise.ts";
import { readPython } from "./python/read.ts";
import type { LanguageFacts, Read } from "./reader.ts";
import { readShell } from "./shell/read.ts";
import type { LanguageName } from "./site.ts";

const readers: Readonly<Record<LanguageName, Read>> = {
  ...dataReaders,
  ...markupReaders,
  javascript: readJavaScript,
  python: readPython,
  // Folders called conf.d belong to many programs: whose a file is, its text tells.
  ini: (source) => (source.path.endsWith(".conf") && isNginx(source.text) ? readNginx(source) : readIni(source)),
  nginx: (source) => (isSupervisors(source.text) ? readIni(source) : readNginx(source)),
  shell: readShell,
};

/** Every language, with its reader. */
export const languages: readonly LanguageFacts[] = languageFiles.map(({ name, files }) => ({ name, files, read: readers[name] }));

const components: LanguageFacts = { name: "javascript", files: componentFiles, read: readComponent };

type Matcher = readonly [LanguageFacts, (path: string) => boolean];

let matchers: readonly Matcher[] | undefined;

/** Made for the first file: whoever only loads the plugin does not wait for globs. */
function matchersOf(): readonly Matcher[] {
  matchers ??= [...languages, components].map((language) => [language, picomatch([...language.files], { dot: true, nocase: true })] as const);
  return matchers;
}

/** Whether the name of a file says little, so that its text may tell what it is: a script without an extension, a configuration of whatever program. */
export function isToldByText(path: string): boolean {
  return isNameless(path) || path.endsWith(".conf");
}

function isNameless(path: string): boolean {
  return /(?:^|\/)[^./]+$/u.test(path);
}

const shebang = /^#!\s*(?:\/\S*\/)?(?:env\s+(?:-\S+\s+)*)?(?:ba|z|da|k)?sh\b/u;

/**
 * The language of a file, by its path, or null when no reader knows it.
 * A file without an extension is known by its first line and a `.conf` by its first lines, where those are given.
 */
export function languageOf(path: string, head = ""): LanguageFacts | null {
  const named = matchersOf().find(([, matches]) => matches(path))?.[0] ?? null;
  const told = named === null && head !== "" ? toldBy(path, head) : null;
  return named ?? languages.find(({ name }) => name === told) ?? null;
}

function toldBy(path: string, head: string): LanguageName | null {
  if (isNameless(path)) return shebang.test(head) ? "shell" : null;
  if (!path.endsWith(".conf")) return null;
  return isSupervisors(head) ? "ini" : isNginx(head) ? "nginx" : null;
}
