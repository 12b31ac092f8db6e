import { describe, expect, test } from "vitest";

import { HOLE } from "../../detectors/hole.ts";
import { findInstallPaths, findVenvPaths, homebrewHint, venvHint } from "../../detectors/install-path.ts";
import { megabyteOf, processorTime } from "./speed.ts";

type Case = readonly [text: string, path: string, prefix: string, manager: string, executable: string | null];

const found: readonly Case[] = [
  ["/opt/homebrew", "/opt/homebrew", "/opt/homebrew", "homebrew", null],
  ["/opt/homebrew/bin", "/opt/homebrew/bin", "/opt/homebrew", "homebrew", null],
  ["/opt/homebrew/bin/", "/opt/homebrew/bin/", "/opt/homebrew", "homebrew", null],
  ["/opt/homebrew/bin/jq", "/opt/homebrew/bin/jq", "/opt/homebrew", "homebrew", "jq"],
  ["/opt/homebrew/bin/jq -r .x", "/opt/homebrew/bin/jq", "/opt/homebrew", "homebrew", "jq"],
  ["exec /opt/homebrew/bin/jq", "/opt/homebrew/bin/jq", "/opt/homebrew", "homebrew", "jq"],
  ["/opt/homebrew/opt/python@3.13/bin/python3.13", "/opt/homebrew/opt/python@3.13/bin/python3.13", "/opt/homebrew", "homebrew", "python3.13"],
  ["/opt/homebrew/opt/postgresql@14/bin", "/opt/homebrew/opt/postgresql@14/bin", "/opt/homebrew", "homebrew", null],
  ["/opt/homebrew/sbin/nginx", "/opt/homebrew/sbin/nginx", "/opt/homebrew", "homebrew", "nginx"],
  ["/opt/homebrew/etc/nginx/nginx.conf", "/opt/homebrew/etc/nginx/nginx.conf", "/opt/homebrew", "homebrew", null],
  [`/opt/homebrew/bin/${HOLE}`, `/opt/homebrew/bin/${HOLE}`, "/opt/homebrew", "homebrew", null],
  ["/home/linuxbrew/.linuxbrew/bin/jq", "/home/linuxbrew/.linuxbrew/bin/jq", "/home/linuxbrew/.linuxbrew", "homebrew", "jq"],
  ["/usr/local/Cellar/jq/1.7/bin/jq", "/usr/local/Cellar/jq/1.7/bin/jq", "/usr/local/Cellar", "homebrew", "jq"],
  ["/usr/local/opt/openssl/lib", "/usr/local/opt/openssl/lib", "/usr/local/opt", "homebrew", null],
  ["/usr/local/bin/docker", "/usr/local/bin/docker", "/usr/local/bin", "local", "docker"],
  ["/usr/local/bin/docker-compose up -d", "/usr/local/bin/docker-compose", "/usr/local/bin", "local", "docker-compose"],
  ["/usr/local/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/sbin", "local", "nginx"],
  [`/usr/local/bin/${HOLE}`, `/usr/local/bin/${HOLE}`, "/usr/local/bin", "local", null],
  ["#!/opt/homebrew/bin/python3", "/opt/homebrew/bin/python3", "/opt/homebrew", "homebrew", "python3"],
  ["${JQ:-/opt/homebrew/bin/jq}", "/opt/homebrew/bin/jq", "/opt/homebrew", "homebrew", "jq"],
  ["JQ='/opt/homebrew/bin/jq'", "/opt/homebrew/bin/jq", "/opt/homebrew", "homebrew", "jq"],
  ["gcc -L/opt/homebrew/lib -lx", "/opt/homebrew/lib", "/opt/homebrew", "homebrew", null],
  ["/opt/local/bin/port", "/opt/local/bin/port", "/opt/local/bin", "macports", "port"],
  ["/opt/local/lib/x.dylib", "/opt/local/lib/x.dylib", "/opt/local/lib", "macports", null],
  ["/snap/bin/chromium", "/snap/bin/chromium", "/snap/bin", "snap", "chromium"],
  ["/Applications/Foo.app", "/Applications/Foo.app", "/Applications/Foo.app", "application", null],
  ["/Applications/Foo.app/Contents/MacOS/foo", "/Applications/Foo.app/Contents/MacOS/foo", "/Applications/Foo.app", "application", "foo"],
  [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Google Chrome.app",
    "application",
    "Google Chrome",
  ],
  [
    "'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' --headless",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Google Chrome.app",
    "application",
    "Google Chrome",
  ],
  [
    "/Applications/Visual Studio Code - Insiders.app/Contents/MacOS/Code - Insiders",
    "/Applications/Visual Studio Code - Insiders.app/Contents/MacOS/Code - Insiders",
    "/Applications/Visual Studio Code - Insiders.app",
    "application",
    "Code - Insiders",
  ],
  ["/Applications/Foo.app/Contents/MacOS/Foo --headless", "/Applications/Foo.app/Contents/MacOS/Foo", "/Applications/Foo.app", "application", "Foo"],
  [
    "exec /Applications/My Foo.app/Contents/MacOS/My Foo now",
    "/Applications/My Foo.app/Contents/MacOS/My Foo",
    "/Applications/My Foo.app",
    "application",
    "My Foo",
  ],
  ["open /Applications/Foo.app now", "/Applications/Foo.app", "/Applications/Foo.app", "application", null],
  [
    "/Applications/OrbStack.app/Contents/MacOS/xbin/docker ps",
    "/Applications/OrbStack.app/Contents/MacOS/xbin/docker",
    "/Applications/OrbStack.app",
    "application",
    "docker",
  ],
  [
    "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code",
    "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code",
    "/Applications/Visual Studio Code.app",
    "application",
    "code",
  ],
];

