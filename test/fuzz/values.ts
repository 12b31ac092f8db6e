import fc from "fast-check";

const tails = ["", "/", "/data/x.db", "/logs/a b.log", "/data/übung/日本.txt", "/img/😀.png", "/a'b.txt", '/a"b.txt', "/{x}/y", "/$HOME/x", "/${x}/y", "/100%/%d.txt", "/%(here)s/x", "/x#y?z=1", "/back`tick", "/deep/er/and/deeper/", "/a//b", "/a/../b", "/tab\tin", "/new\nline", "/config.json", "/src/app.py"] as const;
const roots = ["/Users/ann/app", "/Users/ann/app", "/Users/ann/app", "/Users/ann", "/Users/ann/Documents", "/Users/ann/.cache", "/Users/ann/other-project", "/Users/bob/app", "/home/joe/app", "/root/app", "C:\\Users\\ann\\app"] as const;
const programs = ["/opt/homebrew/bin/pour", "/usr/local/bin/steep", "/opt/homebrew/sbin/kettled", "/usr/local/bin/whisk", "/opt/homebrew/opt/python@3.11/bin/python3", "/opt/local/bin/port", "/opt/homebrew/etc/nginx.conf", "/Applications/Tool.app/Contents/MacOS/tool"] as const;
const folders = ["/opt/homebrew/bin", "/opt/homebrew/sbin", "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/Users/ann/app/bin", "/Users/ann/bin", "/opt/own/bin", "/opt/homebrew/opt/php@8.1/bin", "/Users/bob/bin"] as const;
const addresses = ["192.168.86.42", "10.0.0.5", "172.20.1.1", "169.254.10.2", "100.64.0.1", "fd12:3456::1"] as const;

const path = fc.tuple(fc.constantFrom(...roots), fc.constantFrom(...tails)).map(([root, tail]) => root + (root.startsWith("C:") ? tail.replaceAll("/", "\\") : tail));
const program = fc.tuple(fc.constantFrom(...programs), fc.constantFrom("", "", "", " -r .", " --file /Users/ann/app/data/x.json")).map((parts) => parts.join(""));
const searchPath = fc.uniqueArray(fc.constantFrom(...folders), { minLength: 2, maxLength: 6 }).map((entries) => [...entries.filter((entry) => entry !== "/bin"), "/bin"].join(":"));
const address = fc
  .tuple(fc.constantFrom(...addresses), fc.constantFrom("", "", ":8080", "/stream"), fc.constantFrom("", "http://", "ws://ann@", "rtsp://"))
  .map(([host, end, start]) => `${start}${host.includes(":") && (start !== "" || end.startsWith(":")) ? `[${host}]` : host}${start === "" && end === "/stream" ? "" : end}`);
const sentence = fc.tuple(path, program).map(([one, other]) => `see ${one} and ${other}, or else`);

/** What a program of one machine holds in its strings. */
export const value: fc.Arbitrary<string> = fc.oneof({ arbitrary: path, weight: 6 }, { arbitrary: program, weight: 2 }, { arbitrary: searchPath, weight: 2 }, { arbitrary: address, weight: 3 }, { arbitrary: sentence, weight: 1 });
