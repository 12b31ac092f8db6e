import { basename, posix } from "node:path";
import { isConfigFile } from "../../detectors/config-file.ts";
import { zoneOf } from "../../languages/zone.ts";
import type { Settings } from "../../settings.ts";
import type { Checkout } from "../checkout/checkout.ts";
import { readRawFile } from "../disk/text-file.ts";
import { isTrouble, type FindingRecord } from "../finding-record.ts";
import type { Stray, Surroundings } from "../report/overview.ts";
import { goodOf } from "./good.ts";

/** What a report for people tells beside the findings: what is right already, and copies of configuration that somebody may take for it. */
export function lookAround(checkout: Checkout, findings: readonly FindingRecord[]): Surroundings {
  return { good: goodOf(checkout, findings), stray: strayCopies(checkout) };
}

/** What a file manager, an editor or a person puts to the name of a copy: `config 2.json`, `settings.json.bak`, `station copy.json`. */
const copyMarks: readonly RegExp[] = [
  /^(?<stem>.{1,100}?)(?: copy(?: \d{1,2})?| ?\(\d{1,2}\)| \d{1,2}| - Copy(?: \(\d{1,2}\))?|[-_.](?:bak|backup|old|orig|copy|kopie))(?<ending>\.\w{1,10})$/iu,
  /^(?<stem>.{0,100}?\.\w{1,10})(?:[-_.](?:bak|backup|old|orig|save|copy)\d{0,8}|~)$/iu,
];

/** A file of these is about a tool or a package, and each folder may have its own. */
const perFolder = /^(?:package|tsconfig[\w.-]{0,40}|jsconfig|composer|deno|turbo|vercel|project|\..{0,40})\.jsonc?$|^\.(?!env\b)|^(?:pyproject|Cargo|setup|tox|pytest)\.\w+$|^(?:eslint|babel|vite|jest|webpack|rollup|next|tailwind|postcss|prettier)\./u;

function strayCopies({ root, files, settings }: Checkout): readonly Stray[] {
  const own = files.filter((file) => !settings.quiet.includes(zoneOf(file, "", settings)));
  const known = new Set(own);
  const bytesOf = (file: string): Buffer | null => {
    const raw = readRawFile(root, file);
    return isTrouble(raw) ? null : raw.bytes;
  };
  const stray: Stray[] = [];
  for (const file of own) {
    const of = originalOf(file, settings);
    if (of === null) continue;
    const [copy, original] = [bytesOf(file), known.has(of) ? bytesOf(of) : null];
    stray.push({ file, of, isSame: original === null || copy === null ? null : copy.equals(original) });
  }
  const told = new Set(stray.map(({ file }) => file));
  return [...stray, ...twins(own.filter((file) => !told.has(file)), bytesOf)];
}

/** The configuration that a file is a copy of by its name, or null. */
function originalOf(file: string, settings: Settings): string | null {
  for (const mark of copyMarks) {
    const { stem, ending = "" } = mark.exec(posix.basename(file))?.groups ?? {};
    if (stem === undefined) continue;
    const original = posix.join(posix.dirname(file), `${stem}${ending}`);
    if (isConfiguration(original, settings)) return original;
  }
  return null;
}

function isConfiguration(file: string, settings: Settings): boolean {
  return zoneOf(file, "", settings) === "config" && isConfigFile(file) && !perFolder.test(basename(file));
}

/** Shorter ones are the same by chance. */
const least = 40;

/** Configuration of one name that stands in two folders with the same bytes. */
function twins(files: readonly string[], bytesOf: (file: string) => Buffer | null): Stray[] {
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = posix.basename(file);
    if (/\.(?:json|ya?ml|toml|ini|conf|cfg)$/u.test(name) && isConfigFile(file) && !perFolder.test(name)) byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return [...byName.values()].flatMap((group) => {
    const firsts: { readonly file: string; readonly bytes: Buffer }[] = [];
    return (group.length < 2 ? [] : group).flatMap((file): Stray[] => {
      const bytes = bytesOf(file);
      if (bytes === null || bytes.length < least) return [];
      const first = firsts.find((one) => one.bytes.equals(bytes));
      if (first) return [{ file, of: first.file, isSame: true }];
      firsts.push({ file, bytes });
      return [];
    });
  });
}
