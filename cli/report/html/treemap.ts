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
export function squarify(values: readonly number[], box: Box): readonly Box[] {
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

/** The rectangles of one folder. */
export interface Plot {
  /** The folder, or null for what lies in no folder that is shown. */
  readonly folder: string | null;
  readonly tiles: readonly Tile[];
}

/** The map as SVG of a size, folder by folder; each rectangle can be reached by keyboard and says what it is. */
export function renderTreemap(plots: readonly Plot[], width: number, height: number, className: string): string {
  const sums = plots.map(({ tiles }) => tiles.reduce((sum, { value }) => sum + value, 0));
  const boxes = squarify(sums, { x: 0, y: 0, width, height });
  const groups = plots.map((plot, index) => renderPlot(plot, sums[index] ?? 0, boxes[index] ?? nowhere));
  return `<svg class="${className}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Sites by file">${groups.join("")}</svg>`;
}

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };
const [charWidth, padding, lineHeight, gap] = [7.9, 8, 18, 4];

function renderPlot({ folder, tiles }: Plot, sum: number, box: Box): string {
  const hasName = box.height > 2.5 * lineHeight && box.width > 8 * charWidth;
  const top = hasName ? lineHeight + 2 : 0;
  const inner = { x: box.x + gap / 2, y: box.y + top + gap / 2, width: Math.max(0, box.width - gap), height: Math.max(0, box.height - top - gap) };
  const boxes = squarify(tiles.map(({ value }) => value), inner);
  const rects = tiles.map((tile, index) => renderTile(tile, boxes[index] ?? nowhere)).join("");
  if (!hasName) return rects;
  const label = folder === null ? "elsewhere" : folder === "." ? "(root)" : folder;
  const name = `<text aria-hidden="true" class="folder" x="${round(box.x + gap / 2)}" y="${round(box.y + 14)}">${escapeHtml(fitted(label, box.width - gap, true) ?? "…")}</text>`;
  if (folder === null || folder === ".") return `${name}${rects}`;
  const said = `${folder}: ${sum} ${sum === 1 ? "site" : "sites"}`;
  return `<g class="plot" role="button" tabindex="0" data-folder="${escapeHtml(folder)}"><title>${escapeHtml(said)}</title><rect x="${round(box.x)}" y="${round(box.y)}" width="${round(box.width)}" height="${top}" rx="3"/>${name}</g>${rects}`;
}

/** As much of a name as fits a width, or null; of a path the end. */
function fitted(name: string, width: number, isPath = false): string | null {
  const characters = Array.from(name);
  const fits = Math.floor(width / charWidth);
  if (characters.length <= fits) return name;
  if (fits < 6) return null;
  return isPath ? `…${characters.slice(1 - fits).join("")}` : `${characters.slice(0, fits - 1).join("")}…`;
}

function renderTile({ label, value, file, blocks }: Tile, { x, y, width, height }: Box): string {
  const said = `${label}: ${value} ${value === 1 ? "site" : "sites"}`;
  const shown = height < lineHeight + padding ? null : fitted(label.split("/").at(-1) ?? label, width - 2 * padding);
  const count = shown === null || height < 2 * lineHeight + padding ? "" : `<text aria-hidden="true" class="count" x="${round(x + padding)}" y="${round(y + padding + 10 + lineHeight)}">${value}</text>`;
  const text = shown === null ? "" : `<text aria-hidden="true" x="${round(x + padding)}" y="${round(y + padding + 10)}">${escapeHtml(shown)}</text>`;
  const rect = `<rect x="${round(x + 1)}" y="${round(y + 1)}" width="${round(Math.max(0, width - 2))}" height="${round(Math.max(0, height - 2))}" rx="4"/>`;
  const title = `<title>${escapeHtml(said)}</title>`;
  const kind = file === null ? "rest" : blocks > 0 ? "blocks" : "hinders";
  if (file === null) return `<g class="tile ${kind}" role="img">${title}${rect}${text}${count}</g>`;
  return `<g class="tile ${kind}" role="button" tabindex="0" data-file="${file}">${title}${rect}${text}${count}</g>`;
}

function round(value: number): string {
  return value.toFixed(1);
}
