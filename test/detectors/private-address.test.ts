import { describe, expect, test } from "vitest";

import { HOLE } from "../../detectors/hole.ts";
import { findPrivateAddresses, privateAddressHint } from "../../detectors/private-address.ts";
import { megabyteOf, processorTime } from "./speed.ts";

type Case = readonly [text: string, address: string, form: string, port?: number];

const found: readonly Case[] = [
  ["192.168.6.38", "192.168.6.38", "bare"],
  ["10.0.0.1", "10.0.0.1", "bare"],
  ["172.16.0.1", "172.16.0.1", "bare"],
  ["172.31.255.254", "172.31.255.254", "bare"],
  ["100.64.0.1", "100.64.0.1", "bare"],
  ["100.127.3.4", "100.127.3.4", "bare"],
  ["169.254.10.20", "169.254.10.20", "bare"],
  ["192.168.6.38:1883", "192.168.6.38", "host-port", 1883],
  [`192.168.6.38:${HOLE}`, "192.168.6.38", "host-port"],
  ["192.168.6.38:8080:80", "192.168.6.38", "text", 8080],
  ["192.168.6.38:8080/path", "192.168.6.38", "text", 8080],
  ["192.168.6.38/path", "192.168.6.38", "text"],
  ["10.0.0.1:7441/AjycCI6Nysudo94N", "10.0.0.1", "text", 7441],
  ["10.5.113.53:/volume1/backup", "10.5.113.53", "text"],
  ["http://192.168.6.38", "192.168.6.38", "url"],
  ["http://192.168.6.38/24", "192.168.6.38", "url"],
  ["http://192.168.6.38:9100/metrics", "192.168.6.38", "url", 9100],
  ["mqtt://user:secret@192.168.6.38:1883", "192.168.6.38", "url", 1883],
  ["postgresql://app@10.0.4.7/db", "10.0.4.7", "url"],
  [`http://192.168.6.38:${HOLE}/x`, "192.168.6.38", "url"],
  [`http://192.168.6.38${HOLE}`, "192.168.6.38", "url"],
  [`${HOLE}://192.168.6.38/x`, "192.168.6.38", "url"],
  ["//192.168.6.38/x.js", "192.168.6.38", "url"],
  ["GET http://192.168.6.38/x", "192.168.6.38", "url"],
  ["${API:-http://192.168.6.38:9100}", "192.168.6.38", "url", 9100],
  ["${HOST:-100.86.233.125}", "100.86.233.125", "text"],
  ["ssh pi@192.168.6.38", "192.168.6.38", "text"],
  ["tcp:192.168.6.38:502", "192.168.6.38", "text", 502],
  ["\\\\192.168.6.38\\share", "192.168.6.38", "text"],
  ["/ip4/192.168.6.38/tcp/4001", "192.168.6.38", "text"],
  ["host=192.168.6.38 port=5432", "192.168.6.38", "text"],
  ["It runs on 192.168.6.38.", "192.168.6.38", "text"],
  ["(192.168.6.38)", "192.168.6.38", "text"],
  ['{"host": "192.168.6.38"}', "192.168.6.38", "text"],
  ["192.168.6.38:99999", "192.168.6.38", "text"],
  ["fd12:3456:789a::1", "fd12:3456:789a::1", "bare"],
  ["FC00::1", "FC00::1", "bare"],
  ["[fd12:3456:789a::1]", "fd12:3456:789a::1", "bare"],
  ["[fd12:3456:789a::1]:8080", "fd12:3456:789a::1", "host-port", 8080],
  ["http://[fd12:3456:789a::1]:8080/x", "fd12:3456:789a::1", "url", 8080],
  ["http://[fe80::1%25eth0]/x", "fe80::1%25eth0", "url"],
  ["fe80::1%eth0", "fe80::1%eth0", "bare"],
  [`[fe80::1%${HOLE}]:80`, `fe80::1%${HOLE}`, "host-port", 80],
  ["fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a", "bare"],
  ["fe80:0000:0000:0000:0204:61ff:fe9d:f156", "fe80:0000:0000:0000:0204:61ff:fe9d:f156", "bare"],
  ["ping fe80::1: lost", "fe80::1", "text"],
  ["::ffff:192.168.1.1", "::ffff:192.168.1.1", "bare"],
  ["::ffff:c0a8:0101", "::ffff:c0a8:0101", "bare"],
  ["::FFFF:10.0.0.7", "::FFFF:10.0.0.7", "bare"],
];

const several: readonly (readonly [text: string, ...addresses: string[]])[] = [
  ["192.168.6.38,192.168.6.39", "192.168.6.38", "192.168.6.39"],
  ["a 10.0.0.5:1 b fd00::5 c 10.0.0.6", "10.0.0.5", "fd00::5", "10.0.0.6"],
  ["http://10.0.0.5/?to=http://10.0.0.6", "10.0.0.5", "10.0.0.6"],
];

