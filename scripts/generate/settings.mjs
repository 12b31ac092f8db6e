import { ts } from "../compiler.mjs";
import { table } from "./parts.mjs";

/**
 * @typedef {object} Schema
 * @property {string} [type]
 * @property {string} [description]
 * @property {Readonly<Record<string, Schema>>} [properties]
 * @property {boolean | Schema} [additionalProperties]
 * @property {Schema} [items]
 * @property {readonly string[]} [enum]
 *
 * @typedef {Map<string, { doc: string, refersTo: string | null }>} Members
 */

/**
 * One row for each setting: what it takes from the schema, its default from the defaults, what it is from the comment on its type.
 *
 * @param {string} source settings.ts
 * @param {Schema} schema
 * @param {object} defaults
 */
export function settingsTable(source, schema, defaults) {
  const interfaces = interfacesOf(source);
  /** @type {string[][]} */
  const rows = [];
  /** @type {(path: string, schema: Schema, owner: string | null, fallback: unknown) => void} */
  const add = (path, { properties = {} }, owner, fallback) => {
    for (const [name, property] of Object.entries(properties)) {
      const member = interfaces.get(owner ?? "")?.get(name);
      if (!member?.doc) throw new Error(`settings.ts: '${path}${name}' has no comment on its type.`);
      const value = /** @type {Record<string, unknown> | null} */ (fallback)?.[name];
      rows.push([`\`${path}${name}\``, takes(property), shown(value), member.doc]);
      if (member.refersTo === null) continue;
      const isMember = Object.keys(property.properties ?? {}).every((key) => interfaces.get(member.refersTo ?? "")?.has(key));
      const [first = property] = Object.values(property.properties ?? {});
      // Have: `module`, an object with one and the same schema for each language. Want: that schema, once.
      add(isMember ? `${path}${name}.` : `${path}${name}.<language>.`, isMember ? property : first, member.refersTo, undefined);
    }
  };
  add("", schema, "Settings", defaults);
  return table(["Setting", "Takes", "Default", "What it is"], rows);
}

/**
 * @param {Schema} schema
 * @returns {string}
 */
function takes(schema) {
  if (schema.description) return schema.description;
  if (schema.enum) return schema.enum.map((item) => `\`${item}\``).join(", ");
  if (schema.type === "array") return schema.items?.enum ? `list of ${takes(schema.items)}` : `list of ${takes(schema.items ?? {})}s`;
  if (schema.type !== "object") return "text";
  if (typeof schema.additionalProperties === "object") return `object of ${takes(schema.additionalProperties)}s`;
  const names = Object.keys(schema.properties ?? {}).map((name) => `\`${name}\``);
  return `object with ${names.join(", ")}`;
}

/** @param {unknown} value */
function shown(value) {
  if (value === null || value === undefined) return "";
  return `\`${JSON.stringify(value)}\``;
}

/**
 * The members of every interface, with their comments.
 *
 * @param {string} source
 * @returns {Map<string, Members>}
 */
function interfacesOf(source) {
  const file = ts.createSourceFile("settings.ts", source, ts.ScriptTarget.ES2022, true);
  const declared = file.statements.filter(ts.isInterfaceDeclaration);
  const names = declared.map(({ name }) => name.text);
  return new Map(
    declared.map(({ name, members }) => [
      name.text,
      new Map(
        members.filter(ts.isPropertySignature).map((member) => {
          const type = member.type?.getText() ?? "";
          const doc = ts.getJSDocCommentsAndTags(member).map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? "");
          return [member.name.getText(), { doc: doc.join(" ").replaceAll("\n", " "), refersTo: names.find((other) => new RegExp(`\\b${other}\\b`, "u").test(type)) ?? null }];
        }),
      ),
    ]),
  );
}
