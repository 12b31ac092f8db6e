/** One piece of code as somebody would write it, and what shall come of it. */
export interface Case {
  /** Completes "it …". Unique within its rule. */
  readonly title: string;
  readonly language: CaseLanguage;
  /** Path of the file in its project; by default one that is usual for the language. */
  readonly file?: string;
  readonly code: string;
  /** Other files of the checkout, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** `settings.portability`. `origins` is the default machine unless it is named here; `origins: null` has it inferred. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The texts objected to, by whichever rule, as they stand in the file, in its order. Empty where the rules must be silent. */
  readonly finds: readonly string[];
  /** Why the findings that are not rewritten are left. Without it every finding must be rewritten. */
  readonly left?: string | RegExp;
  /** The whole file afterwards. Where it is absent, the snapshot holds it. */
  readonly want?: string;
  /** What else the original machine had, beside the programs that the code names. */
  readonly machine?: Machine;
}

/** The machine that the code was written on, as far as it differs from the usual one. */
export interface Machine {
  /** Programs that it had, as absolute paths. */
  readonly programs?: readonly string[];
  /** Its PATH. */
  readonly path?: string;
  /** Its system; by default the one whose homes are where the home of the case is. */
  readonly platform?: "darwin" | "linux";
}

/** A language of cases; JSX and TSX are JavaScript and TypeScript with elements. */
export type CaseLanguage = "javascript" | "typescript" | "jsx" | "tsx" | "python" | "ini" | "html";

/** The machine of a case that names none. */
export const usualMachine = { root: "/Users/ann/app", home: "/Users/ann", path: "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" } as const;

const usualFiles: Readonly<Record<CaseLanguage, string>> = {
  javascript: "src/app.js",
  typescript: "src/app.ts",
  jsx: "src/App.jsx",
  tsx: "src/App.tsx",
  python: "backend/main.py",
  ini: "supervisord.conf",
  html: "pages/index.html",
};

/** The path of a case's file in its project. */
export function fileOf({ file, language }: Case): string {
  return file ?? usualFiles[language];
}

/** `settings.portability` of a case. */
export function settingsOf({ settings = {} }: Case): Readonly<Record<string, unknown>> {
  const { origins = { root: usualMachine.root, home: usualMachine.home }, ...rest } = settings;
  return origins === null ? rest : { ...rest, origins };
}
