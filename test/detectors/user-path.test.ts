import { describe, expect, test } from "vitest";

import { HOLE } from "../../detectors/hole.ts";
import { findUserPaths, userPathHint } from "../../detectors/user-path.ts";
import { megabyteOf, processorTime } from "./speed.ts";

const found: readonly (readonly [text: string, ...paths: string[]])[] = [
  // a value of its own
  ["/Users/ann/app", "/Users/ann/app"],
  ["/Users/ann/app/", "/Users/ann/app/"],
  ["/home/pi/station/data.db", "/home/pi/station/data.db"],
  ["/home/ann.lee/app", "/home/ann.lee/app"],
  ["/home/ann_lee-2/app", "/home/ann_lee-2/app"],
  ["/Users/josé/app", "/Users/josé/app"],
  ["/home/runner/builds/app", "/home/runner/builds/app"],
  ["/home/ec2-user/app/.env", "/home/ec2-user/app/.env"],
  ["/usr/home/ann/app", "/usr/home/ann/app"],
  ["/var/home/ann/app", "/var/home/ann/app"],
  ["/root/.ssh/id_ed25519", "/root/.ssh/id_ed25519"],
  ["/root/app", "/root/app"],
  [`/Users/ann/app/${HOLE}.json`, `/Users/ann/app/${HOLE}.json`],
  [`/Users/ann/app/${HOLE}`, `/Users/ann/app/${HOLE}`],
  ["/Users/ann/app/**/*.ts", "/Users/ann/app/**/*.ts"],
  ["/Users/ann/app/{name}/data", "/Users/ann/app/{name}/data"],
  ["/Users/ann/..", "/Users/ann/.."],
  // spaces in names
  ["/Users/ann/Library/Application Support/x", "/Users/ann/Library/Application Support/x"],
  ["/Users/ann/My Documents", "/Users/ann/My Documents"],
  ["/Users/ann/Music/a, b.mp3", "/Users/ann/Music/a"],
  ["/Users/ann/copy (2)/x", "/Users/ann/copy (2)/x"],
  ["/Users/ann/R&D/x", "/Users/ann/R&D/x"],
  ["cd '/Users/ann/My Stuff/x' && ls", "/Users/ann/My Stuff/x"],
  ["cd /Users/ann/Application\\ Support/x && ls", "/Users/ann/Application\\ Support/x"],
  // commands
  ["/Users/ann/app/venv/bin/python backend/main.py", "/Users/ann/app/venv/bin/python"],
  ["/Users/ann/app/run.sh start", "/Users/ann/app/run.sh"],
  ["/Users/ann/app/start --port 3000", "/Users/ann/app/start"],
  ["cp -r /Users/ann/app/* .", "/Users/ann/app/*"],
  ["cd /Users/ann/app && npm start", "/Users/ann/app"],
  ["cd /Users/ann/app; npm start", "/Users/ann/app"],
  ["cat /home/ann/a.txt > /home/bea/b.txt", "/home/ann/a.txt", "/home/bea/b.txt"],
  ["(cd /Users/ann/app)", "/Users/ann/app"],
  ["PYTHONPATH=/Users/ann/app python x.py", "/Users/ann/app"],
  ["${ROOT:-/Users/ann/app}", "/Users/ann/app"],
  ["gcc -I/home/ann/include x.c", "/home/ann/include"],
  ["--config=/home/ann/x.ini", "/home/ann/x.ini"],
  ["#!/Users/ann/app/venv/bin/python", "/Users/ann/app/venv/bin/python"],
  ["echo `/Users/ann/bin/now`", "/Users/ann/bin/now"],
  ["import sys\nsys.path.append('/Users/ann/app')\n", "/Users/ann/app"],
  // lists
  ["/Users/ann/.local/bin:/usr/bin:/Users/ann/go/bin", "/Users/ann/.local/bin", "/Users/ann/go/bin"],
  ["/usr/bin:/home/ann/bin", "/home/ann/bin"],
  ["$PYTHONPATH:/home/ann/app", "/home/ann/app"],
  ["/x/n:/Users/ann/bin", "/Users/ann/bin"],
  ["/home/ann/a:/home/ann/b", "/home/ann/a", "/home/ann/b"],
  ["/Users/ann/a,/Users/ann/b", "/Users/ann/a", "/Users/ann/b"],
  ["/Users/ann/data:/data:ro", "/Users/ann/data"],
  // text around
  ["Current Directory: /Users/ann/app<br>", "/Users/ann/app"],
  ["<dir>/Users/ann/app</dir>", "/Users/ann/app"],
  ["see /Users/ann/app.", "/Users/ann/app"],
  ["failed in /Users/ann/app/main.py:12", "/Users/ann/app/main.py"],
  ['{"path": "/Users/ann/app"}', "/Users/ann/app"],
  ["file:///Users/ann/app/index.html", "/Users/ann/app/index.html"],
  ["sqlite:////home/ann/app.db", "/home/ann/app.db"],
  ["jdbc:sqlite:/home/ann/app.db", "/home/ann/app.db"],
  ["http://unix:/home/ann/app.sock", "/home/ann/app.sock"],
  // an allow-list that names one account
  ["^/Users/ann/mnt(?:/|$)", "/Users/ann/mnt"],
  ["/Users/ann/.*", "/Users/ann/.*"],
  // Windows
  ["C:\\Users\\ann\\app", "C:\\Users\\ann\\app"],
  ["C:/Users/ann/app", "C:/Users/ann/app"],
  ["C:\\\\Users\\\\ann\\\\app", "C:\\\\Users\\\\ann\\\\app"],
  ["D:\\Users\\Ann Lee\\app\\x.exe", "D:\\Users\\Ann Lee\\app\\x.exe"],
  ["type C:\\Users\\ann\\app\\x.txt | more", "C:\\Users\\ann\\app\\x.txt"],
  ["C:\\Users\\ANNLEE~1\\AppData\\x", "C:\\Users\\ANNLEE~1\\AppData\\x"],
  ["file:///C:/Users/ann/app", "C:/Users/ann/app"],
  ["/mnt/c/Users/ann/app", "/mnt/c/Users/ann/app"],
  ["/c/Users/ann/app", "/c/Users/ann/app"],
  // the home itself, as a whole value
  ["/Users/ann", "/Users/ann"],
  ["/Users/ann/", "/Users/ann/"],
  ["/home/pi", "/home/pi"],
  ["/home/ubuntu/", "/home/ubuntu/"],
  ["C:\\Users\\ann", "C:\\Users\\ann"],
];

