import { isIPv4 } from "node:net";
import { findPrivateAddresses } from "../../detectors/private-address.ts";
import type { Own, Range } from "../site.ts";

/** Which side of the container a value of a compose file is about. */
export type Side =
  /** the machine that runs the container */
  | "host"
  /** the inside of the image */
  | "container"
  /** `host:container:mode` */
  | "both"
  /** `NAME=value` of the container's environment */
  | "assignment"
  /** addresses of a network that the file makes */
  | "network";

const inContainer = new Set("command entrypoint healthcheck working_dir user tmpfs target environment labels annotations shell test interval args".split(" "));

/** Tells which side a value is about, by the keys down to it. https://docs.docker.com/reference/compose-file/ */
export function sideOf(path: readonly string[], value: string): Side {
  const [top = ""] = path;
  const rest = top === "services" ? path.slice(2) : path.slice(1);
  const [first = "", second = ""] = rest;
  if (top === "networks" || first === "networks") return "network";
  if (top === "volumes") return "host";
  if (first === "volumes" || first === "devices") {
    if (rest.length === 1) return "both";
    return second === "target" ? "container" : "host";
  }
  if (first === "environment" && rest.length === 1 && /^\w+=/u.test(value)) return "assignment";
  if (first === "build") return second === "args" ? "container" : "host";
  return rest.some((key) => inContainer.has(key)) ? "container" : "host";
}

/** The sides of `host:container:mode`. Without a host side docker makes the volume. */
export function volumeSides(value: string): { readonly host: Range | null; readonly container: Range } {
  const colons: number[] = [];
  let depth = 0;
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === "{") depth++;
    else if (char === "}") depth--;
    // Have: `C:\data:/data`
    else if (char === ":" && depth <= 0 && !(at === 1 && /[\\/]/u.test(value.charAt(2)))) colons.push(at);
  }
  const [first, second] = colons;
  if (first === undefined) return { host: null, container: [0, value.length] };
  return { host: [0, first], container: [first + 1, second ?? value.length] };
}

/** The variable whose missing value a text gives: `${DATA:-/srv/data}`. */
export function fallbackOf(value: string): string | null {
  return /^\$\{(\w+):?-[^{}]*\}$/u.exec(value)?.[1] ?? null;
}

/** The addresses that the file itself gives out: those of its networks, and all inside of their subnets. */
export function plannedIn(text: string): (address: string) => boolean {
  const fixed = new Set([...text.matchAll(/\b(?:ipv4_address|gateway):\s*["']?([\d.]+)/gu)].map((match) => match[1] ?? ""));
  const subnets = [...text.matchAll(/\b(?:subnet|ip_range):\s*["']?([\d.]+)\/(\d{1,2})\b/gu)].flatMap(([, address = "", bits]) => {
    const base = numberOf(address);
    const size = 2 ** (32 - Math.min(32, Number(bits)));
    return base === null ? [] : [{ from: Math.floor(base / size) * size, size }];
  });
  return (address) => {
    const number = numberOf(address);
    return fixed.has(address) || (number !== null && subnets.some(({ from, size }) => number >= from && number < from + size));
  };
}

/** What of a value the compose file lays down itself. */
export function ownIn(side: Side, value: string, isPlanned: (address: string) => boolean): readonly Own[] {
  const own: Own[] = side === "container" || side === "assignment" ? ["paths"] : [];
  const addresses = [...findPrivateAddresses(value)];
  if (side === "network" || (addresses.length > 0 && addresses.every(({ address }) => isPlanned(address)))) own.push("addresses");
  return own;
}

function numberOf(address: string): number | null {
  return isIPv4(address) ? address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) : null;
}
