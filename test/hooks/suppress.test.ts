/** Known findings are noted for every rule and language, so that only new ones are told. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../../cli/audit/audit.ts";
import { openCheckout } from "../../cli/checkout/checkout.ts";
import { note, type Noting } from "../../cli/audit/suppress.ts";
import { languageFiles } from "../../languages/files.ts";
import { rules } from "../../rules/index.ts";
import { lists } from "../cases/index.ts";
import { checkout, run } from "../cli/project.ts";
import { portability } from "../command/portability.ts";
import { UserProject } from "../eslint/project.ts";
import { fileOf, settingsOf } from "../harness/case.ts";

const file = "eslint-suppressions.json";

/** What an audit finds: file and rule. */
async function found(root: string, ...paths: string[]): Promise<readonly string[]> {
  return (await audit(await openCheckout(root, paths, "stop"), [])).findings.map((one) => `${one.file} ${one.rule}`);
}

async function noteIn(root: string, noting: Noting, only: readonly string[] = [], ...paths: string[]): Promise<void> {
  writeFileSync(join(root, file), (await note(await openCheckout(root, paths, "stop"), only, noting)).text);
}

const held = (root: string): Record<string, Record<string, { count: number }>> => JSON.parse(readFileSync(join(root, file), "utf8")) as never;

const path = "/Users/ann/app/data";
/** A file of each language with something in it that is only true on one machine. An image has homes of its own. */
const samples: Readonly<Record<string, readonly [file: string, text: string]>> = {
  javascript: ["a.js", `export const a = "${path}";\n`],
  python: ["b.py", `a = "${path}"\n`],
  ini: ["c.ini", `[a]\nb=${path}\n`],
  shell: ["d.sh", `cd ${path}\n`],
  json: ["e.json", `{ "a": "${path}" }\n`],
  yaml: ["f.yaml", `a: ${path}\n`],
  toml: ["g.toml", `a = "${path}"\n`],
  dotenv: [".env.production", `A=${path}\n`],
  plist: ["h.plist", `<?xml version="1.0"?>\n<plist version="1.0"><dict><key>WorkingDirectory</key><string>${path}</string></dict></plist>\n`],
  dockerfile: ["Dockerfile", "FROM scratch\nENV CAMERA_HOST=192.168.86.42\n"],
  systemd: ["i.service", `[Service]\nWorkingDirectory=${path}\n`],
  crontab: ["crontab", `0 3 * * * cd ${path} && ls\n`],
  makefile: ["Makefile", `all:\n\tcd ${path}\n`],
  nginx: ["nginx.conf", `server {\n  root ${path};\n}\n`],
  logrotate: ["j.logrotate", `${path}/*.log {\n  daily\n}\n`],
  html: ["k.html", `<p><img src="${path}/a.png"></p>\n`],
  markdown: ["l.md", `\`\`\`sh\ncd ${path}\n\`\`\`\n`],
};

test("every language: what ESLint notes holds for the audit, and what the audit notes is none of ESLint's business", async () => {
  const names = languageFiles.map(({ name }) => name);
  const config = `import portability from "eslint-plugin-portability";\nconst { recommended, data, markup } = portability.configs;\nexport default [...recommended, ...data, ...markup, { settings: { portability: { quiet: [] } } }];\n`;
  const project = new UserProject({ "eslint.config.js": config, ".gitignore": "node_modules\n", ...Object.fromEntries(names.map((name) => samples[name] ?? [name, ""])) });
  try {
    run(project.folder, "init", "--quiet");
    const all = await found(project.folder);
    expect(all.map((line) => line.replace(/ .*/u, "")).sort()).toEqual(names.map((name) => samples[name]?.[0]).sort());
    expect((await project.eslint("--suppress-all", ".")).code).toBe(0);
    expect(Object.keys(held(project.folder)).sort()).toEqual(names.map((name) => samples[name]?.[0]).sort());
    expect(await found(project.folder)).toEqual([]);
    writeFileSync(join(project.folder, file), "{}");
    expect(await portability(project.folder, "audit", "--suppress-all")).toMatchObject({ code: 0, stderr: "", stdout: `17 findings in 17 files are known beside what ESLint has noted: ${file}\n` });
    expect(await found(project.folder)).toEqual([]);
    // It neither silences ESLint nor is missed by it.
    const { code, stderr } = await project.eslint(".");
    expect([code, stderr]).toEqual([1, ""]);
  } finally {
    project.remove();
  }
});

