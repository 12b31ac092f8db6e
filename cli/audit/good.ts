import { findInstallPaths } from "../../detectors/install-path.ts";
import { saysSecret } from "../../detectors/secrets.ts";
import type { LanguageName, Site } from "../../languages/site.ts";
import type { PortabilityRule, Theme } from "../../rules/define.ts";
import type { Checkout } from "../checkout/checkout.ts";
import { localConfigFile } from "../checkout/local-config.ts";
import { findExisting } from "../checkout/modules.ts";
import { notesOf } from "../checkout/scan.ts";
import { readTextFile } from "../disk/text-file.ts";
import { isTrouble, type FindingRecord } from "../finding-record.ts";
import { isIgnored } from "../git/git.ts";
import { mark } from "../init/guards.ts";
import type { Good } from "../report/overview.ts";
import type { Place, Words } from "../report/words.ts";

/** Something that sites show to be right. */
interface Sign {
  readonly theme: Theme;
  /** Matches the text of every file that may show it. */
  readonly hint: RegExp;
  /** What is shown, or null. */
  readonly shows: (site: Site) => string | null;
  /** How it is told; `shown` are the things that were shown, each once. */
  readonly tell: (shown: readonly string[]) => Words;
}

const programs: ReadonlySet<LanguageName> = new Set<LanguageName>(["javascript", "python", "shell"]);

/** Variables that every system sets by itself: nobody configures a program by them. */
const ofSystem = new Set("PATH HOME USER LOGNAME SHELL LANG LC_ALL TERM PWD OLDPWD TMPDIR TMP TEMP HOSTNAME EDITOR PAGER".split(" "));

/** What a server tells of a request under names of the environment; https://www.rfc-editor.org/rfc/rfc3875#section-4.1 */
const ofRequest = /^(?:HTTP|SERVER|REQUEST|REMOTE|CONTENT|PATH|SCRIPT|QUERY|GATEWAY|AUTH)_/u;

/** Whether whoever sets up a machine can say by a variable what stands there otherwise. A script's own variables are written small. */
function isSetting({ use }: Site, variable: string): boolean {
  return use !== "variable" && use !== "shown" && !saysSecret(variable) && !ofSystem.has(variable) && !ofRequest.test(variable) && /^[A-Z][A-Z\d_]*$/u.test(variable);
}