const quiet: readonly string[] = [
  "",
  "/Users",
  "/Users/",
  "/home",
  "/home/",
  "/root",
  "/root/",
  // placeholders
  "/Users/you/app",
  "/Users/me/app",
  "/home/user/app",
  "/home/username/app",
  "/Users/YOUR_NAME/app",
  "/Users/yourname/app",
  "C:\\Users\\YourName\\Documents",
  "/Users/USER/app",
  "/Users/alice/app",
  "/home/johndoe/app",
  "/home/john.doe/app",
  "/home/foo/bar",
  "/home/xxx/app",
  "/home/xxxx/app",
  "/home/example/app",
  "/home/someone/app",
  "/Users/test/app",
  "/Users/my-user/app",
  "/Users/__USER__/app",
  "/Users/<name>/app",
  "/Users/…/app",
  "/Users/.../app",
  // unknown accounts
  `/Users/${HOLE}/app`,
  `/home/ann${HOLE}/app`,
  `/home/${HOLE}`,
  `${HOLE}/Users/ann/app`,
  "/Users/$USER/app",
  "/Users/${user}/app",
  "/home/{{ user }}/app",
  "/home/%s/app",
  "/home/%u/app",
  "C:\\Users\\%USERNAME%\\app",
  "C:\\Users\\{{",
  // routes
  "/Users/{id}",
  "/scim/v2/Users/{id}",
  "/Users/:id",
  "/Users/:id/items",
  "/home/:category",
  "/Users/*",
  "/Users/*/app",
  `/Users/${HOLE}/Items`,
  "/Users/AuthenticateByName",
  "/Users/12345/Items",
  "/Users/a1b2c3d4-0000-4000-8000-abcdefabcdef/Items",
  "/home/products",
  "/home/products/list",
  "/home/dashboard",
  "/home/ann",
  "/home/index.html",
  "/home/main.css/x",
  "/home/list/:id",
  "/home/offers/:id",
  "/home/offers/new?sort=asc",
  "GET /home/ann/inbox",
  "/root/item[@id]",
  "/root/item/text()",
  "/root/{id}",
  "/root/:id",
  // inside something else
  "http://host/Users/ann/app",
  "https://example.com/home/ann/app",
  "https://example.com/?dir=/home/ann/app",
  "http://localhost:3000/Users/ann",
  "@/components/home/Logo.vue",
  "@/home/ann/Logo.vue",
  "./home/ann/x",
  "../home/ann/x",
  "~/home/ann/x",
  "src/home/ann/x",
  "#/home/ann/x",
  "/srv/home/ann/x",
  "/mnt/backup/Users/ann/x",
  "${ROOT}/home/ann/x",
  "$ROOT/home/ann/x",
  "/home-detector/types",
  "/homepage/ann/x",
  "/users/ann/x",
  "/Home/ann/x",
  // patterns
  "/Users/[^/]+",
  "/Users/[^/]+/app",
  "/Users/.*",
  "/Users/.*/app",
  "/Users/\\w+/app",
  "/Users/(?:ann|bea)/app",
  "\\/Users\\/ann\\/app",
  // nobody's
  "/Users/Shared/app",
  "C:\\Users\\Public\\x",
  "C:\\Users\\All Users\\x",
  "C:\\Users\\Default User\\x",
  "/home/linuxbrew/.linuxbrew/bin/jq",
  "/home/site/wwwroot",
  "/home/node/app",
  "/home/vscode/.cache/x",
  "/home/jovyan/work",
  "C:\\Program Files\\x",
  "C:\\Windows\\x",
  // the home itself, in a longer text
  "cd /Users/ann && ls",
  "ls /home/ann/ -l",
  "/home/ann/",
  "cd /root/ && ls",
  // the far side of a colon
  "./data:/home/app/data",
  "./data:/home/app/data:ro",
  "~/.ssh:/root/.ssh:ro",
  "pgdata:/home/app/data",
  "/srv/data:/home/app/data:ro",
  "${SSH_DIR:-/srv/ssh}:/root/.ssh:ro",
  "deploy@server:/home/deploy/app",
];