test.each(rules.map(({ name }) => name))("%s: known findings are silent, and one more brings all of them", async (rule) => {
  const one = lists[rule]?.find(({ finds }) => finds.length > 0);
  if (!one) throw new Error("there is no case");
  const config = `export default [{ settings: { portability: ${JSON.stringify(settingsOf(one))} } }];\n`;
  const root = checkout({ "eslint.config.mjs": config, ...one.files, [fileOf(one)]: one.code });
  const before = await found(root);
  expect(before.some((line) => line.endsWith(` ${rule}`))).toBe(true);
  await noteIn(root, "suppress");
  expect(await found(root)).toEqual([]);
  const known = held(root);
  for (const counts of Object.values(known)) for (const [id, { count }] of Object.entries(counts)) if (id === `portability/${rule}`) counts[id] = { count: count - 1 };
  writeFileSync(join(root, file), JSON.stringify(known));
  expect(await found(root)).toEqual(before.filter((line) => line.endsWith(` ${rule}`)));
});

describe("noting and pruning", () => {
  const bad = `a = "${path}"\n`;
  const address = 'CAMERA_HOST = "192.168.86.42"\n';
  const one = { count: 1 };
  const [user, ip] = ["portability/no-user-path", "portability/no-private-ip"];

  test("keep to the files and rules that are asked for, and leave what ESLint and other plugins have", async () => {
    const others = { "a.py": { [user]: one, "no-var": { count: 4 } }, "gone.js": { "no-var": one } };
    const root = checkout({ "a.py": bad + address, "b.py": bad + address, "c.py": bad, [file]: JSON.stringify(others) });
    await noteIn(root, "suppress", ["no-private-ip"], join(root, "a.py"), join(root, "b.py"));
    const some = { ...others, "./a.py": { [ip]: one }, "./b.py": { [ip]: one } };
    expect(held(root)).toEqual(some);
    expect(await found(root)).toEqual(["b.py no-user-path", "c.py no-user-path"]);
    await noteIn(root, "suppress");
    const all = { ...others, "./a.py": { [ip]: one }, "./b.py": { [ip]: one, [user]: one }, "./c.py": { [user]: one } };
    expect(held(root)).toEqual(all);
    writeFileSync(join(root, "b.py"), `${bad}${bad}`);
    writeFileSync(join(root, "c.py"), "");
    await noteIn(root, "prune", ["no-user-path"], join(root, "b.py"));
    expect(held(root)).toEqual(all);
    // What is new is not noted by the way, and what cannot be read is not forgotten.
    writeFileSync(join(root, "a.py"), `x = (${bad}`);
    await noteIn(root, "prune");
    expect(held(root)).toEqual({ ...others, "./a.py": { [ip]: one }, "./b.py": { [user]: one } });
    run(root, "rm", "--quiet", "--force", "b.py");
    await noteIn(root, "prune", ["no-private-ip"], join(root, "c.py"));
    expect(held(root)).toEqual({ ...others, "./a.py": { [ip]: one } });
  });

  test("make no file where nothing is known, and tell of what cannot be read", async () => {
    const root = checkout({ "a.py": "x = 1\n" });
    expect((await portability(root, "audit", "--prune-suppressions")).code).toBe(0);
    expect(run(root, "status", "--porcelain")).toBe("");
    writeFileSync(join(root, "b.py"), `x = (${bad}`);
    expect(await portability(root, "audit", "--suppress-all")).toMatchObject({ code: 2, stderr: expect.stringContaining("b.py does not parse") as string });
    expect((await portability(root, "audit", "--suppress-all", "--staged")).code).toBe(2);
  });
});
