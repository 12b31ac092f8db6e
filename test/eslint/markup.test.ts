/** Pages and documents: our own languages, and the trees of the languages that people have for them. */
import { afterAll, describe, expect, test } from "vitest";
import { UserProject } from "./project.ts";

const projects: UserProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

function projectOf(given: Readonly<Record<string, string>>): UserProject {
  const made = new UserProject(given);
  projects.push(made);
  return made;
}

const rule = "portability/no-user-path";
const config = (imports: string, entries: string): string => `import portability from "eslint-plugin-portability";\n${imports}\nexport default [${entries}];\n`;
/** Documents are a quiet zone: whoever wants to hear of them says so. */
const loud = `{ settings: { portability: { quiet: ["test", "example", "generated"] } } }`;

const files = {
  "pages/index.html": `<!doctype html>\n<!-- here -->\n<p>Folder: /Users/ann/app</p>\n<button onclick="run(&quot;ls /Users/ann/app&quot;)">ls</button>\n<script>\n  // here\n  const a = "/Users/ann/app";\n</script>\n`,
  "README.md": `# App\n\n[x](/Users/ann/app/x.md)\n\n\`\`\`sh\n# here\ncd /Users/ann/app\n\`\`\`\n\n<!-- here -->\n`,
};
const inPage = ["pages/index.html:3:12", "pages/index.html:4:31", "pages/index.html:7:13"].map((at) => `${at} ${rule}`);
const inDocument = ["README.md:3:5", "README.md:7:4"].map((at) => `${at} ${rule}`);

describe("our languages", () => {
  test("pages and documents are not in the preset for programs", async () => {
    const project = projectOf({ ...files, "eslint.config.js": config("", "...portability.configs.recommended") });
    expect(await project.lint()).toEqual([]);
  });

  test("the preset for markup has pages, and documents where they are not quiet", async () => {
    const project = projectOf({ ...files, "eslint.config.js": config("", "...portability.configs.markup") });
    expect([...(await project.lint())].sort()).toEqual(inPage);
    const all = projectOf({ ...files, "eslint.config.js": config("", `...portability.configs.markup, ${loud}`) });
    expect([...(await all.lint())].sort()).toEqual([...inDocument, ...inPage]);
  });

  test("directives stand in the comments of the markup, and of the code in it", async () => {
    const next = `eslint-disable-next-line ${rule} -- mine`;
    const project = projectOf({
      "a.html": `<!-- ${next} -->\n<p>/Users/ann/app</p>\n<script>\n// ${next}\nx("/Users/ann/app");\n</script>\n<!-- eslint-disable ${rule} -->\n<p>/Users/ann/app</p>\n`,
      "b.md": `[x](/Users/ann/x) <!-- eslint-disable-line ${rule} -->\n\n\`\`\`py\n# ${next}\nA = "/Users/ann/app"\n\`\`\`\n\n<!-- ${next} -->\n[y](/Users/ann/y)\n`,
      "eslint.config.js": config("", `...portability.configs.markup, ${loud}, { linterOptions: { reportUnusedDisableDirectives: "error" } }`),
    });
    expect(await project.lint()).toEqual([]);
  });
});

describe("the languages of others", () => {
  const rules = `plugins: { portability }, rules: { "${rule}": "error" }`;
  test.each<[string, string, string, readonly string[]]>([
    ["@html-eslint/eslint-plugin", `import html from "@html-eslint/eslint-plugin";`, `{ files: ["**/*.html"], plugins: { html }, language: "html/html" }, { files: ["**/*.html"], ${rules} }`, inPage],
    ["@html-eslint/parser", `import parser from "@html-eslint/parser";`, `{ files: ["**/*.html"], languageOptions: { parser }, ${rules} }`, inPage],
    ["@eslint/markdown, CommonMark", `import markdown from "@eslint/markdown";`, `{ files: ["**/*.md"], plugins: { markdown }, language: "markdown/commonmark" }, { files: ["**/*.md"], ${rules} }`, inDocument],
    ["@eslint/markdown, GFM", `import markdown from "@eslint/markdown";`, `{ files: ["**/*.md"], plugins: { markdown }, language: "markdown/gfm" }, { files: ["**/*.md"], ${rules} }`, inDocument],
  ])("%s", async (_, imports, entries, expected) => {
    const project = projectOf({ ...files, "eslint.config.js": config(imports, `${entries}, ${loud}`) });
    expect([...(await project.lint())].sort()).toEqual(expected);
  });

  test("with their own rules, and ours behind them", async () => {
    const imports = `import html from "@html-eslint/eslint-plugin";\nimport markdown from "@eslint/markdown";`;
    const theirs = `{ files: ["**/*.html"], ...html.configs.recommended, language: "html/html" }, ...markdown.configs.recommended`;
    const project = projectOf({ ...files, "pages/other.html": `<img src="x.png">\n`, "eslint.config.js": config(imports, `${theirs}, { files: ["**/*.{html,md}"], ${rules} }, ${loud}`) });
    const said = await project.lint();
    expect(said.filter((one) => one.endsWith(rule)).sort()).toEqual([...inDocument, ...inPage]);
    expect(said.some((one) => one.includes(" html/"))).toBe(true);
  });
});
