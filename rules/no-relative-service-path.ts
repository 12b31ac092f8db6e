import { posix } from "node:path";
import { hasHole } from "../detectors/hole.ts";
import { baseName } from "../detectors/path-text.ts";
import { commandWords, isRelativePath, scriptOf, type PlacedWord } from "../detectors/relative-path.ts";
import { isNoFile, isSupervisorPath, isSupervisorSection, supervisorCall } from "../detectors/supervisor.ts";
import type { Site } from "../languages/site.ts";
import { defineRule, type Match, type ProjectFacts, type Where } from "./define.ts";
import { isOnlyRead, isOwnPath } from "./quiet.ts";

/** What a service is told by a path that another machine does not have. */
export interface ServicePath {
  /** `configuration`: what supervisor is called with; `line`: in a command line that stands in a text. `option`, `program`: of a unit. The others need no path, or more than one. */
  readonly kind: "call" | "configuration" | "line" | "option" | "program" | "unit" | "missing" | "folder" | "socket";
  readonly path: string;
  /** The file that it stands in. */
  readonly file: string;
}

type MessageId = "call" | "configuration" | "inFolder" | "option" | "unit" | "missing" | "folder" | "socket";
type Found = Match<ServicePath, MessageId>;

const name = "no-relative-service-path";

export default defineRule<ServicePath, MessageId>(import.meta.url, {
  description: "disallow service paths that depend on where the service was started",
  impact: "Started from another folder, the service or its configuration is not found, or a wrong one is taken.",
  theme: "services",
  recommended: true,
  // A configuration may have any name: what the file is about decides.
  hint: /[\w.]/u,
  needs: () => /supervis|^\s*\[(?:program|eventlistener|fcgi-program):|^\s*(?:ExecStart|WorkingDirectory)\w*\s*=|^(?:@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every_\w+)|[\d*][\w*/,-]*(?:[ \t]+[\w*/,~?#-]+){4})[ \t]/mu,
  messages: {
    call: "'{{path}}' without -c takes the configuration that lies where it is started, or the system's.",
    configuration: "'{{path}}' is looked for in whatever folder the program was started from.",
    inFolder: "'{{path}}' is found only as long as the command is run in that one folder.",
    option: "'{{path}}' is looked for in whatever folder supervisord was started from.",
    unit: "'{{path}}' is not absolute, and {{by}} does not start in the project's folder.",
    missing: "'{{path}}' is not in the project, so its service cannot start.",
    folder: "'{{path}}' lies in a folder that a fresh clone lacks, and supervisord then refuses its whole configuration.",
    socket: "'{{path}}' is not the {{what}} of {{file}}, which is '{{other}}': the two miss each other.",
  },
  *find(site, _settings, where) {
    if (site.write !== null || isOnlyRead(site) || isOwnPath(site)) return;
    if (site.command?.by === "supervisor") yield* inUnit(site, where);
    else if (site.command) yield* inCommand(site, where);
    else if (site.scope !== null && isSupervisorSection(site.scope)) yield* inSection(site, site.scope, where);
    else if (site.use === "kept" && /^supervisor(?:ctl|d)\s/u.test(site.value)) yield* inText(site, where);
    else if (site.scope === "Service" && site.name === "WorkingDirectory" && isRelativePath(site.value)) yield found("unit", whole(site), where.path, { by: "systemd" });
  },
  *note(site, _settings, path) {
    const { scope, value, command } = site;
    if (scope !== null && isSupervisorSection(scope)) {
      if (scope === "supervisord") yield { key: "configuration", value: path };
      if (scope.startsWith("program:")) yield { key: "program", value: scope };
      const what = sharedOf(site);
      if (what !== null) yield { key: what, value: resolved(value.replace(/^unix:\/\//u, ""), path) };
      const folder = logFolder(site, path);
      if (folder !== null) yield { key: `log ${path} ${folder}`, value: `${scope} ${site.name ?? ""}` };
    }
    // Have: mkdir -p "$ROOT/logs", os.makedirs("logs")
    if ((command && command.at > 0 && baseName(command.words[0] ?? "") === "mkdir") || /(?:^|\.)(?:makedirs|mkdir|mkdirSync|ensureDir(?:Sync)?)$/u.test(site.callee ?? "")) yield { key: "made", value };
    if (/\/etc\/supervisor/u.test(value) || isSystemService(command?.words ?? [])) yield { key: "system", value: path };
  },
});

/** Have: systemctl restart supervisor, apt-get install -y supervisor */
function isSystemService(words: readonly string[]): boolean {
  return /^(?:systemctl|service|apt|apt-get|yum|dnf|apk)$/u.test(baseName(words[0] ?? "")) && words.some((word) => /^supervisord?(?:\.service)?$/u.test(word));
}

// Have: execute("supervisorctl -c backend/supervisord.conf status"), a line that somebody else runs
function* inText({ value }: Site, { path: file }: Where): Generator<Found> {
  const words = commandWords(value);
  const configuration = supervisorCall(words.map(({ text }) => text))?.configuration;
  const word = configuration ? words[configuration.at] : undefined;
  if (!configuration || !word || !isRelativePath(configuration.path)) return;
  const start = word.end - configuration.path.length;
  yield found("configuration", { text: configuration.path, start, end: word.end }, file, {}, "line");
}

function* inCommand(site: Site, { path: file, project }: Where): Generator<Found> {
  const { command, value } = site;
  if (!command) return;
  const { words, at, by } = command;
  const folder = command.folder ?? null;
  const call = supervisorCall(words);
  if (call && !call.isWithout) {
    const { configuration, program } = call;
    if (configuration === null) {
      const end = value.indexOf(program) + program.length;
      if (at === 0 && end >= program.length && !isSystems(file, project) && folder === null) yield found("call", { text: program, start: end - program.length, end }, file);
    } else if (configuration.at === at && (folder === null || isTied(site, program, folder))) {
      const start = value.length - configuration.path.length;
      const path = value.slice(Math.max(0, start));
      if (isRelativePath(path)) yield found(folder === null ? "configuration" : "inFolder", { text: path, start: Math.max(0, start), end: value.length }, file, {}, "configuration");
    }
  } else if (isUnknown(words) && at === 2 && (folder === null || isTied(site, "", folder)) && isRelativePath(value) && /^supervis\w*\.(?:conf|ini)$/u.test(baseName(value))) {
    // Have: [supervisorctl_path, "-c", "backend/supervisord.conf", "status"]
    yield found(folder === null ? "configuration" : "inFolder", whole(site), file, {}, "configuration");
  }
  if (by !== "systemd" && by !== "launchd" && by !== "cron") return;
  const isProgram = at === 0 && value.includes("/");
  if ((isProgram || (at === scriptOf(words) && folder === null)) && isRelativePath(value)) yield found("unit", whole(site), file, { by });
}

/** Whether a program hands the words to the command, and beside them the one folder in which they hold: `cwd="/srv/app"`. A script that moves to a folder first means to be there. */
function isTied({ callee }: Site, program: string, folder: string): boolean {
  return callee !== null && callee !== program && !hasHole(folder) && !isRelativePath(folder);
}

function isUnknown([program = "", option]: readonly string[]): boolean {
  return (option === "-c" || option === "--configuration") && !/[\w/]/u.test(program);
}

/** Whether supervisor is the system's own here: no file of the project is a configuration of supervisord, or this one speaks of /etc/supervisor. */
function isSystems(file: string, project: ProjectFacts | null): boolean {
  if (project === null) return false;
  const notes = project.notes(name);
  return !notes.has("configuration") || notes.get("system")?.some((note) => note.file === file) === true;
}

function* inSection(site: Site, scope: string, where: Where): Generator<Found> {
  const { value, name: option } = site;
  const { path: file, project } = where;
  const isUrl = scope === "supervisorctl" && option === "serverurl" && value.startsWith("unix://");
  if (option === null || !(isUrl || isSupervisorPath(scope, option)) || isNoFile(value)) return;
  const start = isUrl ? "unix://".length : 0;
  if (isRelativePath(value.slice(start))) yield found("option", { text: value.slice(start), start, end: value.length }, file);
  else {
    yield* otherThan(site, where);
    const folder = logFolder(site, file);
    if (folder === null || project === null || site.fixed !== null || project.keeps(folder)) return;
    const isFirst = project.notes(name).get(`log ${file} ${folder}`)?.[0]?.value === `${scope} ${option}`;
    if (isFirst && !isMade(folder, project)) yield found("folder", whole(site), file);
  }
}

/** A `command` of supervisor. A program with a slash is looked for from where supervisord was started, a script from `directory`. */
function* inUnit(site: Site, { path: file, project }: Where): Generator<Found> {
  const words = commandWords(site.value);
  const texts = words.map(({ text }) => text);
  const folder = site.command?.folder ?? null;
  const [program] = words;
  const script = words[scriptOf(texts) ?? -1];
  for (const word of [program, script]) {
    if (!word) continue;
    const isLoose = isRelativePath(word.text) && (word === script ? folder === null : word.text.includes("/"));
    if (isLoose) yield found("option", word, file, {}, "program");
    else if (project !== null && site.fixed === null && isSource(word.text) && (word === script || word.text.includes("/"))) {
      const places = placesOf(word.text, word === script ? folder : null, file);
      if (places.length > 0 && !places.some((place) => project.has(place))) yield found("missing", word, file);
    }
  }
}

/** Whether a path is one of a script that people write, rather than what an installation or a build makes. */
function isSource(path: string): boolean {
  return /\.(?:py|[cm]?js|ts|sh|bash|rb|pl|php)$/u.test(path) && !/(?:^|\/)(?:\.?v?env|node_modules|dist|build|out|target|vendor|bin)\//u.test(path);
}

/** Where in the project a path of a unit may lead, by the folder it is meant from; none where that is not known. */
function placesOf(path: string, folder: string | null, file: string): readonly string[] {
  const here = posix.dirname(file);
  const from = path.startsWith("%(here)s/") || folder === null ? ["."] : isRelativePath(folder) ? [folder, posix.join(here, folder)] : folder.startsWith("%(here)s") ? [folder] : [];
  return from.map((base) => resolved(isRelativePath(path) ? posix.join(base, path) : path, file)).filter((place) => isRelativePath(place) && !place.startsWith(".."));
}

/** A path from the project's root, where `%(here)s` begins it. */
function resolved(path: string, file: string): string {
  return path.startsWith("%(here)s") ? posix.join(posix.dirname(file), path.slice("%(here)s".length)) : posix.normalize(path);
}

/** The folder of the project that a log goes into, from its root; null where it is another one. */
function logFolder({ scope, name: option, value }: Site, file: string): string | null {
  if (!/log/u.test(option ?? "") || !isSupervisorPath(scope ?? "", option ?? "") || !value.startsWith("%(here)s/")) return null;
  const folder = option === "childlogdir" ? resolved(value, file) : posix.dirname(resolved(value, file));
  return folder === "." || folder.startsWith("..") || /[%$]/u.test(folder) ? null : folder;
}

/** Whether something in the project makes a folder, by the last pieces of its path. */
function isMade(folder: string, project: ProjectFacts): boolean {
  return project.notes(name).get("made")?.some(({ value }) => baseName(value.replace(/\/$/u, "")) === baseName(folder)) === true;
}

/** Which of the things that server and client must agree on an option names. */
function sharedOf({ scope, name: option, value }: Site): "socket" | "pid file" | null {
  if (scope === "supervisord") return option === "pidfile" ? "pid file" : null;
  if (scope === "unix_http_server") return option === "file" ? "socket" : null;
  return scope === "supervisorctl" && option === "serverurl" && value.startsWith("unix://") ? "socket" : null;
}

/** A socket or pid file that differs from the one of a configuration for the same programs. The one in /tmp is right, else the first. */
function* otherThan(site: Site, { path: file, project }: Where): Generator<Found> {
  const what = sharedOf(site);
  if (what === null || project === null) return;
  const notes = project.notes(name);
  const programs = notes.get("program") ?? [];
  const own = new Set(programs.filter((note) => note.file === file).map(({ value }) => value));
  const related = new Set([file, ...programs.filter(({ value }) => own.has(value)).map((note) => note.file)]);
  const all = (notes.get(what) ?? []).filter((note) => related.has(note.file));
  const right = all.find(({ value }) => value.startsWith("/tmp/")) ?? all[0];
  const path = site.value.replace(/^unix:\/\//u, "");
  if (!right || right.value === resolved(path, file) || path.startsWith("/tmp/")) return;
  yield found("socket", { text: path, start: site.value.length - path.length, end: site.value.length }, file, { what, file: right.file, other: right.value });
}

function whole({ value }: Site): PlacedWord {
  return { text: value, start: 0, end: value.length };
}

function found(messageId: MessageId, { text, start, end }: PlacedWord, file: string, data: Readonly<Record<string, string>> = {}, kind = messageId as ServicePath["kind"]): Found {
  return { start, end, messageId, data: { ...data, path: text }, detected: { kind, path: text, file } };
}
