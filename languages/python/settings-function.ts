import type { Source } from "../site.ts";
import { definitions } from "./definitions.ts";
import { lookupOf, plainText } from "./known.ts";
import { Program } from "./program.ts";
import { unwrap, type PyNode } from "./tree.ts";

/** Matches the text of every file that may hold such a function. */
export const settingsFunctionHint = /["']host["']\s*:/u;

/**
 * The function of a file that does nothing but return the settings of a database, its host from the environment and else `host`, or null.
 * Have: def get_database_config(): return {"host": os.getenv("DB_HOST", "localhost"), "database": …}
 */
export function readSettingsFunction(source: Source, host: string): string | null {
  const program = new Program(source.text);
  if (program.tree.error) return null;
  const found = definitions(program).find(({ node, required, rest, optional }) => {
    if (required.length > 0 || rest !== null || optional > 0) return false;
    const table = returned(node);
    const entries = table ? entriesOf(table, program.text) : new Map<string, PyNode>();
    const value = entries.get("host");
    const otherwise = value ? lookupOf(value, program.text)?.otherwise : null;
    return otherwise != null && plainText(otherwise, program.text) === host && ["database", "dbname", "db", "user", "password"].some((key) => entries.has(key));
  });
  return found?.name ?? null;
}

/** The dictionary that is all a function gives. */
function returned(definition: PyNode): PyNode | null {
  const statements = definition.child("Body")?.children.filter(({ type }) => type !== ":") ?? [];
  const [first, ...others] = statements[0]?.type === "ExpressionStatement" && statements[0].children[0]?.type === "String" ? statements.slice(1) : statements;
  const result = first?.type === "ReturnStatement" && others.length === 0 ? first.children[1] : undefined;
  return result && unwrap(result).type === "DictionaryExpression" ? unwrap(result) : null;
}

function entriesOf(table: PyNode, text: string): ReadonlyMap<string, PyNode> {
  const entries = new Map<string, PyNode>();
  table.children.forEach((node, index) => {
    const key = node.type === ":" ? plainText(table.children[index - 1] ?? node, text) : null;
    const value = table.children[index + 1];
    if (key !== null && value) entries.set(key, value);
  });
  return entries;
}
