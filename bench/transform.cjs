// The rewrite that `bench/migrate.mjs` measures, as people write it for jscodeshift: every file is parsed, each string looked at. With PREFILTER=1 the text is looked at first.
const root = "/Users/ann/greenhouse/";

/**
 * @param {{ readonly source: string }} file
 * @param {{ readonly jscodeshift: any }} api
 * @returns {string | undefined}
 */
module.exports = function transform({ source }, { jscodeshift: j }) {
  if (process.env["PREFILTER"] === "1" && !source.includes(root)) return undefined;
  const tree = j(source);
  const found = tree.find(j.Literal).filter((/** @type {any} */ { node }) => typeof node.value === "string" && node.value.startsWith(root));
  if (found.length === 0) return undefined;
  found.replaceWith((/** @type {any} */ { node }) => j.callExpression(j.identifier("projectPath"), [j.literal(node.value.slice(root.length))]));
  const imported = j.importDeclaration([j.importSpecifier(j.identifier("projectPath"))], j.literal("../portability.mjs"));
  tree.find(j.ImportDeclaration).at(-1).insertAfter(imported);
  return tree.toSource({ quote: "double" });
};
