import { describe, expect, test } from "vitest";

import { HOLE } from "../../detectors/hole.ts";
import { isAugmented, isInstallPrefix, searchPathEntries } from "../../detectors/search-path.ts";
import { megabyteOf, processorTime } from "./speed.ts";

const lists: readonly (readonly [text: string, ...entries: string[]])[] = [
  ["/usr/bin:/bin", "/usr/bin", "/bin"],
  ["/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin", "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/opt/homebrew/bin"],
  ["/opt/homebrew/bin:$PATH", "/opt/homebrew/bin", "$PATH"],
  ["/opt/homebrew/bin:${PATH}", "/opt/homebrew/bin", "${PATH}"],
  ["${PATH:-/usr/bin}:/opt/homebrew/bin", "${PATH:-/usr/bin}", "/opt/homebrew/bin"],
  ["$HOME/.local/bin:$PATH", "$HOME/.local/bin", "$PATH"],
  ["/opt/x/current:$PATH", "/opt/x/current", "$PATH"],
  ["%(here)s/venv/bin:%(ENV_PATH)s", "%(here)s/venv/bin", "%(ENV_PATH)s"],
  [`/opt/homebrew/bin:${HOLE}`, "/opt/homebrew/bin", HOLE],
  [`${HOLE}:/usr/local/bin`, HOLE, "/usr/local/bin"],
  ["venv/bin:/usr/bin", "venv/bin", "/usr/bin"],
  ["/usr/bin:", "/usr/bin", ""],
  [":/usr/bin", "", "/usr/bin"],
  ["/usr/local/games:/usr/games:/snap/bin", "/usr/local/games", "/usr/games", "/snap/bin"],
  ["/Users/ann/.cargo/bin:/usr/bin", "/Users/ann/.cargo/bin", "/usr/bin"],
  ["/Applications/VMware Fusion.app/Contents/MacOS:/usr/bin", "/Applications/VMware Fusion.app/Contents/MacOS", "/usr/bin"],
  ["/home/linuxbrew/.linuxbrew/bin:/home/linuxbrew/.linuxbrew/sbin:/bin", "/home/linuxbrew/.linuxbrew/bin", "/home/linuxbrew/.linuxbrew/sbin", "/bin"],
  ["PATH=/opt/homebrew/bin:/usr/bin", "/opt/homebrew/bin", "/usr/bin"],
  ['export PATH="/opt/homebrew/bin:$PATH"', "/opt/homebrew/bin", "$PATH"],
];

const others: readonly string[] = [
  "",
  ":",
  "/usr/bin",
  "$PATH",
  "http://localhost:3000",
  "https://example.com/bin:/bin",
  "localhost:3000/bin",
  "12:30",
  "/data:/data",
  "./data:/app/data",
  "/usr/bin:/usr/bin:ro",
  "/usr/local/bin:/usr/local/bin",
  "/usr/local/bin/docker:/usr/local/bin/docker",
  "/var/run/docker.sock:/var/run/docker.sock",
  "/Users/ann/app:/Users/ann/lib",
  "/usr/lib:/usr/local/lib",
  `${HOLE}:${HOLE}`,
  `${HOLE}:8080`,
  `${HOLE}:/data`,
  "$HOST:$PORT",
  "/usr/bin: not found",
  "/usr/bin:\n/bin",
  "a:b",
  ":bin",
  "sbin:bin",
  "/bin/x:12:/bin",
];

const augmented: readonly string[] = ["/x/bin:$PATH", "${PATH}:/x/bin", "${PATH:+$PATH:}/x/bin", "/x:%(ENV_PATH)s", "C:\\x;%PATH%", "%Path%", `/x/bin:${HOLE}`, "$env:PATH", "${env:PATH}:/x", "$(PATH)", ":/x/bin", "/x/bin:"];
const replaced: readonly string[] = ["", "/usr/bin:/bin", "$PATHS:/bin", "$PATH_OLD:/bin", "$MANPATH:/x", "PATH", "%(ENV_HOME)s/bin:/bin"];

const foreign: readonly string[] = ["/opt/homebrew/bin", "/opt/homebrew", "/opt/homebrew/opt/x/bin", "/usr/local/opt/x/bin", "/usr/local/Cellar/x/1/bin", "/home/linuxbrew/.linuxbrew/bin", "/opt/local/bin", "/snap/bin", "/Applications/X.app/Contents/MacOS"];
const native: readonly string[] = ["", "/usr/bin", "/bin", "/usr/local/bin", "/usr/local/sbin", "/usr/games", "/opt/x/bin", "$PATH", HOLE, "~/bin", "/Users/ann/bin", "x/opt/homebrew/bin"];

describe("searchPathEntries", () => {
  test.each(lists)("reads %j", (text, ...entries) => {
    const read = searchPathEntries(text);
    expect(read?.map(({ entry }) => entry)).toEqual(entries);
    expect(read?.map(({ start, end }) => text.slice(start, end))).toEqual(entries);
  });

  test.each(others)("takes %j for something else", (text) => {
    expect(searchPathEntries(text)).toBeNull();
  });

  test.each(["/bin:", "$PATH:", "{:", "$env:", "export ", " ", "/opt/homebrew/bin:", ":"])("reads a megabyte of %j in no time", (piece) => {
    const text = megabyteOf(piece);
    const time = processorTime(() => {
      searchPathEntries(text);
      isAugmented(text);
    });
    expect(time).toBeLessThan(1000);
  });
});

describe("isAugmented", () => {
  test.each(augmented)("holds for %j", (text) => {
    expect(isAugmented(text)).toBe(true);
  });

  test.each(replaced)("does not hold for %j", (text) => {
    expect(isAugmented(text)).toBe(false);
  });
});

describe("isInstallPrefix", () => {
  test.each(foreign)("holds for %j", (entry) => {
    expect(isInstallPrefix(entry)).toBe(true);
  });

  test.each(native)("does not hold for %j", (entry) => {
    expect(isInstallPrefix(entry)).toBe(false);
  });
});
