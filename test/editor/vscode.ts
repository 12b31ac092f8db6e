/**
 * What VS Code takes files for, of those that our readers know: from `contributes.languages` of the extensions that it is delivered with
 * (https://github.com/microsoft/vscode/tree/main/extensions). A name goes before an ending; what nobody claims is plain text.
 * A property list is known by its first line.
 */
const languages: readonly { readonly id: string; readonly endings?: readonly string[]; readonly names?: readonly RegExp[] }[] = [
  { id: "javascript", endings: [".js", ".es6", ".mjs", ".cjs", ".pac"] },
  { id: "javascriptreact", endings: [".jsx"] },
  { id: "typescript", endings: [".ts", ".cts", ".mts"] },
  { id: "typescriptreact", endings: [".tsx"] },
  { id: "python", endings: [".py", ".rpy", ".pyw", ".cpy", ".gyp", ".gypi", ".pyi", ".ipy", ".pyt"] },
  { id: "shellscript", endings: [".sh", ".bash", ".bashrc", ".bash_aliases", ".bash_profile", ".bash_login", ".ebuild", ".install", ".profile", ".bash_logout", ".zsh", ".zshrc", ".zprofile", ".zlogin", ".zlogout", ".zshenv"] },
  { id: "ini", endings: [".ini"] },
  { id: "properties", endings: [".properties", ".cfg", ".conf", ".directory"] },
  { id: "dotenv", endings: [".env"], names: [/^\.env\./u, /^\.flaskenv$/u] },
  { id: "dockerfile", endings: [".dockerfile"], names: [/^(?:Dockerfile|Containerfile)(?:\.|$)/u] },
  { id: "makefile", endings: [".mak", ".mk"], names: [/^(?:Makefile|makefile|GNUmakefile|OCamlMakefile)$/u] },
  { id: "yaml", endings: [".yaml", ".yml"] },
  { id: "json", endings: [".json", ".webmanifest"] },
  { id: "jsonc", endings: [".jsonc", ".code-workspace"], names: [/^(?:\.babelrc|\.swcrc|tsconfig\.json)$/u] },
  { id: "xml", endings: [".xml", ".plist"] },
  { id: "html", endings: [".html", ".htm", ".xhtml"] },
  { id: "markdown", endings: [".md", ".markdown"] },
];

/** The language id that VS Code gives a file. */
export function languageIdOf(file: string): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const named = languages.find(({ names = [] }) => names.some((pattern) => pattern.test(name)));
  const ended = languages.find(({ endings = [] }) => endings.some((ending) => name.toLowerCase().endsWith(ending)));
  return (named ?? ended)?.id ?? "plaintext";
}
