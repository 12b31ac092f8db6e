import { describe, expect, test } from "vitest";
import { checkout, contents } from "../cli/project.ts";
import { portability } from "./portability.ts";

const settings = (value: object): Record<string, string> => ({ "eslint.config.mjs": `export default [{ files: ["**/*.py"], settings: { portability: ${JSON.stringify(value)} } }];\n` });

async function originOf(files: Record<string, string>): Promise<string> {
  return (await portability(checkout(files), "migrate")).stdout.split("\n")[0] ?? "";
}

describe("the original root", () => {
  test("is the folder from which the most home paths lead to files here, whatever the checkout is called", async () => {
    expect(await originOf({ "a.py": 'A = "/Users/ann/code/station-2/data/x.db"\nB = "/Users/ann/code/station-2/logs/none.log"\nC = "/Users/bob/old/data/x.db"\nD = "/Users/ann/code/station-2/web"\n', "data/x.db": "", "web/index.html": "" })).toBe(
      "Original root: /Users/ann/code/station-2, home: /Users/ann.",
    );
    expect(await originOf({ "a.py": 'A = "/home/deploy/x/data/x.db"\n', "data/x.db": "" })).toBe("Original root: /home/deploy/x, home: /home/deploy.");
  });

  test("is told by files of every language", async () => {
    expect(await originOf({ "supervisord.conf": "[program:a]\ncommand=/Users/ann/app/run.sh\n", "b.mjs": "export const x = '/Users/ann/app/data/x.db';\n", "run.sh": "", "data/x.db": "" })).toBe("Original root: /Users/ann/app, home: /Users/ann.");
  });

  test("is left where two are as likely, and nothing of a home is rewritten", async () => {
    const root = checkout({ "a.py": 'A = "/Users/ann/app/data/x.db"\nB = "/Users/bob/app/data/x.db"\n', "data/x.db": "" });
    const { code, stdout } = await portability(root, "migrate", "--write");
    expect([code, contents(root)["a.py"]]).toEqual([1, 'A = "/Users/ann/app/data/x.db"\nB = "/Users/bob/app/data/x.db"\n']);
    expect(stdout).toContain("may both be the original root; settings.portability.origins can name it");
  });

  test("is a folder that is named where no path leads to a file here, whatever the checkout is called", async () => {
    const files = { "a.py": 'A = "/Users/ann/greenhouse"\nB = "/Users/ann/greenhouse/none.db"\n' };
    expect(await originOf(files)).toBe("Original root: /Users/ann/greenhouse, home: /Users/ann.");
    expect(await originOf({ "a.py": 'A = "/Users/ann/app/venv/bin/python"\n' })).toContain("not known, because no home path leads to a file of this checkout");
    expect(await originOf({ "a.py": 'A = "/Users/ann/one"\nB = "/Users/ann/two"\n' })).toContain("may both be the original root");
    expect(await originOf({ "a.py": 'A = "/Users/ann/Documents"\nB = "/Users/ann/.ssh"\n' })).toContain("not known, because no home path leads to a file of this checkout");
  });

  test("must be called what the project is called once rewritten code stands here", async () => {
    const files = { "a.py": 'A = "/Users/ann/greenhouse"\nB = "/Users/ann/greenhouse/none.db"\n', "portability.py": "", "c.py": "from portability import home_path\n" };
    expect(await originOf(files)).toContain("not known, because no home path leads to a file of this checkout");
    expect(await originOf({ ...files, "package.json": '{ "name": "@ann/greenhouse" }' })).toBe("Original root: /Users/ann/greenhouse, home: /Users/ann.");
    expect(await originOf({ ...files, "pyproject.toml": '[project]\nname = "greenhouse"\n' })).toBe("Original root: /Users/ann/greenhouse, home: /Users/ann.");
  });

  test("is what the settings say", async () => {
    const code = 'A = "/Users/ann/app/data/x.db"\nB = "/srv/people/ann/notes"\n';
    const root = checkout({ "a.py": code, "data/x.db": "", ...settings({ origins: { root: "/Users/ann", home: "/Users/ann" } }) });
    const { stdout } = await portability(root, "migrate", "--write");
    expect(stdout).toContain("Original root: /Users/ann, home: /Users/ann.\n");
    expect(contents(root)["a.py"]).toContain('A = project_path("app/data/x.db")');
  });

  test("tells what is the home's, another project's and another person's", async () => {
    const root = checkout({ "a.py": 'A = "/Users/ann/app/data/x.db"\nB = "/Users/ann/Documents/y.csv"\nC = "/Users/ann/.ssh/id"\nD = "/Users/ann/other/z.db"\nE = "/Users/bob/z.db"\n', "data/x.db": "" });
    const { stdout } = await portability(root, "migrate", "--write");
    const after = contents(root)["a.py"] ?? "";
    for (const line of ['A = project_path("data/x.db")', 'B = home_path("Documents/y.csv")', 'C = home_path(".ssh/id")', 'D = "/Users/ann/other/z.db"', 'E = "/Users/bob/z.db"']) expect(after).toContain(line);
    expect(stdout).toContain("'/Users/ann/other' is another project's folder");
    expect(stdout).toContain("'/Users/bob' is another person's folder");
  });
});
