import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderGithub } from "../../cli/report/github.ts";
import { checkout } from "../cli/project.ts";
import { home, portability, report, service, type Found } from "./portability.ts";
import { fixed, keptCheckout, keptFolder, placeOf, rangeOf, readSarif, type Run } from "./sarif.ts";

const secret = "hunter2-correct-horse";
const odd = "src/größe 100% [a].py";
const files = {
  ...service,
  // Columns are UTF-16 units, lines end in CRLF, and a mark stands before all of it.
  "crlf.py": '\uFEFFimport os\r\n\r\nX = ("🦜", "/Users/ann/greenhouse/data/plants.db")\r\nY = "/Users/ann/greenhouse"\r\n',
  [odd]: 'ROOT = "/Users/ann/greenhouse"\n',
  "src/secret.py": `connect(password="${secret}", host="192.168.86.43")\nURL = "postgres://ann:${secret}@192.168.86.44/plants"\n`,
  "src/twice.js": 'export const a = "/Users/ann/greenhouse";\nexport const a2 = ["/Users/ann/greenhouse", "/Users/ann/greenhouse"];\n',
  "src/known.py": '# eslint-disable-next-line portability/no-private-ip -- by contract\nCRANE = "10.20.0.5"\nOLD = "/Users/ann/greenhouse"\n',
  "eslint-suppressions.json": '{ "src/known.py": { "portability/no-user-path": { "count": 1 } } }\n',
};

async function sarif(root: string, ...args: string[]): Promise<Run & { readonly code: number | null; readonly text: string }> {
  const { code, stdout, stderr } = await portability(root, "audit", "--format", "sarif", ...args);
  if (stdout === "") throw new Error(stderr);
  return { ...readSarif(stdout), code, text: stdout };
}

const known = ({ file, rule, line, column, endLine, endColumn, message }: Found): object => ({ file, rule, line, column, endLine, endColumn, message });

