import { expect, test } from "vitest";
import { saysSecret, secretsIn } from "../../cli/secrets.ts";

function masked(line: string, above = "", isIni = false): string {
  let text = "";
  let at = 0;
  for (const [start, end] of secretsIn(line, above, isIni)) {
    text += `${line.slice(at, start)}***`;
    at = end;
  }
  return text + line.slice(at);
}

const hex = "0123456789abcdef".repeat(2);

test.each([
  [`password = "hunter2"`, `password = "***"`],
  [`const apiKey: string = 'abc', path = "/Users/ann"`, `const apiKey: string = '***', path = "/Users/ann"`],
  [`{"user": "ann", "password": "x", "path": "/Users/ann"}`, `{"user": "ann", "password": "***", "path": "/Users/ann"}`],
  [`os.environ["DB_TOKEN"] = "abc"`, `os.environ["DB_TOKEN"] = "***"`],
  [`os.environ.get("API_KEY", "fallback")`, `os.environ.get("API_KEY", "***")`],
  [`login(user, password="a\\"b", home="/x")`, `login(user, password="***", home="/x")`],
  [`setPassword('x')`, `setPassword('***')`],
  [`if (token === "abc") run("/x")`, `if (token === "***") run("/x")`],
  [`secretKey = f"a{b}c"`, `secretKey = f"***"`],
  ["accessToken: `abc`,", "accessToken: `***`,"],
  [`mykey="x"; monkey="y"; keyboard="z"`, `mykey="x"; monkey="y"; keyboard="z"`],
  [`db.key = "x"`, `db.key = "***"`],
  [`password = "never closed`, `password = "***`],
  [`url = "postgres://app:s3cret@192.168.1.5/db"`, `url = "postgres://app:***@192.168.1.5/db"`],
  [`curl("http://h/x?token=abc&y=1")`, `curl("http://h/x?token=***&y=1")`],
  [`h = {"X": "Bearer abcdefghijk"}`, `h = {"X": "Bearer ***"}`],
  [`id = "${hex}"`, `id = "***"`],
  [`id = "${hex.slice(0, 20)}"`, `id = "${hex.slice(0, 20)}"`],
  [`x = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY12"`, `x = "***"`],
  [`x = "ghp_16C7e42F292c6912E7"`, `x = "***"`],
  [`run("mysql --password hunter2 -h db")`, `run("mysql --password *** -h db")`],
  [`path = "/Users/ann/Projects/MyApp2/DataFiles/Report2024Final"`, `path = "/Users/ann/Projects/MyApp2/DataFiles/Report2024Final"`],
  [`directory = "/home/ann/app", port = 8080`, `directory = "/home/ann/app", port = 8080`],
])("%s", (line, expected) => {
  expect(masked(line)).toBe(expected);
});

test("a value that stands a line below its name", () => {
  expect(masked(`    "hunter2",`, `  password =`)).toBe(`    "***",`);
  expect(masked(`    "hunter2",`, `  name =`)).toBe(`    "hunter2",`);
});

test("INI values have no quotes", () => {
  expect(masked("password = hunter 2", "", true)).toBe("password = ***");
  expect(masked("db_token: abc ; why", "", true)).toBe("db_token: *** ; why".replace("*** ;", "***;"));
  expect(masked(`environment=HOME="/Users/ann",SECRET_KEY="abc",PIN=1234`, "", true)).toBe(`environment=HOME="/Users/ann",SECRET_KEY="***",PIN=***`);
  expect(masked("directory = /Users/ann/app", "", true)).toBe("directory = /Users/ann/app");
});

test("names say it in every spelling", () => {
  for (const name of ["password", "DB_PASSWD", "userPwd", "secrets", "X-Api-Key", "apikey", "authToken", "private_key", "jwt", "sessionCookie"]) expect(saysSecret(name), name).toBe(true);
  for (const name of ["monkey", "keyboard", "path", "passenger", "author", "pinned", "config"]) expect(saysSecret(name), name).toBe(false);
});

test("a long line takes no long time", () => {
  for (const line of ["a".repeat(4_000), `"${"\\".repeat(4_000)}`, "a=".repeat(2_000), "://".repeat(1_300), "-a ".repeat(1_300), "Aa0".repeat(1_300)]) {
    const start = performance.now();
    secretsIn(line, line, true);
    expect(performance.now() - start).toBeLessThan(500);
  }
});
