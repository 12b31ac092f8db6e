import js from "@eslint/js";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import portability from "eslint-plugin-portability";
import * as regexp from "eslint-plugin-regexp";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const off = (names) => Object.fromEntries(names.map((name) => [name, "off"]));

// The plugin is the one in dist/: `npm run build` comes before `npm run lint`.
export default defineConfig(
  // Forms of runtime/portability.ts that are made from it; its Python form has checkers of its own in the tests.
  { ignores: ["dist/", ".cache/", "site/.vitepress/.temp/", "fixtures/", "coverage/", "runtime/*.mjs", "runtime/*.cjs", "runtime/portability-commonjs.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  portability.configs.strict,
  {
    files: ["**/*.{js,mjs}"],
    extends: [js.configs.recommended],
    languageOptions: { globals: Object.fromEntries(["AbortSignal", "URL", "console", "fetch", "performance", "process", "setTimeout"].map((name) => [name, "readonly"])) },
  },
  {
    files: ["**/*.ts", "scripts/**/*.mjs", "site/*.mjs"],
    extends: [tseslint.configs.strictTypeChecked, regexp.configs["flat/recommended"]],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `typeof import("eslint")` names the module that a user's project has.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      // Index signatures are read with brackets, so that a typo in a property is an error of its own.
      "@typescript-eslint/dot-notation": "off",
      // Ranges such as `[#-[\]-~]` are what the grammars say that are quoted here.
      "regexp/no-obscure-range": "off",
    },
  },
  {
    // JSDoc gives scripts their types, but not to what they parse or import by a name made at run time.
    files: ["scripts/**/*.mjs", "site/*.mjs"],
    rules: off(["explicit-module-boundary-types", ...["argument", "assignment", "call", "member-access", "return"].map((name) => `no-unsafe-${name}`)].map((name) => `@typescript-eslint/${name}`)),
  },
  // A test sets the environment that it needs, and takes away what is not in it.
  { files: ["test/**/*.ts"], rules: { "@typescript-eslint/no-dynamic-delete": "off" } },
  { files: ["rules/**/*.ts"], extends: [eslintPlugin.configs.recommended] },
  // These hold the very texts that the rules look for, and write files that they have made themselves.
  { files: ["detectors/**", "bench/**", "scripts/**", "site/**", "test/**"], rules: off(Object.keys(portability.rules).map((name) => `portability/${name}`)) },
  // These write the list of well-known folders into a project's own module.
  { files: ["languages/*/extend.ts"], rules: { "portability/no-homebrew-path": "off" } },
);
