import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { Copy } from "./copy.ts";

const copy = new Copy();
afterAll(() => {
  copy.remove();
});

const script = "scripts/update.mjs";

describe("npm run update", () => {
  test("finds everything as it makes it", () => {
    expect(copy.node(script, "--check")).toEqual({ status: 0, output: expect.stringContaining("as npm run update gives it") as string });
  });

  test.each([
    { drift: "a rule is missing in the list", file: "rules/index.ts", from: "  noUserPath,\n", to: "", named: ["rules/index.ts", "docs/rules/README.md", "README.md"] },
    { drift: "a codemod is missing in the list", file: "codemods/index.ts", from: "  noUserPath,\n", to: "", named: ["codemods/index.ts"] },
    { drift: "the version is raised", file: "package.json", from: '"version": "0.1.0"', to: '"version": "0.1.1"', named: ["meta.ts"] },
    { drift: "a form of the runtime is edited", file: "runtime/portability.cjs", from: '"config.local.json"', to: '"config.json"', named: ["runtime/portability.cjs"] },
    {
      drift: "a rule describes itself in other words",
      file: "rules/no-user-path.ts",
      from: "disallow paths inside",
      to: "disallow folders inside",
      named: ["docs/rules/no-user-path.md", "docs/rules/README.md", "README.md"],
    },
    {
      drift: "a rule leaves the recommended ones",
      file: "rules/no-user-path.ts",
      from: "recommended: true",
      to: "recommended: false",
      named: ["docs/rules/no-user-path.md", "docs/rules/README.md", "README.md"],
    },
    { drift: "a codemod promises something else", file: "codemods/no-user-path.ts", from: '"string"', to: '"file"', named: ["docs/rules/no-user-path.md", "docs/rules/README.md", "README.md"] },
    { drift: "a setting has another default", file: "settings.ts", from: 'prefix: "APP_"', to: 'prefix: "MY_"', named: ["docs/settings.md"] },
    { drift: "the table of settings is edited", file: "docs/settings.md", from: "| `allow` |", to: "| `allowed` |", named: ["docs/settings.md"] },
  ])("sees that $drift", ({ file, from, to, named }) => {
    const before = copy.read(file);
    onTestFinished(() => {
      copy.write(file, before);
    });
    copy.change(file, from, to);
    const seen = copy.node(script, "--check");
    expect(seen.status).toBe(1);
    expect(seen.output.trim().split("\n")).toEqual(named.map((one) => `${one} differs from what npm run update gives.`));
  });

  test("mends what has drifted, and nothing else", () => {
    const readme = copy.read("README.md");
    const page = copy.read("docs/rules/no-user-path.md");
    copy.change("README.md", "| [no-user-path]", "| [no-such-path]");
    copy.change("rules/index.ts", "  noUserPath,\n", "");
    copy.change("docs/rules/no-user-path.md", "## Why\n", "## Why\n\nBecause.\n");
    const { status, output } = copy.node(script);
    expect({ status, wrote: output.match(/^wrote .+$/gmu) }).toEqual({ status: 0, wrote: ["wrote rules/index.ts", "wrote README.md"] });
    expect(copy.read("README.md")).toBe(readme);
    expect(copy.read("docs/rules/no-user-path.md")).toBe(page.replace("## Why\n", "## Why\n\nBecause.\n"));
    expect(copy.node(script, "--check").status).toBe(0);
  });

  test("asks for a page that is missing, and for markers that are gone", () => {
    const page = copy.read("docs/rules/no-private-ip.md");
    rmSync(join(copy.folder, "docs/rules/no-private-ip.md"));
    copy.change("README.md", "<!-- begin generated rules -->", "");
    const { status, output } = copy.node(script, "--check");
    expect(status).toBe(1);
    expect(output).toContain("docs/rules/no-private-ip.md is missing.");
    expect(output).toContain("README.md has no lines '<!-- begin generated rules -->' and '<!-- end generated rules -->'.");
    copy.write("docs/rules/no-private-ip.md", page);
  });
});