const quiet: readonly string[] = [
  "",
  "/opt",
  "/usr/local",
  "/opt/homebridge/lib/node_modules",
  "/opt/homebrew-old/bin/jq",
  "/opt/venv/bin/pip",
  "/opt/local",
  "/usr/local/bin",
  "/usr/local/bin/",
  "cp x /usr/local/bin && ls",
  "/usr/local/bin/make-env.sh",
  "/usr/local/lib/node_modules/x",
  "/usr/local/etc/rc.d",
  "/usr/local/share/x",
  "/usr/local/binaries/x",
  "/bin/sh",
  "/usr/bin/env",
  "/usr/bin/osascript",
  "/usr/sbin/nologin",
  "#!/usr/bin/env python3",
  "./usr/local/bin/x",
  "build/usr/local/bin/x",
  "${pkgdir}/usr/local/bin/x",
  "$ROOT/usr/local/bin/x",
  `${HOLE}/usr/local/bin/x`,
  "https://example.com/usr/local/bin/x",
  "https://example.com/opt/homebrew/bin/jq",
  "/snap/core/current",
  "/snapshots/bin",
  "/Applications",
  "/Applications/",
  "/Applications/Foo",
  "/Applications/Safari.app/Contents/MacOS/Safari",
  "/System/Applications/Foo.app",
  "~/Applications/Foo.app",
  "homebrew",
  "\\/opt\\/homebrew\\/bin",
];

const venvs: readonly (readonly [text: string, path: string, venv: string, executable: string | null])[] = [
  ["venv/bin/python backend/main.py", "venv/bin/python", "venv", "python"],
  ["./venv/bin/pip", "./venv/bin/pip", "./venv", "pip"],
  ["/srv/app/.venv/bin/gunicorn", "/srv/app/.venv/bin/gunicorn", "/srv/app/.venv", "gunicorn"],
  ["/Users/ann/app/env/bin/python3.11", "/Users/ann/app/env/bin/python3.11", "/Users/ann/app/env", "python3.11"],
  ["source venv/bin/activate && x", "venv/bin/activate", "venv", "activate"],
  ["venv/bin", "venv/bin", "venv", null],
  ["C:\\app\\venv\\Scripts\\python.exe", "C:\\app\\venv\\Scripts\\python.exe", "C:\\app\\venv", "python.exe"],
  ["%(here)s/venv/bin/python", "%(here)s/venv/bin/python", "%(here)s/venv", "python"],
  ["$(pwd)/venv/bin/python", "$(pwd)/venv/bin/python", "$(pwd)/venv", "python"],
  [`${HOLE}/venv/bin/python`, `${HOLE}/venv/bin/python`, `${HOLE}/venv`, "python"],
  [`venv/bin/${HOLE}`, `venv/bin/${HOLE}`, "venv", null],
  ["x=venv/bin/python;", "venv/bin/python", "venv", "python"],
];

const noVenvs: readonly string[] = ["", "venv", "/usr/bin/env", "/usr/bin/env python", "myenv/bin/x", "environment/bin/x", "venv/binary/x", "venv/lib/x"];

const slow: readonly string[] = ["/opt/homebrew/bin/x ", "=/usr/local/bin/x", "/Applications/", "/Applications/a a", "/Applications/a.app/b ", "'/snap/bin/a b", "venv/bin/", "%(", "env/bin "];

describe("findInstallPaths", () => {
  test.each(found)("finds in %j", (text, path, prefix, manager, executable) => {
    const all = [...findInstallPaths(text)];
    expect(all).toMatchObject([{ path, prefix, manager, executable }]);
    expect(text.slice(all[0]?.start, all[0]?.end)).toBe(path);
    expect(homebrewHint.test(text)).toBe(true);
  });

  test.each(quiet)("is quiet about %j", (text) => {
    expect([...findInstallPaths(text)]).toEqual([]);
  });

  test("finds every entry of a list", () => {
    const paths = [...findInstallPaths("/snap/bin:/usr/bin:/opt/homebrew/bin")].map(({ path }) => path);
    expect(paths).toEqual(["/snap/bin", "/opt/homebrew/bin"]);
  });

  test.each(slow)("reads a megabyte of %j in no time", (piece) => {
    const text = megabyteOf(piece);
    const time = processorTime(() => {
      Array.from(findInstallPaths(text));
      Array.from(findVenvPaths(text));
    });
    expect(time).toBeLessThan(1000);
  });
});

describe("findVenvPaths", () => {
  test.each(venvs)("finds in %j", (text, path, venv, executable) => {
    const all = [...findVenvPaths(text)];
    expect(all).toMatchObject([{ path, venv, executable }]);
    expect(text.slice(all[0]?.start, all[0]?.end)).toBe(path);
    expect(venvHint.test(text)).toBe(true);
  });

  test.each(noVenvs)("is quiet about %j", (text) => {
    expect([...findVenvPaths(text)]).toEqual([]);
  });
});

describe("homebrewHint", () => {
  test.each([
    'path.join("/opt", "homebrew", "bin", "jq")',
    'path.join("/usr", "local", "bin", "jq")',
    'Path("/usr/local") / "bin" / "jq"',
    'Path("/snap") / "bin"',
    "'/Applications' + '/Foo.app'",
  ])("matches the source %j", (source) => {
    expect(homebrewHint.test(source)).toBe(true);
  });
});
