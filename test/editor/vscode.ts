/** What VS Code takes files for. */
import picomatch from "picomatch";

interface Language {
  readonly id: string;
  readonly endings: readonly string[];
  readonly names?: readonly string[];
  readonly globs?: readonly string[];
}

/**
 * Taken out of `contributes.languages` in the `package.json` of each extension that VS Code 1.128.1 is delivered with, as far as our readers know such files:
 * https://github.com/microsoft/vscode/tree/5264f2156cbcd7aea5fd004d29eaa10209155d66/extensions
 */
const languages: readonly Language[] = [
  // javascript, typescript-basics
  { id: "javascript", endings: [".js", ".es6", ".mjs", ".cjs", ".pac"], names: ["jakefile"] },
  { id: "javascriptreact", endings: [".jsx"] },
  { id: "typescript", endings: [".ts", ".cts", ".mts"] },
  { id: "typescriptreact", endings: [".tsx"] },
  { id: "jsonc", endings: [], names: ["tsconfig.json", "jsconfig.json"], globs: ["tsconfig.*.json", "jsconfig.*.json", "tsconfig-*.json", "jsconfig-*.json"] },
  { id: "json", endings: [".tsbuildinfo"] },
  // python
  { id: "python", endings: [".py", ".rpy", ".pyw", ".cpy", ".gyp", ".gypi", ".pyi", ".ipy", ".pyt"], names: ["SConstruct", "SConscript"] },
  // shellscript
  {
    id: "shellscript",
    endings:
      ".sh .bash .bashrc .bash_aliases .bash_profile .bash_login .ebuild .eclass .profile .bash_logout .xprofile .xsession .xsessionrc .Xsession .zsh .zshrc .zprofile .zlogin .zlogout .zshenv .zsh-theme .fish .ksh .csh .cshrc .tcshrc .yashrc .yash_profile".split(" "),
    names: ["APKBUILD", "PKGBUILD", ".envrc", ".hushlogin", "zshrc", "zshenv", "zlogin", "zprofile", "zlogout", "bashrc_Apple_Terminal", "zshrc_Apple_Terminal"],
  },
  // ini
  { id: "ini", endings: [".ini"] },
  { id: "properties", endings: [".conf", ".properties", ".cfg", ".directory", ".gitattributes", ".gitconfig", ".gitmodules", ".editorconfig", ".repo"], names: ["gitconfig"], globs: ["**/.config/git/config", "**/.git/config"] },
  // dotenv
  { id: "dotenv", endings: [".env"], names: [".env", ".flaskenv", "user-dirs.dirs"], globs: [".env.*"] },
  // docker
  { id: "dockerfile", endings: [".dockerfile", ".containerfile"], names: ["Dockerfile", "Containerfile"], globs: ["Dockerfile.*", "Containerfile.*"] },
  // make
  { id: "makefile", endings: [".mak", ".mk"], names: ["Makefile", "makefile", "GNUmakefile", "OCamlMakefile"] },
  // yaml
  { id: "dockercompose", endings: [], globs: ["compose.yml", "compose.yaml", "compose.*.yml", "compose.*.yaml", "*docker*compose*.yml", "*docker*compose*.yaml"] },
  { id: "yaml", endings: [".yaml", ".yml", ".eyaml", ".eyml", ".cff", ".yaml-tmlanguage", ".yaml-tmpreferences", ".yaml-tmtheme", ".winget"] },
  // json, configuration-editing
  { id: "json", endings: [".json", ".bowerrc", ".jscsrc", ".webmanifest", ".js.map", ".css.map", ".ts.map", ".har", ".jslintrc", ".jsonld", ".geojson", ".ipynb", ".vuerc"], names: ["composer.lock", ".watchmanconfig"] },
  {
    id: "jsonc",
    endings: [".jsonc", ".eslintrc", ".eslintrc.json", ".jsfmtrc", ".jshintrc", ".swcrc", ".hintrc", ".babelrc", ".toolset.jsonc", ".code-workspace"],
    names: ["babel.config.json", "bun.lock", ".babelrc.json", ".ember-cli", "typedoc.json", "settings.json", "launch.json", "tasks.json", "mcp.json", "extensions.json", "devcontainer.json", ".devcontainer.json"],
    globs: ["**/.github/hooks/*.json"],
  },
  // xml; a property list has its first line alone
  { id: "xml", endings: [".xml"] },
  // html, markdown-basics
  { id: "html", endings: [".html", ".htm", ".shtml", ".xhtml", ".xht", ".mdoc", ".jsp", ".asp", ".aspx", ".jshtm", ".volt", ".ejs", ".rhtml"] },
  { id: "markdown", endings: [".md", ".mkd", ".mkdn", ".mdwn", ".mdown", ".markdown", ".markdn", ".mdtxt", ".mdtext", ".litcoffee", ".ron", ".ronn", ".workbook"], globs: ["**/.cursor/**/*.mdc"] },
];

/** First lines by which files are known that no name tells. */
const firstLines: readonly (readonly [id: string, line: RegExp])[] = [
  ["shellscript", /^#!.*\b(?:bash|fish|zsh|sh|ksh|dtksh|pdksh|mksh|ash|dash|yash|csh|jcsh|tcsh|itcsh)\b/u],
  ["xml", /^<\?xml/u],
];

/** The language id that VS Code gives a file: by its name, else by a glob, else by the longest ending, else by its first line; what nobody claims is plain text. */
export function languageIdOf(file: string, text = ""): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const named = languages.find(({ names = [] }) => names.includes(name));
  const matched = languages.find(({ globs = [] }) => globs.some((glob) => picomatch.isMatch(glob.includes("/") ? file : name, glob, { dot: true, nocase: true })));
  const length = ({ endings }: Language): number => Math.max(0, ...endings.filter((ending) => name.toLowerCase().endsWith(ending.toLowerCase())).map((ending) => ending.length));
  const [ended] = [...languages].filter((one) => length(one) > 0).sort((a, b) => length(b) - length(a));
  return (named ?? matched ?? ended)?.id ?? firstLines.find(([, line]) => line.test(text))?.[0] ?? "plaintext";
}
