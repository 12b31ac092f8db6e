/** The worst texts that are known for each language. Whatever a file holds, it is read within seconds, or it is named and passed over. */
import { describe, expect, it } from "vitest";
import { languages } from "../../languages/index.ts";
import type { LanguageName } from "../../languages/site.ts";

const path = "/home/ann/app/x";
const brackets = (open: string, close: string): string => `${open.repeat(10_000)}${close.repeat(10_000)}`;

const texts: readonly (readonly [LanguageName, string, () => string])[] = [
  ["makefile", "five megabytes of values", () => `A = ${path} $(B)\n`.repeat(200_000)],
  ["makefile", "a line of 2.5 megabytes", () => `A = ${"$(B) ".repeat(500_000)}\n`],
  ["makefile", "a recipe of 2.5 megabytes", () => `a:\n\t@x ${"y".repeat(2_500_000)} $(B)\n`],
  ["makefile", "nested expansions", () => `A = ${brackets("$(x ", ")")}\na:\n\t${brackets("$(", ")")}\n`],
  ["makefile", "expansions that never end", () => `A = ${"$(".repeat(250_000)}\n`],
  ["makefile", "nested conditions", () => `${"ifeq (a,b)\n".repeat(50_000)}A=b\n`],
  ["makefile", "many recipes", () => `a:\n${`\tcat ${path}\n`.repeat(10_000)}`],
  ["makefile", "lines that go on", () => `A = ${"b \\\n".repeat(250_000)}`],
  ["nginx", "five megabytes of directives", () => `root ${path};\n`.repeat(200_000)],
  ["nginx", "a word of 2.5 megabytes", () => `root ${"$x".repeat(1_250_000)};`],
  ["nginx", "nested blocks", () => `${"a { ".repeat(50_000)}${"}".repeat(50_000)}`],
  ["nginx", "quotes that never end", () => "'b\n".repeat(1_500)],
  ["nginx", "a block of another language that never ends", () => "content_by_lua_block { { \n".repeat(1_000)],
  ["logrotate", "five megabytes of blocks", () => `${path} {\n  daily\n}\n`.repeat(150_000)],
  ["logrotate", "a line of 2.5 megabytes", () => `${`${path} `.repeat(150_000)}{\n}\n`],
  ["logrotate", "scripts", () => `a {\npostrotate\ncat ${path}\nendscript\n}\n`.repeat(10_000)],
  ["toml", "five megabytes", () => `a = "${path}"\n`.repeat(200_000)],
  ["toml", "nested lists", () => `a = ${brackets("[", "]")}\n`],
  ["dotenv", "a line of 2.5 megabytes", () => `A="${"\\n".repeat(1_250_000)}"\n`],
  ["plist", "nested tags", () => `<plist>${brackets("<dict><key>a</key>", "</dict>")}</plist>`],
  ["plist", "a command of 20,000 words", () => `<plist><dict><key>ProgramArguments</key><array>${`<string>${path}</string>\n`.repeat(20_000)}</array></dict></plist>`],
  ["python", "50,000 strings", () => `A = {${`"a": "${path}", `.repeat(25_000)}}\n`],
  ["dockerfile", "a line of 2.5 megabytes", () => `FROM a\nRUN x ${"y".repeat(2_500_000)}\n`],
  ["systemd", "half a million words", () => `[Service]\nExecStart=${"x ".repeat(500_000)}\n`],
  ["crontab", "half a million words", () => `@daily ${"x ".repeat(500_000)}\n`],
  ["json", "nested lists", () => brackets("[", "]")],
  ["json", "five megabytes", () => `[${`"${path}",`.repeat(250_000)}""]`],
  ["yaml", "many items in one line", () => `a: [${"b, ".repeat(150_000)}c]\n`],
  ["yaml", "nested lists", () => `a: ${brackets("[", "]")}\n`],
  ["ini", "a line of 2.5 megabytes", () => `[a]\nb = ${`${path} `.repeat(150_000)}\n`],
  ["shell", "50,000 here-documents", () => "cat <<EOF\nx $y\nEOF\n".repeat(50_000)],
  ["shell", "files in here-documents", () => `cat > a.yaml <<EOF\ndir: ${path}\nEOF\n`.repeat(5_000)],
  ["shell", "nested brackets", () => brackets("$(", ")")],
  ["shell", "a line of 2.5 megabytes", () => `x ${"y".repeat(2_500_000)}\n`],
];

/** Seconds, on a machine that has other things to do. */
const most = 10;

describe("hostile texts end in time", () => {
  it.each(texts)("%s: %s", (name, _, make) => {
    const language = languages.find((one) => one.name === name);
    const text = make();
    const start = performance.now();
    const reading = language?.read({ path: `file.${name}`, text, zone: "config" });
    let seen = 0;
    for (const site of reading?.sites ?? []) seen += site.value.length + (site.rangeOf(0, site.value.length)?.[0] ?? 0);
    expect(seen + (reading?.comments.length ?? 0) + (reading?.error?.offset ?? 0)).toBeGreaterThanOrEqual(0);
    expect(performance.now() - start).toBeLessThan(most * 1_000);
  });
});