const parts: readonly (readonly [text: string, home: string, user: string, rest: string, system: string])[] = [
  ["/Users/ann/app/x", "/Users/ann", "ann", "app/x", "posix"],
  ["/home/pi", "/home/pi", "pi", "", "posix"],
  ["/Users/ann/", "/Users/ann", "ann", "", "posix"],
  ["/root/app", "/root", "root", "app", "posix"],
  ["C:\\Users\\ann\\app\\x", "C:\\Users\\ann", "ann", "app\\x", "windows"],
  ["C:\\\\Users\\\\ann\\\\app", "C:\\\\Users\\\\ann", "ann", "app", "windows"],
  ["C:/Users/Ann Lee/app", "C:/Users/Ann Lee", "Ann Lee", "app", "windows"],
  ["/mnt/c/Users/ann/app", "/mnt/c/Users/ann", "ann", "app", "windows"],
  ["x=/home/ann/a;", "/home/ann", "ann", "a", "posix"],
];

const sources: readonly string[] = [
  '"/Users/ann/app"',
  '"C:\\\\Users\\\\ann"',
  'path.join("/", "Users", "ann", "app")',
  'Path("/Users") / "ann" / "app"',
  "os.path.join('/home', 'ann', 'app')",
  'path.join("/", "home", "ann", "app")',
  'path.join("/root", ".ssh")',
  "`/Users/ann/${name}`",
  "directory=/home/ann/app",
  "C:/Users/ann/app",
];

describe("findUserPaths", () => {
  test.each(found)("finds in %j", (text, ...paths) => {
    const all = [...findUserPaths(text)];
    expect(all.map(({ path }) => path)).toEqual(paths);
    expect(all.map(({ start, end }) => text.slice(start, end))).toEqual(paths);
  });

  test.each(quiet)("is quiet about %j", (text) => {
    expect([...findUserPaths(text)]).toEqual([]);
  });

  test.each(parts)("takes %j apart", (text, home, user, rest, system) => {
    expect([...findUserPaths(text)]).toMatchObject([{ home, user, rest, system }]);
  });

  test.each(["/Users/ann/app ", "=/home/ann/a", "'/home/ann/a b", "/root/a:", "C:\\Users\\Ann Lee", "{", "/home/", "(/Users/ann/((", " /Users/ann/a a"])(
    "reads a megabyte of %j in no time",
    (piece) => {
      const text = megabyteOf(piece);
      const time = processorTime(() => {
        Array.from(findUserPaths(text));
      });
      expect(time).toBeLessThan(1000);
    },
  );
});

describe("userPathHint", () => {
  test.each(sources)("matches the source %j", (source) => {
    expect(userPathHint.test(source)).toBe(true);
  });

  test("matches every text with a finding", () => {
    for (const [text, ...paths] of found) expect(userPathHint.test(text)).toBe(paths.length > 0);
  });
});
