/** One reading of each file tells where something may be found; nothing is lost by looking there alone. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { homePaths, openCheckout, scan, surveyFor, type Checkout } from "../../cli/checkout/checkout.ts";
import { gatherFacts } from "../../cli/checkout/project-facts.ts";
import { scanFile } from "../../cli/checkout/scan.ts";
import { isTrouble } from "../../cli/finding-record.ts";
import { rules } from "../../rules/index.ts";

const files = {
  "tool/package.json": '{ "bin": "x.js" }\n',
  "tool/x.js": 'import path from "node:path";\nexport const projectRoot = path.resolve();\n',
  "app/root.mjs": 'import path from "node:path";\nexport const projectRoot = path.resolve();\n',
  ".env.example": "CAMERA_NAME=\nUNUSED_NAME=\n",
  "src/env.mjs": "export const camera = process.env.CAMERA_NAME;\nexport const other = process.env.OTHER_NAME;\n",
  "src/late.mjs": "export const api = 'http://camera.example.net:8080/';\n",
  "src/home.py": 'PATH = "/Users/ann/greenhouse/data"\n',
  "src/camera.py": 'CAMERA = "192.168.1.20"\n',
  "src/quiet.py": 'NAME = "greenhouse"\nYEAR = 2024\n',
  "src/broken.py": 'PATH = "/Users/ann/greenhouse/data\n\tx = (\n',
  "src/broken-ports.mjs": "export const apiPort = 8080;\nexport const = ;\n",
  "tests/home.py": 'PATH = "/Users/ann/greenhouse/data"\n',
  "zz/ports.json": '{ "apiPort": 8080 }\n',
};

let root = "";
let checkout: Checkout;

beforeAll(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), "portability-survey-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  checkout = await openCheckout(root, [], "stop");
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What is found in each file when all notes are gathered first and every file is then judged. */
function twice(): readonly (readonly [string, readonly string[] | string])[] {
  const facts = gatherFacts(root, checkout.files, rules, checkout.settings);
  return checkout.files.flatMap((file) => {
    const found = scanFile(root, file, rules.filter(({ asked = () => true }) => asked(checkout.settings)), checkout.settings, facts);
    if (found === null) return [];
    return [[file, isTrouble(found) ? found.reason : found.findings.map(({ rule, message }) => `${rule} ${message}`)] as const];
  });
}

describe("a survey", () => {
  test("finds what two readings of every file find, in the same order", async () => {
    const found: (readonly [string, readonly string[] | string])[] = [];
    for await (const one of scan(checkout, [])) found.push(isTrouble(one) ? [one.file, one.reason] : [one.source.path, one.findings.map(({ rule, message }) => `${rule} ${message}`)]);
    expect(found).toEqual(twice());
    expect(found.map(([file]) => file)).toEqual([".env.example", "app/root.mjs", "src/broken-ports.mjs", "src/broken.py", "src/camera.py", "src/env.mjs", "src/home.py", "src/late.mjs"]);
  });

  test("has nothing read again in which nothing can be found", () => {
    const surveyed = surveyFor(checkout, []);
    expect(checkout.files.filter((file) => surveyed.mayHold(file))).toEqual([".env.example", "app/root.mjs", "src/broken-ports.mjs", "src/broken.py", "src/camera.py", "src/env.mjs", "src/home.py", "src/late.mjs", "tool/x.js", "zz/ports.json"]);
    expect(checkout.files.filter((file) => surveyed.mayHold(file, "no-user-path"))).toEqual(["src/home.py"]);
  });

  test("has what is known for good at hand, and nothing that another file may change", () => {
    const surveyed = surveyFor(checkout, []);
    expect(surveyed.foundIn("src/camera.py")).toHaveProperty("findings");
    expect(surveyed.foundIn("src/late.mjs")).toBeNull();
    expect(surveyed.foundIn("src/broken.py")).toHaveProperty("reason");
  });

  test("of a part finds there what a survey of the whole finds", async () => {
    const found: (readonly [string, readonly string[] | string])[] = [];
    for (const file of checkout.files) {
      for await (const one of scan({ ...checkout, chosen: [file] }, [])) found.push(isTrouble(one) ? [one.file, one.reason] : [one.source.path, one.findings.map(({ rule, message }) => `${rule} ${message}`)]);
    }
    expect(found).toEqual(twice());
  });

  test("of a part reads the others only where a rule asks what they say", async () => {
    const untold = new Error("the other files are read");
    const files = Object.assign([...checkout.files], {
      [Symbol.iterator]() {
        throw untold;
      },
    });
    const look = async (...chosen: string[]): Promise<number> => {
      let found = 0;
      for await (const one of scan({ ...checkout, files, chosen }, [])) found += isTrouble(one) ? 0 : one.findings.length;
      return found;
    };
    expect(await look("src/quiet.py", "src/camera.py")).toBe(1);
    await expect(look("src/late.mjs")).rejects.toBe(untold);
  });

  test("does not tell of a rule that it was not made for, nor of a file that was not chosen", async () => {
    const surveyed = surveyFor({ ...checkout, chosen: ["src/quiet.py"] }, ["no-fixed-port"]);
    expect(surveyed.mayHold("src/quiet.py")).toBe(false);
    expect(surveyed.mayHold("src/quiet.py", "no-user-path")).toBe(true);
    expect(surveyed.mayHold("src/home.py")).toBe(true);
    expect(await homePaths({ ...checkout, chosen: [] }, surveyFor(checkout, ["no-fixed-port"]))).toEqual(await homePaths(checkout));
  });
});

test("a file that no example file is for is not read for the names of variables", () => {
  const rule = rules.find(({ name }) => name === "env-documented");
  const has = (path: string): boolean => path === "api/.env.example";
  expect(["api/src/main.mjs", "api/.env.example", "web/main.mjs", "main.mjs", "Dockerfile", "web/Dockerfile.dev"].filter((path) => rule?.concerns?.(path, has))).toEqual(["api/src/main.mjs", "api/.env.example", "Dockerfile", "web/Dockerfile.dev"]);
});

test("what a part of the project reads for which there is no list is no default of another part's", async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-survey-"));
  try {
    const parts = { "api/.env.example": "OTHER=\n", "api/main.mjs": "export const camera = process.env.CAMERA_NAME, other = process.env.OTHER;\n", "able/main.mjs": 'export const camera = process.env.CAMERA_NAME || "far";\n' };
    for (const [file, text] of Object.entries(parts)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const found: unknown[] = [];
    for await (const one of scan(await openCheckout(folder, [], "stop"), ["env-documented"])) if (!isTrouble(one)) found.push(...one.findings.map(({ match }) => match.detected));
    expect(found).toEqual([{ name: "CAMERA_NAME", example: "api/.env.example", otherwise: null, isRead: true }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