const quiet: readonly string[] = [
  "",
  // public and loopback
  "8.8.8.8",
  "127.0.0.1",
  "0.0.0.0",
  "172.15.0.1",
  "172.32.0.1",
  "100.63.0.1",
  "100.128.0.1",
  "192.169.1.1",
  "::1",
  "::",
  "::ffff:127.0.0.1",
  "0:0:0:0:0:ffff:127.0.0.1",
  "fec0::1",
  "2606:4700::1111",
  "64:ff9b::192.168.1.1",
  // documentation
  "192.0.2.1",
  "198.51.100.7",
  "203.0.113.9",
  "2001:db8::1",
  "2001:DB8::1",
  "2001:0db8:0000:0000:0000:0000:0000:0001",
  // the same everywhere
  "169.254.169.254",
  "http://169.254.169.254/latest/meta-data",
  "169.254.170.2",
  "fd00:ec2::254",
  "[fd00:ec2::254]:80",
  "100.100.100.200",
  "10.0.2.2",
  "http://192.168.100.1/support/statistics",
  "http://10.0.2.2:3000",
  "172.17.0.1",
  "fe80::1%lo0",
  // networks, masks, ranges
  "10.0.0.0",
  "192.168.1.0",
  "192.168.1.255",
  "255.255.255.0",
  "10.0.0.0/8",
  "192.168.1.5/24",
  "192.168.1.5/24/24",
  "10.0.0.1/-1",
  "::ffff:169.254.169.254",
  "allow 192.168.1.5/32;",
  "192.168.1.5/255.255.255.0",
  "172.16.0.0/12",
  "fc00::/7",
  "fe80::/10",
  "fd12:3456:789a::1/64",
  "fe80::",
  "192.168.*.*",
  "192.168.1.*",
  "192.168.x.x",
  "192.168.",
  "192.168.1.",
  "192.168.1",
  "10.0.0.1-10.0.0.9",
  "10.0.0.1-50",
  "10.0.0.1 - 10.0.0.9",
  "10.0.0.1 to 10.0.0.9",
  "10.0.0.1..10.0.0.9",
  // unknown in part
  `192.168.1.${HOLE}`,
  `192.168.${HOLE}.5`,
  `${HOLE}10.0.0.5`,
  `10.0.0.5${HOLE}`,
  // versions, numbers, names
  "8.1.0.84",
  "UP.Browser/5.0.4.1",
  "UP.Browser/10.0.4.1 (GUI)",
  "castor-0.9.5.1.jar",
  "castor-10.9.5.1.jar",
  "v10.0.3.1",
  "version 10.0.3.1",
  "Version: 10.0.3.1",
  "foo==10.0.3.1",
  "foo>=10.0.3.1",
  "^10.0.3.1",
  "~10.0.3.1",
  "10.0.3.1-beta",
  "10.0.3.1rc1",
  "10.0.19041.1",
  "1.3.6.1.4.1",
  "10.1.2.3.4",
  "1.10.0.0.5",
  "10.0.0.256",
  "192.168.01.1",
  "010.0.0.1",
  "192.168.1.1.nip.io",
  "5.1.168.192.in-addr.arpa",
  "backup_192.168.1.5",
  "192.168.1.5_backup",
  "x192.168.1.5",
  "12:30:45",
  "2024-01-01T10:00:00",
  "00:1A:2B:3C:4D:5E",
  "fd:ab:12:34:56:78:9a:bc",
  "fd1234567890abcdef1234567890abcdef123456",
  "feed::face",
  "std::fdab::x",
  "fdab:12",
];

const sources: readonly string[] = ['"192.168.6.38"', "http://10.4.5.6", "100.101.102.103", "::FFFF:C0A8:0101", "FE80::1", "fdab::1"];

const slow: readonly string[] = ["10.0.0.5 ", "10.0.0.5,", "10.", ".", ":", "a:", "f", "1", "fd00::1 ", "fd00:", "::ffff:10.0.0.1 ", "://10.0.0.5@", "@10.0.0.5", "/10.0.0.5", "10.0.0.5 - ", "version "];

describe("findPrivateAddresses", () => {
  test.each(found.map(([text, address, form, port = null]) => ({ text, address, form, port })))("finds in $text", ({ text, address, form, port }) => {
    const all = [...findPrivateAddresses(text)];
    expect(all).toMatchObject([{ address, form, port, family: address.includes(":") ? 6 : 4 }]);
    expect(text.slice(all[0]?.start, all[0]?.end)).toBe(address);
    expect(privateAddressHint.test(text)).toBe(true);
  });

  test.each(several)("finds all in %j", (text, ...addresses) => {
    expect([...findPrivateAddresses(text)].map(({ address }) => address)).toEqual(addresses);
  });

  test.each(quiet)("is quiet about %j", (text) => {
    expect([...findPrivateAddresses(text)]).toEqual([]);
  });

  test.each(slow)("reads a megabyte of %j in no time", (piece) => {
    const text = `10.0.0.1 ${megabyteOf(piece)}`;
    const time = processorTime(() => {
      Array.from(findPrivateAddresses(text));
    });
    expect(time).toBeLessThan(1000);
  });
});

describe("privateAddressHint", () => {
  test.each(sources)("matches the source %j", (source) => {
    expect(privateAddressHint.test(source)).toBe(true);
  });
});
