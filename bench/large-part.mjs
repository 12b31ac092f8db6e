// What an audit of the working folder cannot do without: `node large-part.mjs scan` reads what some rule looks at and asks the hints, `… parse` also has what they let through parsed, by the parsers alone.
import { openCheckout } from "../dist/cli/checkout/checkout.js";
import { isTrouble } from "../dist/cli/finding-record.js";
import { candidatesIn, decode, readRawFile } from "../dist/cli/disk/text-file.js";
import { isToldByText, languageOf } from "../dist/languages/index.js";
import { zoneOf } from "../dist/languages/zone.js";
import { isQuiet, notePatternsOf, patternsOf } from "../dist/rules/define.js";
import { rules } from "../dist/rules/index.js";
import { gatherFacts } from "../dist/cli/checkout/project-facts.js";
import { hasParser, parserOf } from "./parsers.mjs";

const parses = process.argv[2] === "parse";
const { root, files, settings } = await openCheckout(process.cwd(), [], "go on");
const wanted = rules.filter(({ beside }) => !beside || files.some((file) => beside.test(file)));
const { has } = gatherFacts(root, files, [], settings);
const counts = { files: files.length, read: 0, bytes: 0, candidates: 0 };
for (const path of files) {
  if (languageOf(path) === null && !isToldByText(path)) continue;
  /** @param {import("../languages/site.ts").Zone} zone */
  const loudIn = (zone) => wanted.filter((rule) => !isQuiet(rule, zone, settings));
  if (loudIn(zoneOf(path, "", settings)).length === 0) continue;
  const raw = readRawFile(root, path);
  if (isTrouble(raw)) continue;
  counts.read++;
  counts.bytes += raw.bytes.length;
  const language = languageOf(path, raw.bytes.toString("latin1", 0, 200));
  if (language === null) continue;
  const mayHold = candidatesIn(raw.bytes);
  const hinted = wanted.filter((rule) => (patternsOf(rule, settings).every(mayHold) || ("note" in rule && notePatternsOf(rule, settings).every(mayHold))) && rule.concerns?.(path, has) !== false);
  if (hinted.length === 0) continue;
  const file = decode(raw);
  if (isTrouble(file)) continue;
  const loud = loudIn(zoneOf(path, file.text, settings));
  if (!hinted.some((rule) => loud.includes(rule))) continue;
  counts.candidates++;
  if (!parses || !hasParser(language.name)) continue;
  try {
    (await parserOf(language.name))?.(file.text);
  } catch {
    // A broken file, or one that the parser takes for another dialect: it was read to that place.
  }
}
console.log(JSON.stringify(counts));
