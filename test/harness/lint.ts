import { join } from "node:path";
import { Linter } from "eslint";
import portability from "eslint-plugin-portability";
import tseslint from "typescript-eslint";

/** A message of ESLint about a case: where, what, and what an editor offers. Columns from 1, end exclusive. */
export interface Message {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly suggestions: readonly { readonly description: string; readonly text: string }[];
}

/** What ESLint itself says of a text, with the strict configuration and that for markup of the built plugin and the usual parsers. */
export function lint(root: string, file: string, code: string, settings: Readonly<Record<string, unknown>>): { messages: readonly Message[]; fatal: readonly string[] } {
  const linter = new Linter({ cwd: root });
  const config: Linter.Config[] = [
    ...portability.configs.strict,
    ...portability.configs.markup,
    { files: ["**/*.{ts,mts,cts,tsx}"], languageOptions: { parser: tseslint.parser } },
    { files: ["**/*.{jsx,tsx}"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
    { settings: { portability: settings } },
  ];
  const said = linter.verify(code, config, { filename: join(root, file) });
  const bom = code.startsWith("\uFEFF") ? 1 : 0;
  const messages = said.filter(({ ruleId }) => ruleId?.startsWith("portability/"));
  return {
    messages: messages.map(({ ruleId, line, column, endLine = line, endColumn = column, message, suggestions = [] }) => ({
      rule: (ruleId ?? "").slice("portability/".length),
      line,
      column,
      endLine,
      endColumn,
      message,
      suggestions: suggestions.map(({ desc, fix }) => ({ description: desc, text: code.slice(0, fix.range[0] + bom) + fix.text + code.slice(fix.range[1] + bom) })),
    })),
    fatal: said.filter((one) => !messages.includes(one)).map(({ message, line }) => `ESLint: ${message} (line ${line})`),
  };
}
