/**
 * Puts content between the lines `<!-- begin generated NAME -->` and `<!-- end generated NAME -->`.
 *
 * @param {string} page
 * @param {string} name
 * @param {string} content
 * @returns {string | null} null where the page has no such lines
 */
export function replacePart(page, name, content) {
  const begin = `<!-- begin generated ${name} -->\n`;
  const end = `<!-- end generated ${name} -->`;
  const start = page.indexOf(begin);
  const stop = page.indexOf(end, start);
  if (start === -1 || stop === -1) return null;
  return `${page.slice(0, start)}${begin}\n${content}\n\n${page.slice(stop)}`;
}

/**
 * A Markdown table. Bars in cells are escaped.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