describe("--format sarif", async () => {
  const root = keptCheckout(files);
  const run = await sarif(root);
  const { findings } = await report(root);

  test("has the findings of the other reports at the same places, in files that a URI can name", () => {
    const told = run.results.map((result) => {
      const { file, region } = placeOf(result);
      return { file, rule: result.ruleId.replace("portability/", ""), line: region.startLine, column: region.startColumn, endLine: region.endLine, endColumn: region.endColumn, message: result.message.text };
    });
    expect(told).toEqual(findings.map(known));
    expect(run.text).toContain('"uri": "src/gr%C3%B6%C3%9Fe%20100%25%20%5Ba%5D.py"');
    expect([run.code, run.columnKind, run.newlineSequences, run.automationDetails]).toEqual([1, "utf16CodeUnits", ["\r\n", "\n", "\r"], { id: "portability/" }]);
  });

  test("has regions that cut out the text objected to", () => {
    for (const [index, result] of run.results.entries()) {
      const { file, region } = placeOf(result);
      const text = readFileSync(join(root, file), "utf8").replace(/^\uFEFF/u, "");
      expect(text.slice(...rangeOf(text, region))).toBe(findings[index]?.text);
    }
  });

  test("describes every rule with help, and results point to theirs", () => {
    const { driver } = run.tool;
    expect(driver.rules.map(({ name }) => name)).toEqual(readdirSync(join(home, "docs/rules")).filter((page) => /^(?:no|env)-/u.test(page)).map((page) => page.replace(".md", "")).sort());
    for (const { id, helpUri, help, fullDescription } of driver.rules) {
      expect(helpUri).toMatch(new RegExp(`/docs/rules/${String(id).replace("portability/", "")}\\.md$`, "u"));
      expect(help).toEqual({ text: expect.stringMatching(/^.{200}/u) as string, markdown: expect.stringContaining(String(helpUri)) as string });
      expect((fullDescription as { text: string }).text.length).toBeLessThan(1024);
    }
    for (const { ruleId, ruleIndex } of run.results) expect(driver.rules[ruleIndex]?.["id"]).toBe(ruleId);
  });

  test("tells no secret, not even in a fix, and nothing of this machine", () => {
    expect(run.text).not.toContain(secret);
    expect(run.results.map((result) => placeOf(result).snippet)).toContain('URL = "postgres://ann:***@192.168.86.44/plants"');
    expect(run.text).not.toContain(root);
    const ofSecret = run.results.filter((result) => placeOf(result).file === "src/secret.py");
    expect(ofSecret.map(({ fixes }) => fixes !== undefined)).toEqual([true, false]);
  });

  test("has fixes that make the bytes that migrate writes", async () => {
    const plain = { ...service, "crlf.py": files["crlf.py"], [odd]: files[odd], "src/twice.js": files["src/twice.js"] };
    const before = checkout(plain);
    const after = fixed(before, await sarif(before));
    expect((await portability(before, "migrate", "--write")).code).toBe(0);
    expect(Object.keys(after).sort()).toEqual(["app.py", "crlf.py", odd, "src/twice.js"].sort());
    for (const [file, text] of Object.entries(after)) expect(readFileSync(join(before, file), "utf8")).toBe(text);
    expect(after["crlf.py"]).toMatch(/^\uFEFFimport os\r\n.*project_path\("data\/plants\.db"\)/su);
  });

  test("has fingerprints that stay when lines move, and that tell equal lines apart", async () => {
    const printsOf = ({ results }: Run): readonly string[] => results.map((result) => `${placeOf(result).file} ${result.partialFingerprints["portability/v1"] ?? ""}`).sort();
    const moved = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, /\.(?:py|js)$/u.test(file) ? text.replace(/^\uFEFF?/u, file.endsWith("py") ? "# new\n\n" : "// new\n\n").replaceAll(secret, "another-secret-1234").replace(" = ", "  =  ") : text]));
    expect(printsOf(await sarif(checkout(moved)))).toEqual(printsOf(run));
    expect(new Set(printsOf(run)).size).toBe(run.results.length);
  });

  test("is the same bytes in every checkout, and names the part that it is about", async () => {
    expect((await sarif(checkout(files))).text).toBe(run.text);
    const part = await sarif(root, "src/");
    expect(part.automationDetails).toEqual({ id: "portability/src/" });
    expect(part.results).toEqual(run.results.filter((result) => placeOf(result).file.startsWith("src/")));
    expect((await sarif(root, "src", "app.py")).automationDetails).toBeUndefined();
  });

  test("--silenced adds what comments and the suppressions file silence, which counts for nothing", async () => {
    const { results, code } = await sarif(checkout({ "src/known.py": files["src/known.py"], "eslint-suppressions.json": files["eslint-suppressions.json"] }), "--silenced");
    expect([code, results.map(({ suppressions }) => suppressions)]).toEqual([0, [[{ kind: "inSource", status: "accepted", justification: "by contract" }], [{ kind: "external", status: "accepted" }]]]);
    expect((await sarif(root, "--silenced")).results.filter(({ suppressions }) => !suppressions)).toEqual(run.results);
    expect(await portability(root, "audit", "--silenced")).toEqual({ code: 2, stdout: "", stderr: "portability: --silenced needs --format sarif.\n" });
  });

  test("repeats no line that is too long to read", async () => {
    const addresses = Array.from({ length: 200 }, (_, index) => `"192.168.7.${index + 1}"`).join(", ");
    const { results, text } = await sarif(checkout({ "all.py": `ALL = [${addresses}]\n` }), "--only", "no-private-ip");
    expect([results.length, new Set(results.map(({ partialFingerprints }) => partialFingerprints["portability/v1"])).size]).toEqual([200, 200]);
    expect(text).not.toContain("contextRegion");
    expect(text.length).toBeLessThan(500_000);
  });

  test("tells troubles as notifications", async () => {
    const { code, invocations, results } = await sarif(checkout({ ...service, "broken.py": 'x = ("/Users/ann/greenhouse/data"\n' }), "--only", "no-user-path");
    expect([code, results.length, invocations[0]?.executionSuccessful]).toEqual([2, 2, false]);
    expect(invocations[0]?.toolExecutionNotifications).toEqual([expect.objectContaining({ level: "error", message: { text: expect.stringMatching(/^broken\.py does not parse/u) as string } })]);
  });
});

