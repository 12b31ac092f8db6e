import { expect } from "vitest";
import type { Read } from "../../languages/reader.ts";
import type { Reading, Site, Zone } from "../../languages/site.ts";

/** A reading of a text, with what every reading must hold checked: ranges lie in the text, and places of the value in the range. */
export function readingOf(read: Read, text: string, path = "file", zone: Zone = "config"): Reading {
  const reading = read({ path, text, zone });
  for (const site of reading.sites) check(site, text);
  for (const { range } of reading.comments) expect(range[0] < range[1] && range[1] <= text.length, `comment at ${range.join("-")}`).toBe(true);
  if (reading.error) expect(reading.error.offset).toBeLessThanOrEqual(text.length);
  return reading;
}

function check(site: Site, text: string): void {
  const [start, end] = site.range;
  if (!(start >= 0 && start <= end && end <= text.length)) expect(site.range, site.value).toBe("in the text");
  const length = site.value.length;
  for (const [from, to] of [[0, length], [0, Math.min(1, length)], [Math.max(0, length - 1), length]] as const) {
    const place = site.rangeOf(from, to);
    if (place && !(place[0] >= start && place[0] <= place[1] && place[1] <= end)) expect(place, site.value).toBe(`inside of ${start}-${end}`);
  }
  expect(site.rangeOf(0, length + 1)).toBeNull();
}

/** A site in one line: `scope.name use value`, with what else is known of it. */
export function line(site: Site): string {
  const where = [site.scope, site.name].filter((part) => part !== null).join(" / ");
  const own = site.own && site.own.length > 0 ? ` own:${site.own.join("+")}` : "";
  return `${where} ${site.use} ${JSON.stringify(site.value)}${own}${site.fallback === null ? "" : ` fallback:${site.fallback}`}`;
}

/** The only site with a value. */
export function siteWith(reading: Reading, value: string): Site {
  const found = reading.sites.filter((site) => site.value === value);
  expect(found.map((site) => site.value), reading.sites.map((site) => site.value).join(" | ")).toEqual([value]);
  return found[0] as Site;
}

/** Reads a hostile text to its end and looks at all of it, within two seconds of computing for each megabyte and six more, whatever else the machine does. */
export function expectBounded(read: Read, text: string, path = "file"): void {
  const start = process.cpuUsage().user;
  const { sites, comments, error } = read({ path, text, zone: "config" });
  let length = comments.length + (error?.offset ?? 0);
  for (const site of sites) length += site.value.length + (site.rangeOf(0, site.value.length)?.[0] ?? 0);
  expect(length).toBeGreaterThanOrEqual(0);
  expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(6_000 + text.length / 500);
}

/** Sites but the names of environment variables, which have tests of their own. */
export function withoutNames(sites: readonly Site[]): readonly Site[] {
  return sites.filter(({ use }) => use !== "variable");
}
