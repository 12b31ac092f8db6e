import { BlockList, isIPv4, isIPv6 } from "node:net";

import { HOLE } from "./hole.ts";

/** An address of one private network; `start` and `end` are offsets in the text, without port and brackets. */
export interface PrivateAddress {
  readonly start: number;
  readonly end: number;
  /** As written, with the zone of a link-local address: `192.168.6.38`, `fe80::1%eth0`. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number | null;
  /** Whether the text is the address, the address and a port, or holds it in a URL or among other things. */
  readonly form: "bare" | "host-port" | "url" | "text";
}

/** Matches the source text of everything that `findPrivateAddresses` finds. */
export const privateAddressHint =
  /(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.\d|f(?:[cd][\da-f]{2}|e[89ab][\da-f]):|:ffff:/i;

/** Matches the text of every file that finds out the addresses of the machine it runs on: what such calls and commands are called. */
export const detectionHint =
  /getsockname|gethostby|getaddrinfo|networkInterfaces|net_if_addrs|netifaces|ifaddresses|internal-?ip|ip\.address|ipify|icanhazip|ifconfig|checkip|ident\.me|ipecho|hostname\s+-I|getifaddr|ip\s+(?:route|addr|-4|a\b)|\w(?:ip|host|addr(?:ess)?)(?:_?\w{1,20})?\s?\(\)/i;

/** Matches the text of every file in which an address of one network stands, or is found out. */
export const addressHint = new RegExp(`${privateAddressHint.source}|${detectionHint.source}`, "i");

const PRIVATE = new BlockList();
// https://www.rfc-editor.org/rfc/rfc1918#section-3
PRIVATE.addSubnet("10.0.0.0", 8, "ipv4");
PRIVATE.addSubnet("172.16.0.0", 12, "ipv4");
PRIVATE.addSubnet("192.168.0.0", 16, "ipv4");
// https://www.rfc-editor.org/rfc/rfc6598#section-7 (carriers' networks, Tailscale)
PRIVATE.addSubnet("100.64.0.0", 10, "ipv4");
// https://www.rfc-editor.org/rfc/rfc3927#section-2.1
PRIVATE.addSubnet("169.254.0.0", 16, "ipv4");
// https://www.rfc-editor.org/rfc/rfc4193#section-3.1
PRIVATE.addSubnet("fc00::", 7, "ipv6");
// https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6
PRIVATE.addSubnet("fe80::", 10, "ipv6");

/** Addresses in private ranges that mean the same on every machine that has them at all. */
const EVERYWHERE = new Set([
  // Cloud metadata, time and DNS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html,
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint.html, https://www.alibabacloud.com/help/ecs/user-guide/view-instance-metadata
  "169.254.169.254",
  "169.254.169.253",
  "169.254.169.123",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  // Tailscale's own DNS: https://tailscale.com/kb/1381/what-is-quad100
  "100.100.100.100",
  // The host as an emulator sees it: https://developer.android.com/studio/run/emulator-networking, Genymotion
  "10.0.2.2",
  "10.0.3.2",
  // A cable modem's own page, fixed by DOCSIS (CM-SP-OSSI), and the dish of Starlink, whatever the network is
  "192.168.100.1",
  // The default bridge: https://docs.docker.com/engine/network/drivers/bridge/
  "172.17.0.1",
]);
const EVERYWHERE_V6 = new BlockList();
for (const address of EVERYWHERE) EVERYWHERE_V6.addAddress(address, "ipv4");
for (const address of ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254"]) EVERYWHERE_V6.addAddress(address, "ipv6");

/** How far one look goes from a match, so that scanning stays linear in the text. */
const REACH = 256;
const CANDIDATE = /[\da-f:][\da-f:.]*/gi;

/** Finds addresses of single machines in private networks; networks, masks, ranges and versions are not such. */
export function* findPrivateAddresses(text: string): Generator<PrivateAddress> {
  if (!privateAddressHint.test(text)) return;
  for (const match of text.matchAll(CANDIDATE)) {
    const word = match[0].replace(/\.$/, "");
    if (word.length < 4) continue;
    const found = readIPv6(text, match.index, word) ?? readIPv4(text, match.index, word);
    if (found !== null && found !== "other") yield found;
  }
}

type Reading = PrivateAddress | "other" | null;

/** Reads the word as an IPv6 address; "other" when it is one that is not reported, so that no IPv4 is seen inside it. */
function readIPv6(text: string, start: number, word: string): Reading {
  if (!word.includes("::") && word.split(":").length < 7) return null;
  const address = isIPv6(word) ? word : withoutTail(word);
  if (address === null) return null;
  const addressEnd = start + address.length;
  const zone = /^%[\w.~\uFFFC-]+/.exec(text.slice(addressEnd, addressEnd + 40))?.[0] ?? "";
  const end = addressEnd + zone.length;
  const mapped = /:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (address.endsWith("::") || zone === "%lo0" || (mapped !== undefined && isNetwork(mapped))) return "other";
  // A list is slow to ask: only these prefixes are on it.
  if (/:(?:ffff|0?ec2|0{0,2}ce):/i.test(address) && EVERYWHERE_V6.check(address, "ipv6")) return "other";
  if (!PRIVATE.check(address, "ipv6")) return "other";

  const isBracketed = text.charAt(start - 1) === "[" && text.charAt(end) === "]";
  const outerStart = isBracketed ? start - 1 : start;
  const outerEnd = isBracketed ? end + 1 : end;
  if (!beginsHost(text, outerStart) || !endsHost(text, outerEnd, false)) return "other";
  const port = isBracketed ? portAt(text, outerEnd) : null;
  return {
    start,
    end,
    address: address + zone,
    family: 6,
    port: port?.value ?? null,
    form: formOf(text, outerStart, outerEnd, port?.end ?? null),
  };
}

// Have: `fe80::1:` or `fd00::1.` before the rest of a sentence.
function withoutTail(word: string): string | null {
  const shorter = word.slice(0, -1);
  return word.endsWith(":") && !shorter.endsWith(":") && isIPv6(shorter) ? shorter : null;
}

function readIPv4(text: string, wordStart: number, word: string): Reading {
  // Have: `e10.0.0.5` and `db:10.0.0.5:5432`: the word may hold a name and a port around the address.
  const match = /(?:^|:)(\d+(?:\.\d+){3,})(?=:|$)/.exec(word);
  const address = match?.[1];
  if (match === null || address === undefined || !isIPv4(address)) return null;
  if (EVERYWHERE.has(address) || isNetwork(address) || !PRIVATE.check(address, "ipv4")) return null;
  const start = wordStart + match.index + match[0].length - address.length;
  const end = start + address.length;
  if (!beginsHost(text, start) || isVersion(text, start)) return null;
  if (!endsHost(text, end, isInUrl(text, start)) || isRange(text, start, end)) return null;
  const port = portAt(text, end);
  return { start, end, address, family: 4, port: port?.value ?? null, form: formOf(text, start, end, port?.end ?? null) };
}

// The first address of a network names it, the last is its broadcast; octets of 255 are masks.
function isNetwork(address: string): boolean {
  return /\.(?:0|255)$/.test(address);
}

function before(text: string, index: number, reach: number): string {
  return text.slice(Math.max(0, index - reach), index);
}

/** Whether a host can begin here: not inside a word, a number, a path or a range. */
function beginsHost(text: string, start: number): boolean {
  if (start === 0) return true;
  const char = text.charAt(start - 1);
  if (/[\s"'`=,([{<>;|&@!?\\\u201C\u2018]/.test(char)) return true;
  const near = before(text, start, 8);
  if (char === ":") return !/(?:^|\W)\d+:$/.test(near);
  // Have: `http://10.0.0.5`, `/ip4/10.0.0.5/tcp/4001`; not `UP.Browser/10.0.4.1`.
  if (char === "/") return /(?:\/|\/ip[46])\/$/.test(near);
  // Have: `${HOST:-10.0.0.5}`, `-h10.0.0.5` is left alone.
  return char === "-" && near.endsWith(":-");
}

/** Whether a host can end here: not before more of a name, a network's length or a range. */
function endsHost(text: string, end: number, isUrl: boolean): boolean {
  const tail = text.slice(end, end + 24);
  if (tail === "") return true;
  if (tail.startsWith(".")) return /^\.(?:$|[\s"'`)\]])/.test(tail);
  if (tail.startsWith("/")) return isUrl || !/^\/(?:-?\d{1,3}\b|\d+\.\d+\.)/.test(tail);
  if (tail.startsWith(HOLE)) return isUrl;
  return /^[\s"'`:,;)\]}<>|&?#\\=!$\u201D\u2019]/.test(tail);
}

// Have: `10.0.0.1 - 10.0.0.9`, `10.0.0.1 to 10.0.0.9`; without spaces the hyphen already stops the host.
function isRange(text: string, start: number, end: number): boolean {
  const near = before(text, start, 24);
  return (
    /^\s+(?:-|\u2013|to|through)\s+\d+\.\d+\./.test(text.slice(end, end + 24)) ||
    /\d\.\d{1,3}\s+(?:-|\u2013|to|through)\s+$/.test(near)
  );
}

// Have: `version 10.0.3.1`, `foo==10.0.3.1`, `>= 10.1.2.3`; `v10.0.3.1` and `^10.0.3.1` are not hosts to begin with.
function isVersion(text: string, start: number): boolean {
  const near = before(text, start, 24);
  return /(?:version|release|firmware|build|revision|\bver|\bv)[^\w\n]{0,4}$|[=<>~!]=\s?$/i.test(near);
}

function isInUrl(text: string, start: number): boolean {
  const char = text.charAt(start - 1);
  if (char === "/") return text.charAt(start - 2) === "/";
  // Have: `rtsp://user:pass@10.0.0.5`
  if (char !== "@") return false;
  const near = before(text, start, REACH);
  return /^:\/\/[^\s/"'`]*$/.test(near.slice(near.lastIndexOf("://")));
}

function portAt(text: string, end: number): { readonly value: number; readonly end: number } | null {
  const digits = /^:(\d{1,5})(?![\w.])/.exec(text.slice(end, end + 8))?.[1];
  if (digits === undefined) return null;
  const value = Number(digits);
  return value > 65_535 ? null : { value, end: end + 1 + digits.length };
}

function formOf(text: string, start: number, end: number, portEnd: number | null): PrivateAddress["form"] {
  if (isInUrl(text, start)) return "url";
  if (start > 0) return "text";
  if (end === text.length) return "bare";
  const isPort = portEnd === text.length || text.slice(end) === `:${HOLE}`;
  return isPort ? "host-port" : "text";
}
