import eslintPlugin from "eslint-plugin-eslint-plugin";
import portability from "eslint-plugin-portability";
import * as regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

const typescript = ["**/*.ts"];

export default tseslint.config(
  { ignores: ["dist/", "fixtures/", "coverage/", "runtime/*.mjs", "runtime/*.cjs", "runtime/portability-commonjs.ts"] },
  ...portability.configs.strict,
  {
    files: typescript,
    extends: [...tseslint.configs.strictTypeChecked, regexp.configs["flat/recommended"]],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // Index signatures are read with brackets, so that a typo in a property is an error of its own.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  { files: ["rules/**/*.ts"], extends: [eslintPlugin.configs.recommended] },
  // Detectors and the reference data of tests hold the very texts that the rules look for.
  { files: ["detectors/**", "test/**", "bench/**", "scripts/**"], rules: Object.fromEntries(Object.keys(portability.rules).map((rule) => [`portability/${rule}`, "off"])) },
);
