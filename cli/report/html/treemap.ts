import { escapeHtml } from "./escape.ts";

/** A rectangle of the map. */
export interface Tile {
  readonly label: string;
  readonly value: number;
  /** Its place in the list of files, or null for what stands for the rest. */
  readonly file: number | null;
  readonly blocks: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Divides a box among values, the largest first, in rectangles that are as square as can be.
 * Bruls, Huizing, van Wijk: Squarified Treemaps, 2000.
 */
function squarify(values: readonly number[], box: Box): readonly Box[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  const scale = total === 0 ? 0 : (box.width * box.height) / total;
  const placed: Box[] = [];
  let rest = box;
  let row: number[] = [];
  const areas = values.map((value) => value * scale);
  for (const area of areas) {
    const side = Math.min(rest.width, rest.height);
    if (row.length > 0 && worst([...row, area], side) > worst(row, side)) {
      rest = layRow(row, rest, placed);
      row = [];
    }
    row.push(area);
  }
  if (row.length > 0) layRow(row, rest, placed);
  return placed;
}

/** How far the worst rectangle of a row is from a square. */
function worst(row: readonly number[], side: number): number {
  const sum = row.reduce((all, area) => all + area, 0);
  return Math.max((side * side * Math.max(...row)) / (sum * sum), (sum * sum) / (side * side * Math.min(...row)));
}

/** Lays a row along the shorter side, and gives what is left of the box. */
function layRow(row: readonly number[], box: Box, placed: Box[]): Box {
  const sum = row.reduce((all, area) => all + area, 0);
  const isTall = box.width >= box.height;
  const thick = sum / (isTall ? box.height : box.width);
  let at = isTall ? box.y : box.x;
  for (const area of row) {
    const long = area / thick;
    placed.push(isTall ? { x: box.x, y: at, width: thick, height: long } : { x: at, y: box.y, width: long, height: thick });
    at += long;
  }
  return isTall ? { ...box, x: box.x + thick, width: box.width - thick } : { ...box, y: box.y + thick, height: box.height - thick };
}

/** The map as SVG of a size; each rectangle can be reached by keyboard and says what it is. */
export function renderTreemap(tiles: readonly Tile[], width: number, height: number, className: string): string {
  const boxes = squarify(tiles.map(({ value }) => value), { x: 0, y: 0, width, height });
  const rects = tiles.map((tile, index) => renderTile(tile, boxes[index] ?? { x: 0, y: 0, width: 0, height: 0 }));
  return `<svg class="${className}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Sites by file">${rects.join("")}</svg>`;
}

const [charWidth, padding, lineHeight] = [7.4, 8, 18];

function renderTile({ label, value, file, blocks }: Tile, { x, y, width, height }: Box): string {
  const said = `${label}: ${value} ${value === 1 ? "site" : "sites"}`;
  const name = label.split("/").at(-1) ?? label;
  const fits = Math.floor((width - 2 * padding) / charWidth);
  const shown = Array.from(name).length <= fits ? name : fits >= 7 ? `${Array.from(name).slice(0, fits - 1).join("")}…` : null;
  const texts = shown === null || height < lineHeight + padding ? "" : `<text x="${round(x + padding)}" y="${round(y + padding + 10)}">${escapeHtml(shown)}</text>${height < 2 * lineHeight + padding ? "" : `<text class="count" x="${round(x + padding)}" y="${round(y + padding + 10 + lineHeight)}">${value}</text>`}`;
  const rect = `<rect x="${round(x + 1)}" y="${round(y + 1)}" width="${round(Math.max(0, width - 2))}" height="${round(Math.max(0, height - 2))}" rx="4"/>`;
  const title = `<title>${escapeHtml(said)}</title>`;
  const kind = file === null ? "rest" : blocks > 0 ? "blocks" : "hinders";
  if (file === null) return `<g class="tile ${kind}" role="img" aria-label="${escapeHtml(said)}">${title}${rect}${texts}</g>`;
  return `<g class="tile ${kind}" role="button" tabindex="0" data-file="${file}" aria-label="${escapeHtml(said)}. Show them.">${title}${rect}${texts}</g>`;
}

function round(value: number): string {
  return value.toFixed(1);
}
