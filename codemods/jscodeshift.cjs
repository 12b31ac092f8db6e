"use strict";

/** The build; where there is none yet, there is nothing to check this against. */
const engine = "../dist/cli/transform/index.js";

/** Makes a transform for jscodeshift of the codemod of this name. */
module.exports = (/** @type {string} */ name) =>
  /**
   * @param {import("../cli/transform/define.ts").TransformFile} file
   * @param {import("../cli/transform/define.ts").TransformApi} api
   * @param {import("../cli/transform/define.ts").TransformOptions} options
   */
  async (file, api, options) => {
    const { transform } = /** @type {typeof import("../cli/transform/index.ts")} */ (await import(engine));
    return transform(name, file, api, options);
  };
