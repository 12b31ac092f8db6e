// Reads the files of one language below the working folder, once: `node language.mjs LANGUAGE ours` with all rules, `… parser` with nothing but the parser. Prints what it took.
import { readFileSync } from "node:fs";
import { listFiles } from "../dist/cli/disk/files.js";
import { isTrouble } from "../dist/cli/finding-record.js";
import { gatherFacts } from "../dist/cli/checkout/project-facts.js";
import { scanFile } from "../dist/cli/checkout/scan.js";
import { candidatesIn } from "../dist/cli/disk/text-file.js";
import { isQuiet, patternsOf } from "../dist/rules/define.js";
import { rules } from "../dist/rules/index.js";
import { readSettings } from "../dist/settings.js";
import { parserOf } from "./parsers.mjs";

const [, , language = "", what] = process.argv;
const root = process.cwd();
const { files } = listFiles(root, []);
// In documents, too, so that reading them can be measured.
const settings = readSettings({ quiet: [] });
const asked = rules.filter((rule) => rule.beside === undefined && !isQuiet(rule, "source", settings));
const parse = what === "parser" ? await parserOf(language) : null;
const texts = what === "parser" ? files.map((file) => readFileSync(file, "utf8")) : [];

const begin = process.cpuUsage();
let findings = 0;
if (parse) for (const text of texts) parse(text);
else {
  const facts = gatherFacts(root, files, asked, settings);
  for (const file of files) {
    const scanned = scanFile(root, file, asked, settings, facts);
    if (scanned && isTrouble(scanned)) throw new Error(`${file}: ${scanned.reason}`);
    findings += scanned?.findings.length ?? 0;
  }
}
const { user, system } = process.cpuUsage(begin);
const peak = process.resourceUsage().maxRSS / 1024;

const passed = files.filter((file) => {
  const mayHold = candidatesIn(readFileSync(file));
  return !asked.some((rule) => patternsOf(rule, settings).every(mayHold));
});
console.log(JSON.stringify({ seconds: (user + system) / 1e6, findings, files: files.length, passed: passed.length, peak }));
