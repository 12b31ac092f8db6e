import { describe, expect, test } from "vitest";
import { findShares, shareHint } from "../../detectors/share-path.ts";
import { megabyteOf, processorTime } from "./speed.ts";

const found: readonly (readonly [text: string, path: string, home: string, user: string, rest: string])[] = [
  ["\\\\nas01\\media", "\\\\nas01\\media", "\\\\nas01\\media", "nas01", ""],
  ["\\\\NAS\\Media\\Films 2024\\a.mkv", "\\\\NAS\\Media\\Films 2024\\a.mkv", "\\\\NAS\\Media", "NAS", "Films 2024\\a.mkv"],
  ["\\\\ann-pc\\c$\\station", "\\\\ann-pc\\c$\\station", "\\\\ann-pc\\c$", "ann-pc", "station"],
  ["\\\\files.station.lan\\public\\", "\\\\files.station.lan\\public\\", "\\\\files.station.lan\\public", "files.station.lan", ""],
  ["net use Z: \\\\nas01\\media", "\\\\nas01\\media", "\\\\nas01\\media", "nas01", ""],
  ["copy x '\\\\mediaserver\\in\\x'", "\\\\mediaserver\\in\\x", "\\\\mediaserver\\in", "mediaserver", "x"],
];

const quiet: readonly string[] = [
  "\\\\server\\share",
  "\\\\my-server\\share\\x",
  "\\\\hostname\\folder",
  "\\\\localhost\\c$",
  "\\\\.\\pipe\\rpc.sock",
  "\\\\?\\C:\\station",
  "\\\\wsl.localhost\\Ubuntu\\home",
  "\\\\files.example\\public",
  // an address is another rule's
  "\\\\192.168.1.20\\media",
  "\\\\d+\\w",
  "\\\\alpha\\beta",
  "a\\\\nas01\\media",
  "C:\\\\nas01\\\\media",
  "\\nas01\\media",
  "\\\\nas01",
];

describe("findShares", () => {
  test.each(found)("finds in %j", (text, path, home, user, rest) => {
    expect([...findShares(text)]).toEqual([{ start: text.indexOf(path), end: text.indexOf(path) + path.length, path, home, user, rest, system: "share" }]);
    expect(shareHint.test(text)).toBe(true);
    expect(shareHint.test(JSON.stringify(text))).toBe(true);
  });

  test.each(quiet)("is quiet about %j", (text) => {
    expect([...findShares(text)]).toEqual([]);
  });

  test.each(["\\\\nas1\\a ", "\\\\", "\\\\nas1\\a\\b", " \\\\nas1\\a ", "\\a"])("reads a megabyte of %j in no time", (piece) => {
    const text = megabyteOf(piece);
    expect(processorTime(() => Array.from(findShares(text)))).toBeLessThan(1000);
  });
});