describe("a part of the project", () => {
  test("is told what the whole is told, names of addresses included", async () => {
    const root = checkout({ "a/main.py": 'CAMERA_HOST = "192.168.86.42"\n', "b/main.py": 'CAMERA_HOST = "192.168.86.99"\n', "package.json": "{}\n" });
    const whole = (await report(root)).findings;
    expect(whole.map(({ left }) => left)).toEqual([null, "'camera' is already the name of another address"]);
    expect((await report(join(root, "b"), ".")).findings).toEqual(whole.slice(1));
  });

  test("is told of variables what the whole is told, which are read elsewhere", async () => {
    const root = checkout({
      "a/main.py": 'import os\nPASSWORD = os.environ["DB_PASS"]\n',
      "b/start.sh": "#!/bin/sh\nexport DB_PASS=x\npython3 a/main.py\n",
      "package.json": "{}\n",
      "eslint.config.js": 'module.exports = [{ settings: { portability: { prefix: "APP_", variables: { DB_PASS: "APP_DB_PASS" } } } }];\n',
    });
    const whole = (await report(root)).findings;
    expect(whole.map(({ file, rule, left }) => [file, rule, left])).toEqual([["a/main.py", "env-prefix", null], ["b/start.sh", "env-prefix", null]]);
    expect((await report(root, "b")).findings).toEqual(whole.slice(1));
  });
});

describe("--format github", () => {
  test("prints annotations that GitHub reads, and nothing else", async () => {
    const { code, stdout } = await portability(checkout({ "package.json": "{}\n", "src/a,b:c 100%.py": 'X = "/Users/ann/50%/x"\n' }), "audit", "--format", "github");
    expect([code, stdout]).toEqual([1, "::error file=src/a%2Cb%3Ac 100%25.py,line=1,col=5,endColumn=22,title=portability/no-user-path::'/Users/ann/50%25/x' exists only on ann's machine.\n"]);
  });

  test("keeps a message in one line, and columns to findings of one line", () => {
    const [finding] = [{ file: "a.py", line: 2, column: 7, endLine: 4, endColumn: 1, rule: "no-user-path", text: "", message: "Two\r\nlines, \u001B[1m.", language: "python", zone: "source", rewrite: null, kind: null, left: "50%" }] as const;
    expect(renderGithub([finding], [{ file: "b.py", reason: "is binary" }])).toBe(
      "::error file=a.py,line=2,endLine=4,title=portability/no-user-path::Two\\r\\nlines, \\x1b[1m.%0ALeft as is, because 50%25.\n::error file=b.py,title=portability::b.py is binary\n",
    );
  });
});

describe("--output", () => {
  const root = keptCheckout(service);
  const outside = keptFolder();

  test("writes any format to a file, in new folders too, and over itself with the same result", async () => {
    for (const [format, file, often] of [["sarif", "reports/deep/a.sarif", 1], ["json", "reports/a.json", 2]] as const) {
      const printed = await portability(root, "audit", "--format", format);
      for (let times = 0; times < often; times++) {
        expect(await portability(root, "audit", "--format", format, "--output", file)).toEqual({ code: 1, stdout: `4 findings in 1 file, 0 troubles: ${file}\n`, stderr: "" });
        expect(readFileSync(join(root, file), "utf8")).toBe(printed.stdout);
      }
    }
    const elsewhere = join(outside, "b.sarif");
    expect((await portability(root, "audit", "--format", "sarif", "--output", elsewhere, "app.py")).code).toBe(1);
    expect(readSarif(readFileSync(elsewhere, "utf8")).results).toHaveLength(4);
    expect(readdirSync(join(root, "reports")).sort()).toEqual(["a.json", "deep"]);
  });

  test("goes over no folder, and through no link that leads outside", async () => {
    mkdirSync(join(root, "folder"));
    symlinkSync(outside, join(root, "away"));
    writeFileSync(join(outside, "kept"), "kept");
    symlinkSync(join(outside, "kept"), join(root, "link"));
    for (const [file, why] of [["folder", "is a folder"], ["away/x.sarif", "is reached through a symbolic link that leads outside the project"], ["link", "is a symbolic link, and is not written"]] as const) {
      const { code, stdout, stderr } = await portability(root, "audit", "--output", file);
      expect([code, stdout, stderr]).toEqual([2, "", `portability: --output ${join(root, file)} ${why}.\n`]);
    }
    expect([readdirSync(outside).sort(), readFileSync(join(outside, "kept"), "utf8")]).toEqual([["b.sarif", "kept"], "kept"]);
  });
});

describe("--fail-on", () => {
  test("decides about the exit code", async () => {
    const root = checkout(service);
    const code = async (what: string): Promise<number | null> => (await portability(root, "audit", "--only", "no-user-path", "--fail-on", what)).code;
    expect([await code("trouble"), await code("all")]).toEqual([0, 2]);
    writeFileSync(join(root, "broken.py"), 'x = ("/Users/ann/greenhouse/data"\n');
    expect([await code("trouble"), await code("nothing")]).toEqual([2, 0]);
  });
});
