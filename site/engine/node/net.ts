/** Part of node:net. */
export function isIPv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/u.test(text);
}

/** Part of node:net. */
export function isIPv6(text: string): boolean {
  return parts(text.replace(/%[\w.:-]+$/u, "")) !== null;
}

/** Part of node:net. */
export function isIP(text: string): 0 | 4 | 6 {
  return isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0;
}

type Family = "ipv4" | "ipv6";

interface Net {
  readonly family: Family;
  readonly bits: string;
}

/** Part of node:net. */
export class BlockList {
  readonly #nets: Net[] = [];

  addSubnet(address: string, prefix: number, family: Family = "ipv4"): void {
    this.#nets.push({ family, bits: (bitsOf(address, family) ?? "").slice(0, prefix) });
  }

  addAddress(address: string, family: Family = "ipv4"): void {
    this.#nets.push({ family, bits: bitsOf(address, family) ?? "" });
  }

  check(address: string, family: Family = "ipv4"): boolean {
    const bits = bitsOf(address, family);
    if (bits === null) return false;
    const isIn = (of: Family, some: string): boolean => this.#nets.some((net) => net.family === of && some.startsWith(net.bits));
    // Have: ::ffff:192.168.1.20
    const mapped = family === "ipv6" && bits.startsWith(`${"0".repeat(80)}${"1".repeat(16)}`) ? bits.slice(96) : null;
    return isIn(family, bits) || (mapped !== null && isIn("ipv4", mapped));
  }
}

function bitsOf(address: string, family: Family): string | null {
  if (family === "ipv4") return isIPv4(address) ? address.split(".").map((part) => Number(part).toString(2).padStart(8, "0")).join("") : null;
  return parts(address.replace(/%.*$/u, ""))?.map((part) => part.toString(2).padStart(16, "0")).join("") ?? null;
}

/** The eight numbers of an IPv6 address, or null. */
function parts(address: string): readonly number[] | null {
  const last = /(?<=:)[\d.]+$/u.exec(address)?.[0] ?? "";
  const bits = last.includes(".") ? bitsOf(last, "ipv4") : null;
  if (last.includes(".") && bits === null) return null;
  const plain = bits === null ? address : `${address.slice(0, -last.length)}${Number.parseInt(bits.slice(0, 16), 2).toString(16)}:${Number.parseInt(bits.slice(16), 2).toString(16)}`;
  const halves = plain.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const all = halves.flat();
  if (halves.length > 2 || !all.every((part) => /^[\da-f]{1,4}$/iu.test(part))) return null;
  const [head = [], tail] = halves;
  if (tail === undefined ? all.length !== 8 : all.length > 7) return null;
  return [...head, ...Array.from({ length: 8 - all.length }, () => "0"), ...(tail ?? [])].map((part) => Number.parseInt(part, 16));
}
