// Tries whether well-kept code is left in peace: npm run peace -- MIRRORS [--list] [--write]
// Audits public repositories with nothing configured and counts what is reported in program text, by 20,000 lines of it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { audit } from "./corpus/audit.mjs";
import { hasCommit, materialize, mirrorOf } from "./corpus/materialize.mjs";
import { replacePart, table } from "./generate/parts.mjs";
import "./typescript.mjs";

const { languageOf } = await import("../languages/index.ts");
const { zoneOf } = await import("../languages/zone.ts");
const { readSettings } = await import("../settings.ts");

const page = fileURLToPath(new URL("../docs/accuracy.md", import.meta.url));
const settings = readSettings(undefined);

const kept = [
  { repo: "expressjs/express", commit: "a3714473feb3d2908add734d340e7755fd85e0a3" },
  { repo: "pallets/flask", commit: "2ac89889f4cc330eabd50f295dcef02828522c69" },
  { repo: "psf/requests", commit: "1f6589ec3a1ee910f9a65cc3ceac60b26677bc0e" },
  { repo: "Unitech/pm2", commit: "31adee8048dbbc1ee36a7df7cdbcaca2559708df" },
  { repo: "Koenkk/zigbee2mqtt", commit: "6835cbf5a73116aa4bfa097f2ad0dfb972018997" },
  { repo: "MichMich/MagicMirror", commit: "10dc315f3b96ebb5e980e47a21011d44bb9da979" },
  { repo: "homebridge/homebridge", commit: "50f91541bc8731ed0c794f1370d9b76f49443d11" },
  { repo: "Supervisor/supervisor", commit: "abc60468ea4b78c446cf3a194f6fccb83d90f670" },
  { repo: "prettier/prettier", commit: "4f84a934201322ca87750e2b9b25baf296da6560" },
  { repo: "axios/axios", commit: "23a25af0688d1db2c396deb09229d2271cc24f6c" },
  { repo: "encode/httpx", commit: "ae1b9f66238f75ced3ced5e4485408435de10768" },
  { repo: "fastify/fastify", commit: "83e69762aff047940b376fc2a266d143499ef727" },
  { repo: "celery/celery", commit: "5dc781f0bd5f36186bfcc74e0a4f9f654452c69b" },
  { repo: "eslint/eslint", commit: "c27bc926e496985eb7911c09eb60914b2e4b5d0f" },
  { repo: "pypa/pip", commit: "6d309205789d368b2749d93fd6193d584811efd5" },
  { repo: "vitejs/vite", commit: "a98c8d95d552c6fa98ab66fb810f5b39ad5abf49" },
  { repo: "scrapy/scrapy", commit: "11079cb1c85b9e75a39a7269943c69d1a975d485" },
  { repo: "webpack/webpack", commit: "bc3e930f75e3f6ecbdf193a0dedf6067ea3a286b" },
  { repo: "nvm-sh/nvm", commit: "b17550a0b9ab691439815dfccc8b73e3a59fa103" },
  { repo: "pi-hole/pi-hole", commit: "1837b754b945eeab6ad5976443b38b983eb96e6e" },
];

/** @param {string} message @returns {never} */
function stop(message) {
  process.stderr.write(`peace: ${message}\n`);
  process.exit(2);
}

/** Lines of program text below a folder. @param {string} folder */
function sourceLines(folder) {
  let lines = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (!entry.isFile() || name.startsWith(".git/") || languageOf(name) === null) continue;
    const text = readFileSync(path, "utf8");
    if (zoneOf(name, text, settings) === "source") lines += text.split("\n").length;
  }
  return lines;
}

const given = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const isListed = process.argv.includes("--list");
const [mirrors] = given;
if (mirrors === undefined || given.length > 1) stop("name one folder with mirrors: npm run peace -- MIRRORS");
const missing = kept.filter((at) => !hasCommit(resolve(mirrors), at));
if (missing.length > 0) stop(`${mirrors} lacks ${missing.map(({ repo, commit }) => `${repo} at ${commit.slice(0, 12)}`).join(", ")}; a mirror is a git directory at ${mirrorOf(mirrors, "owner/name")}`);

/** @type {string[][]} */
const rows = [];
/** @type {string[]} */
const listed = [];
let [allLines, allFound, allOther] = [0, 0, 0];
const folder = mkdtempSync(join(tmpdir(), "peace-"));
try {
  for (const { repo, commit } of kept) {
    const copy = join(folder, repo.replace("/", "+"));
    materialize(mirrorOf(resolve(mirrors), repo), commit, null, copy);
    const { findings } = audit(copy);
    const inSource = findings.filter(({ zone }) => zone === "source");
    const lines = sourceLines(copy);
    const byRule = [...new Set(inSource.map(({ rule }) => rule))].map((rule) => `${inSource.filter((found) => found.rule === rule).length} ${rule}`);
    rows.push([repo, commit.slice(0, 7), String(lines), String(inSource.length), perTwentyThousand(inSource.length, lines), byRule.join(", "), String(findings.length - inSource.length)]);
    for (const { file, line, rule, zone, text } of findings) listed.push(`${repo} ${file}:${String(line)} ${zone} ${rule} ${text.split("\n")[0]?.slice(0, 90) ?? ""}`);
    [allLines, allFound, allOther] = [allLines + lines, allFound + inSource.length, allOther + findings.length - inSource.length];
    rmSync(copy, { recursive: true, force: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
rows.push(["**all**", "", String(allLines), String(allFound), perTwentyThousand(allFound, allLines), "", String(allOther)]);

/** @param {number} found @param {number} lines */
function perTwentyThousand(found, lines) {
  return lines === 0 ? "-" : ((found * 20_000) / lines).toFixed(2);
}

const content = table(["repository", "commit", "lines of program text", "findings there", "in 20,000 lines", "by rule", "in scripts and data"], rows);
process.stdout.write(`${content}\n`);
if (isListed) process.stdout.write(`\n${listed.join("\n")}\n`);
if (process.argv.includes("--write")) writeFileSync(page, replacePart(readFileSync(page, "utf8"), "peace", content) ?? stop("docs/accuracy.md has no part 'peace' to write."));
