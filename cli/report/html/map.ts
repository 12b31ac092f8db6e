import { posix } from "node:path";
import type { Overview } from "../overview.ts";
import { many } from "../words.ts";
import { escapeHtml } from "./escape.ts";
import { renderTreemap, type Plot, type Tile } from "./treemap.ts";

/** Files that have a rectangle or a row of their own. */
const mostTiles = 40;

interface FileTile extends Tile {
  readonly file: number;
}

/** Where the trouble sits: a map, and the same as a table. */
export function mapSection({ files }: Overview): string {
  const tiles = files.map(({ file, findings, blocks }, index): FileTile => ({ label: file, value: findings.length, file: index, blocks }));
  const plots = plotsOf(tiles.slice(0, mostTiles), tiles.slice(mostTiles));
  return `<section id="map" aria-labelledby="map-title"><h2 id="map-title">Where it sits</h2><p class="note">Each rectangle is a file, as large as it has sites. Choose a file or a folder to see them.</p>
${legend(tiles)}${renderTreemap(plots, 1000, 420, "treemap wide")}${renderTreemap(plots, 360, 560, "treemap narrow")}
<details class="table"><summary>The same as a table</summary>${table(tiles)}</details></section>`;
}

/** Folders with their files. Small files of a folder share a rectangle, and so do folders of small files. */
function plotsOf(shown: readonly FileTile[], others: readonly FileTile[]): readonly Plot[] {
  const folders = new Map<string, Tile[]>();
  for (const tile of shown) {
    const folder = posix.dirname(tile.label);
    folders.set(folder, [...(folders.get(folder) ?? []), tile]);
  }
  const plots = [...folders].map(([folder, tiles]): Plot => ({ folder, tiles: [...tiles, ...together(others.filter(({ label }) => posix.dirname(label) === folder))] }));
  const elsewhere = together(others.filter(({ label }) => !folders.has(posix.dirname(label))));
  return [...plots, ...(elsewhere.length > 0 ? [{ folder: null, tiles: elsewhere }] : [])]
    .map(({ folder, tiles }) => ({ folder, tiles: [...tiles].sort((a, b) => b.value - a.value) }))
    .sort((a, b) => sumOf(b.tiles) - sumOf(a.tiles));
}

function together(tiles: readonly Tile[]): Tile[] {
  return tiles.length === 0 ? [] : [{ label: many(tiles.length, "other file"), value: sumOf(tiles), file: null, blocks: 0 }];
}

function sumOf(tiles: readonly Tile[]): number {
  return tiles.reduce((sum, { value }) => sum + value, 0);
}

function legend(tiles: readonly FileTile[]): string {
  if (!tiles.some(({ blocks }) => blocks === 0)) return "";
  return '<p class="legend"><span class="key blocks"></span> has sites that block <span class="key hinders"></span> has sites that hinder alone</p>';
}

function table(tiles: readonly FileTile[]): string {
  const rows = tiles.slice(0, mostTiles).map(({ label, value, file, blocks }) => `<tr><td><button type="button" data-file="${file}"><code>${escapeHtml(label)}</code></button></td><td>${value}</td><td>${blocks}</td><td>${value - blocks}</td></tr>`);
  const others = tiles.slice(mostTiles);
  const blocks = others.reduce((sum, tile) => sum + tile.blocks, 0);
  if (others.length > 0) rows.push(`<tr><td>${many(others.length, "other file")}</td><td>${sumOf(others)}</td><td>${blocks}</td><td>${sumOf(others) - blocks}</td></tr>`);
  return `<table><thead><tr><th scope="col">File</th><th scope="col">Sites</th><th scope="col">Block</th><th scope="col">Hinder</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