const signs: readonly Sign[] = [
  {
    theme: "paths",
    hint: /homebrew|linuxbrew|\/usr\/local|\/opt\/local|\/snap\//u,
    shows: ({ probed, value, language }) => (probed && programs.has(language) && [...findInstallPaths(value)].length > 0 ? "probed" : null),
    tell: () => ["Paths of installed programs are tried before one is taken"],
  },
  {
    theme: "services",
    hint: /%\(here\)s/u,
    shows: ({ language, value }) => (language === "ini" && value.includes("%(here)s") ? "%(here)s" : null),
    tell: () => ["Service paths begin at the folder of their own configuration (", { code: "%(here)s" }, ")"],
  },
  {
    theme: "network",
    hint: /location/u,
    shows: ({ holes }) => holes.map(({ name }) => /(?:^|\.)(location\.(?:hostname|host|origin))$/u.exec(name ?? "")?.[1]).find((name) => name !== undefined) ?? null,
    tell: (shown) => ["Pages ask the host that they came from (", ...listed(shown.map((name) => `window.${name}`)), ")"],
  },
  {
    theme: "network",
    hint: /fetch|axios/u,
    shows: ({ callee, argument, value }) => (argument === 0 && callee !== null && /^(?:window\.)?fetch$|^axios(?:\.\w+)?$/u.test(callee) && /^\/[\w-]/u.test(value) ? (/^\/[\w/.-]{1,60}/u.exec(value)?.[0] ?? value) : null),
    tell: (shown) => ["Pages call their own server by addresses without a host: ", ...listed(shown)],
  },
  {
    theme: "environment",
    hint: /env|\$\{\w+:?-/iu,
    shows: (site) => (site.fallback !== null && isSetting(site, site.fallback) ? site.fallback : null),
    tell: (shown) => ["Variables that the environment can set, with a value where it does not: ", ...listed(shown)],
  },
];

/** What is right already, as far as it is known from what stands there. */
export function goodOf(checkout: Checkout, findings: readonly FindingRecord[]): readonly Good[] {
  return [...ownModules(checkout), ...shownBySites(checkout, findings), ...layers(checkout), ...guards(checkout)];
}

function shownBySites({ root, chosen, settings }: Checkout, findings: readonly FindingRecord[]): Good[] {
  const wrong = new Set(findings.map(({ file, line }) => `${line} ${file}`));
  const asked = signs.map((sign, index) => asRule(sign, String(index)));
  // A workflow says nothing of the machine that the project moves to.
  const own = chosen.filter((file) => !/^\.(?:github|gitlab|circleci)\//u.test(file));
  const notes = own.flatMap((file) => notesOf(root, file, asked, settings)).filter(([, { file, line }]) => !wrong.has(`${line} ${file}`));
  return signs.flatMap(({ theme, tell }, index): Good[] => {
    const shown = notes.filter(([name]) => name === String(index)).map(([, note]) => note);
    return shown.length === 0 ? [] : [{ theme, what: tell([...new Set(shown.map(({ key }) => key))]), places: placesOf(shown) }];
  });
}

/** Reading takes rules, and asks them what they note. */
function asRule({ theme, hint, shows }: Sign, name: string): PortabilityRule {
  return {
    name,
    url: "",
    theme,
    hint,
    noted: hint,
    description: "",
    impact: "",
    messages: {},
    recommended: false,
    find: () => [],
    *note(site) {
      const key = shows(site);
      if (key !== null) yield { key, value: "" };
    },
  };
}

function placesOf(notes: readonly { readonly file: string; readonly line: number }[]): readonly Place[] {
  const files = new Map<string, Set<number>>();
  for (const { file, line } of notes) files.set(file, (files.get(file) ?? new Set()).add(line));
  return [...files].map(([file, lines]) => ({ file, lines: [...lines].sort((a, b) => a - b) }));
}

function ownModules({ root, files, settings }: Checkout): Good[] {
  return (["python", "javascript"] as const).flatMap((language): Good[] => {
    const found = findExisting(root, files, language, settings);
    if (!found) return [];
    const names = [...new Set(found.helpers.map(({ name }) => name))];
    return [{ theme: "paths", what: ["The project has a module that computes its paths", ...(names.length > 0 ? [": ", ...listed(names)] : [])], places: [{ file: found.source.path, lines: [] }] }];
  });
}

function layers({ root, files }: Checkout): Good[] {
  const found = files.find((file) => /(?:^|\/)config\.default\.json$/u.test(file));
  const local = found?.replace(/config\.default\.json$/u, localConfigFile);
  if (found === undefined || local === undefined || files.includes(local) || !isIgnored(root, local)) return [];
  return [{ theme: "configuration", what: ["Configuration lies in layers: git has what is for everybody, and ignores ", { code: local }], places: [{ file: found, lines: [] }] }];
}

function guards({ root, files }: Checkout): Good[] {
  const found = files.filter((file) => {
    if (!/(?:^|\/)scripts\/\w+\.sh$/u.test(file)) return false;
    const read = readTextFile(root, file);
    return !isTrouble(read) && read.text.split(/\r?\n/u, 5).includes(mark);
  });
  return found.length === 0 ? [] : [{ theme: "services", what: ["Scripts that start, check and back up the project stand ready"], places: found.map((file) => ({ file, lines: [] })) }];
}

/** More of them than anybody reads. */
const most = 12;

function listed(names: readonly string[]): Words {
  const shown = names.slice(0, most).flatMap((name, index): Words => (index === 0 ? [{ code: name }] : [", ", { code: name }]));
  return names.length > most ? [...shown, ` and ${names.length - most} more`] : shown;
}
