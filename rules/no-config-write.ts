import picomatch from "picomatch";
import { isConfigFile, isConfigName, isOwnStore, isScaffoldName } from "../detectors/config-file.ts";
import { HOLE } from "../detectors/hole.ts";
import { words } from "../detectors/names.ts";
import type { Site } from "../languages/site.ts";
import type { Settings } from "../settings.ts";
import { defineRule } from "./define.ts";

// Every writing call of the readers: `fs.writeFile(`, `open(path, "w")`, `path.replace(target)` but not `text.replace(old, new)`.
const writingCall = new RegExp(
  [
    /\b(?:write|append|output)_?(?:file|j|text|bytes|stream)\w*\s*[(<]/,
    /createWriteStream|write-(?:json-)?file|["'](?:conf|configstore|electron-store|edit-json-file)["']|["']lowdb\/|Bun\.write|\.truncate|set_key|\bos\.replace|\b(?:copyfile|moveFile|renames?)(?:Sync)?\s*[(<]/,
    /(?:(?<![\w)\]]\.)\b|\b(?:shutil|fs\w*|promises|Deno|vol|memfs|fileSystem)\.)(?:copy2?|cp|move)(?:Sync)?\s*[(<]/,
    /\bopen(?:Sync)?\s*[(<][\s\S]{0,1000}?["'`][rbtUs]*[wax+][rbtUsx+]*["'`]/,
    /\.replace\s*\(\s*(?:\w[\w.]*\s*[()]|["'][^"'\n]*["']\s*\))/,
    // Shells: `> "$CONFIG"`, `>> ~/.bashrc`, `sed -i`, `| tee app.conf`, `mv tmp app.conf`; not `=> config`, `-> Config`.
    /(?<![=<-])>[>|]?\s*["']?(?:\$[\w{]|[\w.~-]*\/[\w./~-]*(?:conf|cfg|setting|pref|rc\b)|[\w./~-]*\.(?:conf|cfg|env|ini|toml|cnf|plist|ya?ml|json|properties|profile|\w+rc)\b|crontab|config(?![.\w(]))/,
    // A word of a command line is one of prose as well: its file must follow.
    /(?<![\w.-])(?:g?sed|perl)\s+-\w*i|(?<![\w./'"-])(?:tee|cp|mv|install|rsync|truncate|yq|crudini|curl|wget|ditto)\s+(?:[^\n\\]|\\[\s\S]){0,300}?(?:\$|conf|cfg|setting|pref|rc\b|\.(?:env|ini|toml|cnf|plist|ya?ml|json|properties|profile)\b|crontab)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "iu",
);

// What the file or variable of a configuration is called: `config`, `conf.d`, `app.cfg`, `.env`, `.npmrc`, `envFile`, `/etc/app`, `ports.yaml`.
const configurationWord =
  /conf(?!irm|orm|lic|us|id|er|lu|in|ec|ron)|cfg|setting|pref(?!ix|erre|er\b|ers\b|et|lig|il)|(?<![\w\])])\.(?:env|profile|bash_profile|zprofile|zshenv|htaccess|vscode|cursor)\b|\.env["'`]|\.(?!src\b)\w+rc\b|env_?(?:path|file)|(?:(?<!s)rc|ini|toml|plist)_?(?:path|file)|\.(?:ini|toml|cnf|plist|ya?ml)\b|\.properties["'`]|crontab|electron-store|[/"'`]etc\b/iu;

export default defineRule(import.meta.url, {
  description: "disallow writing configuration files while the program runs",
  impact: "A start changes what is checked in, or fails where the file is read-only; the values of one machine travel to all others.",
  theme: "configuration",
  recommended: true,
  hint: writingCall,
  needs: ({ config }) => (config.length > 0 ? null : configurationWord),
  messages: {
    configWrite: "'{{call}}' overwrites the configuration '{{target}}' while the program runs.",
    savedOnLoad: "Loading the configuration overwrites '{{target}}': {{chain}}.",
  },
  *find(site, settings) {
    const { write } = site;
    if (write === null || !isConfiguration(site, settings)) return;
    const isReached = write.chain.length > 0;
    const writers = [isReached ? write.chain.at(-1) : site.scope, write.writer];
    if (writers.some((writer) => writer != null && isScaffoldName(writer))) return;
    const target = site.value.replaceAll(HOLE, "…") || (site.name ?? "");
    yield isReached
      ? { start: 0, end: site.value.length, messageId: "savedOnLoad", data: { target, chain: write.chain.join(" → ") }, detected: write }
      : { start: 0, end: site.value.length, messageId: "configWrite", data: { target, call: write.call }, detected: write };
  },
});

/** Whether what is written is read as configuration. The file that is known decides; else the name of the variable. */
function isConfiguration(site: Site, settings: Settings): boolean {
  const { value, name, holes, write } = site;
  const holeNames = holes.map((hole) => hole.name ?? "");
  if (isOwnStore(value, holeNames) || holeNames.some(isOutputFolder)) return false;
  if (value !== "" && settings.config.length > 0 && picomatch.isMatch(value, [...settings.config], { dot: true })) return true;
  const isKnown = value !== "" && !value.endsWith(HOLE);
  if (isKnown && (isConfigFile(value) || (write?.alsoRead === true && isHandWritten(value)))) return true;
  return name !== null && !(isKnown && isProgramText(value)) && isConfigName(name);
}

/** Whether a file is program text: whatever the variable is called, a program that writes it makes code. */
function isProgramText(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py)$/iu.test(path);
}

const outputs = new Set("out output outputs dist build target tmp temp temporary stage staging release artifact artifacts backup backups".split(" "));

/** Whether a variable holds a folder of what is built or kept as a copy. */
function isOutputFolder(name: string): boolean {
  return words(name).some((word) => outputs.has(word));
}

/** Whether people write files of this notation by hand, so that a program that reads one and writes it overwrites their work. */
function isHandWritten(path: string): boolean {
  return /\.(?:ya?ml|toml)$/iu.test(path) && !/state|cache|history|log|report|result|lock|snapshot/iu.test(path);
}
