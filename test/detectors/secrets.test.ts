import { describe, expect, test } from "vitest";
import { saysSecret, secretsIn, valuesIn } from "../../detectors/secrets.ts";

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

describe("what may be the value of a variable", () => {
  const shown = (line: string, isCode: boolean): string => {
    let text = line;
    for (const [start, end] of [...valuesIn(line, isCode)].reverse()) text = `${text.slice(0, start)}***${text.slice(end)}`;
    return text;
  };

  test.each([
    ['A = os.getenv("MQTT_CODE", "hunter2")', 'A = os.getenv("***", "***")'],
    ['A = int(os.getenv("MQTT_CODE", 4711))', 'A = int(os.getenv("***", ***))'],
    ["const a = process.env.MQTT_CODE ?? 4711;", "const a = process.env.MQTT_CODE ?? ***;"],
    ["const a = process.env.MQTT_CODE || 'x' + `y`;", "const a = process.env.MQTT_CODE || '***' + `***`;"],
  ])("is all that stands in the code: %s", (line, wanted) => {
    expect(shown(line, true)).toBe(wanted);
  });

  test.each([
    ["MQTT_CODE=hunter2", "MQTT_CODE=***"],
    ["  MQTT_CODE: hunter2 # why", "  MQTT_CODE: *** # why"],
    ['curl "$URL/${MQTT_CODE:-hunter2}"', 'curl "***"'],
    ["echo ${MQTT_CODE:-hunter2}", "echo ${MQTT_CODE:-***}"],
    ['environment=MQTT_CODE="hunter2",A=1', 'environment=***"***",A=***'],
  ])("is all that follows a name in other notations: %s", (line, wanted) => {
    expect(shown(line, false)).toBe(wanted);
  });
});
