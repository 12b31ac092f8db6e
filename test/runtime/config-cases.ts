import type { Case } from "./cases.ts";

const DEFAULTS = `{
  "name": "station",
  "debug": false,
  "rate": 0.5,
  "tags": ["a", "b"],
  "owner": null,
  "database": { "host": "db", "poolSize": 5, "options": { "ssl": true, "timeout": null } },
  "runtime": { "target_host": "10.0.0.1", "main_port": 8000 }
}
`;

const LOCAL = `{
  "tags": ["c"],
  "name": null,
  "database": { "poolSize": 9, "options": { "timeout": 2.5 } },
  "runtime": { "main_port": "9000" }
}
`;

const MERGED = {
  name: null,
  debug: false,
  rate: 0.5,
  tags: ["c"],
  owner: null,
  database: { host: "db", poolSize: 9, options: { ssl: true, timeout: 2.5 } },
  runtime: { target_host: "10.0.0.1", main_port: "9000" },
};

const both = { ".git": null, "config.default.json": DEFAULTS, "config.local.json": LOCAL };
const onlyDefaults = { ".git": null, "config.default.json": DEFAULTS };

function defaults(text: string): NonNullable<Case["files"]> {
  return { ".git": null, "config.default.json": text };
}

/** A variable over a value of the defaults, and what is loaded then. */
function over(name: string, json: string, variable: string, value: unknown): Case {
  return {
    name: `the environment over ${json}: ${name}`,
    files: defaults(`{"it":${json}}`),
    env: { APP_IT: variable },
    call: ["loadConfig"],
    expect: { it: value },
  };
}

function refused(wanted: string, json: string, variable: string): Case {
  return {
    name: `the environment over ${json}: ${JSON.stringify(variable)} is refused`,
    files: defaults(`{"it":${json}}`),
    env: { APP_IT: variable },
    call: ["loadConfig"],
    expect: { error: `APP_IT must be ${wanted}, as it in {root}/config.default.json:1:7 is, but is ${JSON.stringify(variable)}.` },
  };
}

const LOADED: readonly Case[] = [
  { name: "nothing is configured", call: ["loadConfig"], expect: {} },
  { name: "the local file over the defaults", files: both, call: ["loadConfig"], expect: MERGED },
  { name: "the local file alone", files: { ".git": null, "config.local.json": '{"a":{"b":1}}' }, call: ["loadConfig"], expect: { a: { b: 1 } } },
  { name: "null and empty objects in the defaults leave open what the local file holds", files: { ".git": null, "config.default.json": '{"a":null,"b":{},"c":{"d":null}}', "config.local.json": '{"a":{"x":1},"b":{"y":{"z":1}},"c":{"d":"e"},"runtime":{"level":1}}' }, call: ["loadConfig"], expect: { a: { x: 1 }, b: { y: { z: 1 } }, c: { d: "e" }, runtime: { level: 1 } } },
  { name: "defaults that hold runtime alone leave open what else there is", files: { ".git": null, "config.default.json": '{"runtime":{}}', "config.local.json": '{"a":1,"runtime":{"level":1}}' }, call: ["loadConfig"], expect: { a: 1, runtime: { level: 1 } } },
  { name: "empty defaults leave everything open, as missing ones do", files: { ".git": null, "config.default.json": "{}", "config.local.json": '{"a":1}' }, call: ["loadConfig"], expect: { a: 1 } },
  { name: "hosts and ports of runtime are always known, and a port may be a text", files: { ".git": null, "config.default.json": '{"runtime":{"level":1,"a_port":1}}', "config.local.json": '{"runtime":{"camera_host":"cam","a_port":"2","b_port":3}}' }, call: ["loadConfig"], expect: { runtime: { level: 1, a_port: "2", camera_host: "cam", b_port: 3 } } },
  { name: "a whole number in place of a fraction", files: { ".git": null, "config.default.json": '{"a":1.5}', "config.local.json": '{"a":2}' }, call: ["loadConfig"], expect: { a: 2 } },
  { name: "null in place of an object", files: { ".git": null, "config.default.json": '{"b":{"c":1}}', "config.local.json": '{"b":null}' }, call: ["loadConfig"], expect: { b: null } },
  {
    name: "the environment over both files",
    files: both,
    env: { APP_TARGET_HOST: "cam.local", APP_MAIN_PORT: "9100", APP_DEBUG: "true", APP_RATE: "1e-1", APP_TAGS: '["x", 1]', APP_DATABASE_POOL_SIZE: "20", APP_DATABASE_OPTIONS_SSL: "0" },
    call: ["loadConfig"],
    expect: { ...MERGED, debug: true, rate: 0.1, tags: ["x", 1], database: { host: "db", poolSize: 20, options: { ssl: false, timeout: 2.5 } }, runtime: { target_host: "cam.local", main_port: "9100" } },
  },
  {
    name: "an object from the environment is merged, and what is in it may be set by itself",
    files: onlyDefaults,
    env: { APP_DATABASE: '{"host":"other","options":{"a":null}}', APP_DATABASE_HOST: "last" },
    call: ["loadConfig"],
    expect: { name: "station", debug: false, rate: 0.5, tags: ["a", "b"], owner: null, database: { host: "last", poolSize: 5, options: { ssl: true, timeout: null, a: null } }, runtime: { target_host: "10.0.0.1", main_port: 8000 } },
  },
  {
    name: "hosts and ports that no file has",
    env: { APP_CAMERA_HOST: "cam", APP_MAIN_PORT: "80", APP_TRADE_MANAGER_PORT: "81", APP_BIND_HOST: "::1" },
    call: ["loadConfig"],
    expect: { runtime: { bind_host: "::1", camera_host: "cam", main_port: 80, trade_manager_port: 81 } },
    then: [{ env: { APP_MAIN_PORT: "82" }, call: ["loadConfig"], expect: { runtime: { main_port: 82 } } }],
  },
  {
    name: "other variables are nobody's",
    files: defaults('{"root":"a","bin":{"jq":"b"},"home":"c"}'),
    env: { APP_ROOT: "{root}", APP_BIN_JQ: "/bin/sh", APP_BIN_HOST: "/bin/sh", APP_HOST: "x", APP__HOST: "x", APP_LEVEL: "x", APP_Camera_HOST: "x", HOME: "/x", MAIN_PORT: "1", app_home: "x" },
    call: ["loadConfig"],
    expect: { root: "a", bin: { jq: "b" }, home: "c" },
  },
  { name: "an empty variable counts as not set, also for a key", files: onlyDefaults, env: { APP_DEBUG: "", APP_OWNER: "" }, call: ["describeConfig"], expect: entries([["database.host", "db", 7, 25], ["database.options.ssl", true, 7, 66], ["database.options.timeout", null, 7, 83], ["database.poolSize", 5, 7, 43], ["debug", false, 3, 12], ["name", "station", 2, 11], ["owner", null, 6, 12], ["rate", 0.5, 4, 11], ["runtime.main_port", 8000, 8, 56], ["runtime.target_host", "10.0.0.1", 8, 31], ["tags", ["a", "b"], 5, 11]]) },
  { name: "a file's key is not a second time in runtime", files: defaults('{"database":{"host":"db"}}'), env: { APP_DATABASE_HOST: "x" }, call: ["loadConfig"], expect: { database: { host: "x" } } },
  { name: "a key of runtime before others of that name", files: defaults('{"main_port":1,"main":{"port":2},"runtime":{"main_port":3}}'), env: { APP_MAIN_PORT: "4" }, call: ["loadConfig"], expect: { main_port: 1, main: { port: 2 }, runtime: { main_port: 4 } } },
  { name: "one variable of two keys", files: defaults('{"a_b":1,"a":{"b":2}}'), call: ["loadConfig"], expect: { a_b: 1, a: { b: 2 } }, then: [{ env: { APP_A_B: "3" }, call: ["loadConfig"], expect: { error: "APP_A_B is the name of several keys: a_b, a.b." } }] },
  { name: "another prefix for the whole configuration", prefix: "REC_", files: onlyDefaults, env: { APP_DEBUG: "true", REC_RATE: "2" }, call: ["loadConfig"], expect: { name: "station", debug: false, rate: 2, tags: ["a", "b"], owner: null, database: { host: "db", poolSize: 5, options: { ssl: true, timeout: null } }, runtime: { target_host: "10.0.0.1", main_port: 8000 } } },
  { name: "an object of its own for each call", files: defaults('{"a":[1]}'), call: ["saveLocalConfigIfMissing", { a: [2] }], expect: true, then: [{ call: ["loadConfig"], expect: { a: [2] } }], after: { ".git": null, "config.default.json": '{"a":[1]}', "config.local.json": '{\n  "a": [\n    2\n  ]\n}\n' } },
  { name: "a changed file and a changed environment are seen", files: defaults('{"a":1}'), call: ["loadConfig"], expect: { a: 1 }, then: [{ write: { "config.default.json": '{"a":2}' }, call: ["loadConfig"], expect: { a: 2 } }, { env: { APP_A: "3" }, call: ["loadConfig"], expect: { a: 3 } }, { env: {}, call: ["loadConfig"], expect: { a: 2 } }] },

  over("a number", "1", "-2.5", -2.5),
  over("a whole number", "0.5", "3", 3),
  over("true", "false", "TRUE", true),
  over("one", "false", "1", true),
  over("false", "true", "False", false),
  over("a text that looks like a number", '"1"', "007", "007"),
  over("a text that looks like JSON", '"x"', "[1]", "[1]"),
  over("over nothing it is a text", "null", "5", "5"),
  over("an empty array", "[1]", "[]", []),
  over("null in an array", "[]", "[null, {}]", [null, {}]),
  over("an object", "{}", '{"a":{"b":[1]}}', { a: { b: [1] } }),
  refused("a number", "1", "many"),
  refused("a number", "1", "0x10"),
  refused("a number", "1", " 1"),
  refused("a number", "1", "1_000"),
  refused("a number", "1", "1e999"),
  refused("true or false", "true", "yes"),
  refused("a JSON array", "[]", "a,b"),
  refused("a JSON array", "[]", "{}"),
  refused("a JSON object", "{}", "[]"),
  refused("a JSON object", "{}", '{"a":NaN}'),
  { name: "the type below null is the default's", files: { ...defaults('{"it":5}'), "config.local.json": '{"it":null}' }, env: { APP_IT: "7" }, call: ["loadConfig"], expect: { it: 7 } },

  // What reaches an object's prototype in JavaScript
  { name: "keys that reach the prototype are left out", files: { ...defaults('{"__proto__":{"p":1},"a":{"constructor":{"prototype":{"p":1}},"__proto__":2,"b":1},"list":[{"__proto__":{"p":1},"c":2}]}'), "config.local.json": '{"__proto__":{"q":1},"a":{"prototype":3,"__proto__":{"q":1}}}' }, call: ["loadConfig"], expect: { a: { b: 1 }, list: [{ c: 2 }] } },
  { name: "such keys from the environment", files: defaults('{"a":{}}'), env: { APP_A: '{"__proto__":{"p":1},"b":{"constructor":1}}', APP___PROTO___HOST: "x" }, call: ["loadConfig"], expect: { a: { b: {} }, runtime: { ["__proto___host"]: "x" } } },
  { name: "names of methods are keys like others", files: { ...defaults('{"toString":1,"a":{"hasOwnProperty":2,"valueOf":0}}'), "config.local.json": '{"a":{"valueOf":3}}' }, call: ["loadConfig"], expect: { toString: 1, a: { hasOwnProperty: 2, valueOf: 3 } } },
];

const station = { ".git": null, "config/station.json": '{"name":"station","main":{"port":1},"runtime":{"main_port":8000}}' };

const NAMED: readonly Case[] = [
  {
    name: "another file in the place of the defaults",
    files: { ...station, "config.default.json": '{"name":"unread","more":1,"main":{}}', "config.local.json": '{"main":{"port":2}}' },
    env: { APP_MAIN_PORT: "9000" },
    call: ["loadConfig", "config/station.json"],
    expect: { name: "station", main: { port: 2 }, runtime: { main_port: 9000 } },
    then: [
      { env: {}, call: ["loadConfig"], expect: { name: "unread", more: 1, main: { port: 2 } } },
      { call: ["port", "main"], expect: { error: 'the port "main" is not set. Set APP_MAIN_PORT, or runtime.main_port in config.local.json or config.default.json in {root}.' } },
    ],
  },
  { name: "a named file alone", files: station, cwd: "/", call: ["loadConfig", "./config/../config/station.json"], expect: { name: "station", main: { port: 1 }, runtime: { main_port: 8000 } } },
  { name: "a named file by its absolute path", files: { ".git": null, "config.local.json": '{"a":2}', "../elsewhere.json": '{"a":1,"b":1}' }, call: ["loadConfig", "{base}/elsewhere.json"], expect: { a: 2, b: 1 }, then: [{ call: ["describeConfig", "../elsewhere.json"], expect: [{ key: "a", value: 2, source: "{root}/config.local.json:1:6" }, { key: "b", value: 1, source: "{base}/elsewhere.json:1:12" }] }] },
  { name: "a named file that is described", files: station, env: { APP_NAME: "other" }, call: ["describeConfig", "config/station.json"], expect: [{ key: "main.port", value: 1, source: "{root}/config/station.json:1:34" }, { key: "name", value: "other", source: "APP_NAME" }, { key: "runtime.main_port", value: 8000, source: "{root}/config/station.json:1:60" }] },
  { name: "under a named file the local one may hold keys of others, but of the same type", files: { ...station, "config.local.json": '{"other":1,"main":{"more":1}}' }, call: ["loadConfig", "config/station.json"], expect: { name: "station", main: { port: 1, more: 1 }, runtime: { main_port: 8000 }, other: 1 }, then: [{ write: { "config.local.json": '{"name":7}' }, call: ["loadConfig", "config/station.json"], expect: { error: "name in {root}/config.local.json:1:9 must be a string, as in {root}/config/station.json:1:9, but is 7." } }] },
  { name: "a named file must exist", files: { ".git": null, "config.default.json": "{}", "config.local.json": "{" }, call: ["loadConfig", "config/gone.json"], expect: { error: "{root}/config/gone.json is missing.\n{root}/config.local.json:1:2 is not valid JSON." }, then: [{ call: ["describeConfig", "{base}/gone.json"], expect: { error: "{base}/gone.json is missing.\n{root}/config.local.json:1:2 is not valid JSON." } }] },
  { name: "a named link that leads nowhere", files: { ".git": null, "a.json": { link: "gone" } }, call: ["loadConfig", "a.json"], expect: { error: "{root}/a.json is missing." } },
  { name: "a named file that is broken", files: { ".git": null, "config/a.json": "{,}", "config/b.json": "[]", "config/c.json": '{"runtime":1}' }, call: ["loadConfig", "config/a.json"], expect: { error: "{root}/config/a.json:1:2 is not valid JSON." }, then: [{ call: ["loadConfig", "config/b.json"], expect: { error: "{root}/config/b.json:1:1 must be an object, but is an array." } }, { call: ["loadConfig", "config/c.json"], expect: { error: "runtime in {root}/config/c.json:1:12 must be an object, but is 1." } }, { call: ["loadConfig", "config"], expect: { error: "{root}/config cannot be read (EISDIR)." } }] },
  { name: "a named file is read again for each call", files: station, call: ["loadConfig", "config/station.json"], expect: { name: "station", main: { port: 1 }, runtime: { main_port: 8000 } }, then: [{ write: { "config/station.json": '{"a":1}' }, call: ["loadConfig", "config/station.json"], expect: { a: 1 } }] },
];

const PROBLEMS: readonly Case[] = [
  {
    name: "what the local file holds is known and of its type",
    files: {
      ...defaults('{ "a": "x", "b": { "c": 1, "d": [1], "token": 5 }, "e": true, "runtime": { "level": 1 } }'),
      "config.local.json": '{\n  "a": { "d": 2 },\n  "b": { "c": "7", "d": {}, "token": "hunter2", "f": 1 },\n  "e": 1,\n  "databse": {},\n  "runtime": { "levl": 2 }\n}',
    },
    call: ["loadConfig"],
    expect: {
      error: [
        "a in {root}/config.local.json:2:8 must be a string, as in {root}/config.default.json:1:8, but is an object.",
        'b.c in {root}/config.local.json:3:15 must be a number, as in {root}/config.default.json:1:25, but is "7".',
        "b.d in {root}/config.local.json:3:25 must be an array, as in {root}/config.default.json:1:33, but is an object.",
        'b.token in {root}/config.local.json:3:38 must be a number, as in {root}/config.default.json:1:47, but is "***".',
        "b.f in {root}/config.local.json:3:54 is no key of {root}/config.default.json, which has c, d, token.",
        "e in {root}/config.local.json:4:8 must be true or false, as in {root}/config.default.json:1:57, but is 1.",
        "databse in {root}/config.local.json:5:14 is no key of {root}/config.default.json, which has a, b, e, runtime.",
        "runtime.levl in {root}/config.local.json:6:24 is no key of {root}/config.default.json, which has level.",
      ].join("\n"),
    },
  },
  { name: "of many keys a few are told", files: { ...defaults('{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1}'), "config.local.json": '{"j":1}' }, call: ["describeConfig"], expect: { error: "j in {root}/config.local.json:1:6 is no key of {root}/config.default.json, which has a, b, c, d, e, f, g, h, …." } },
  {
    name: "everything that is wrong is said at once",
    files: {
      ...defaults('{\n  "size": 5,\n  "runtime": {\n    "main_port": 8000,\n    "camera_host": 7,\n    "b_port": "http"\n  }\n}'),
      "config.local.json": '{\n  "a": 1,\n}',
    },
    env: { APP_SIZE: "big", APP_MAIN_PORT: "none" },
    call: ["loadConfig"],
    expect: {
      error: [
        "{root}/config.local.json:3:1 is not valid JSON.",
        'APP_SIZE must be a number, as size in {root}/config.default.json:2:11 is, but is "big".',
        'APP_MAIN_PORT must be a whole number from 1 to 65535, but is "none".',
        "runtime.camera_host in {root}/config.default.json:5:20 must be a non-empty string, but is 7.",
        'runtime.b_port in {root}/config.default.json:6:15 must be a whole number from 1 to 65535, but is "http".',
      ].join("\n"),
    },
  },
  { name: "both files are broken", files: { ...defaults("["), "config.local.json": "nope" }, call: ["loadConfig"], expect: { error: "{root}/config.default.json:1:2 is not valid JSON.\n{root}/config.local.json:1:1 is not valid JSON." } },
  { name: "a file that cannot be read, and one that is no object", files: { ".git": null, "config.default.json": null, "config.local.json": "[]" }, call: ["describeConfig"], expect: { error: "{root}/config.default.json cannot be read (EISDIR).\n{root}/config.local.json:1:1 must be an object, but is an array." } },
  { name: "runtime is no object in either", files: { ...defaults('{"runtime":[]}'), "config.local.json": '{"runtime":null}' }, env: { APP_BIND_HOST: "h" }, call: ["loadConfig"], expect: { error: "runtime in {root}/config.default.json:1:12 must be an object, but is an array.\nruntime in {root}/config.local.json:1:12 must be an object, but is null." } },
  { name: "a host or port that is not filled in", files: defaults('{"runtime":{"camera_host":"","a_port":"","b_port":null,"bind_host":null}}'), call: ["loadConfig"], expect: { runtime: { camera_host: "", a_port: "", b_port: null, bind_host: null } } },
  { name: "a wrong port under a right one", files: { ...defaults('{"runtime":{"a_port":0}}'), "config.local.json": '{"runtime":{"a_port":1}}' }, call: ["loadConfig"], expect: { runtime: { a_port: 1 } } },
  { name: "other keys of runtime may hold anything", files: defaults('{"runtime":{"level":"x","host":1,"port":true,"_host":1,"x":{"a_port":"y"}}}'), call: ["loadConfig"], expect: { runtime: { level: "x", host: 1, port: true, _host: 1, x: { a_port: "y" } } } },
  { name: "the last of two equal keys is the place", files: defaults('{"runtime":{"a_port":1,"a_port":0}}'), call: ["loadConfig"], expect: { error: "runtime.a_port in {root}/config.default.json:1:33 must be a whole number from 1 to 65535, but is 0." } },
  { name: "a secret is in no message", files: defaults('{"api":{"token":1}}'), env: { APP_API_TOKEN: "hunter2" }, call: ["loadConfig"], expect: { error: 'APP_API_TOKEN must be a number, as api.token in {root}/config.default.json:1:17 is, but is "***".' } },
  { name: "too many brackets", files: defaults("[".repeat(200_000) + "]".repeat(200_000)), call: ["loadConfig"], expect: { error: "{root}/config.default.json is nested too deeply." } },
  { name: "too many brackets, and never closed", files: defaults('{"a":'.repeat(900)), call: ["loadConfig"], expect: { error: "{root}/config.default.json:1:4501 is not valid JSON." } },
];

/** Rows of key, value and place: line and column in the defaults, or a source as it stands. */
function entries(rows: readonly (readonly [key: string, value: unknown, line: number, column: number] | readonly [key: string, value: unknown, source: string])[]): unknown {
  return rows.map(([key, value, at, column]) => ({ key, value, source: column === undefined ? at : `{root}/config.default.json:${at}:${column}` }));
}

const DESCRIBED: readonly Case[] = [
  { name: "nothing is described", call: ["describeConfig"], expect: [] },
  {
    name: "each value and where it is from",
    files: { ...defaults('{"b":1,"a":{"x":[1],"y":{},"z":0}}'), "config.local.json": '{\n  "a": { "z": null }\n}' },
    env: { APP_B: "2", APP_MAIN_PORT: "80" },
    call: ["describeConfig"],
    expect: entries([["a.x", [1], 1, 17], ["a.y", {}, 1, 25], ["a.z", null, "{root}/config.local.json:2:15"], ["b", 2, "APP_B"], ["runtime.main_port", 80, "APP_MAIN_PORT"]]),
  },
  { name: "what came in an object from the environment", files: defaults('{"a":{"x":1,"y":2}}'), env: { APP_A: '{"y":3,"n":{"m":4}}' }, call: ["describeConfig"], expect: entries([["a.n.m", 4, "APP_A"], ["a.x", 1, 1, 11], ["a.y", 3, "APP_A"]]) },
  {
    name: "secrets are masked",
    files: defaults('{"db":{"password":"p","PASS":1,"dbPwd":"p","user":"u"},"apiKey":"k","access_token":"t","credentials":{"user":"u","n":null,"e":""},"auth":true,"clientSecret":["s"],"items":[{"token":"t","id":1}],"url":"postgres://ann:p@ss@db:5432/x?a=b","plain":"http://db:80/a@b"}'),
    env: { APP_APIKEY: "e", APP_API_KEY: "from outside" },
    call: ["describeConfig"],
    expect: entries([
      ["access_token", "***", 1, 84], ["apiKey", "***", "APP_API_KEY"], ["auth", "***", 1, 138], ["clientSecret", "***", 1, 158],
      ["credentials.e", "", 1, 127], ["credentials.n", null, 1, 118], ["credentials.user", "***", 1, 110],
      ["db.PASS", "***", 1, 30], ["db.dbPwd", "***", 1, 40], ["db.password", "***", 1, 19], ["db.user", "u", 1, 51],
      ["items", [{ token: "***", id: 1 }], 1, 172], ["plain", "http://db:80/a@b", 1, 245], ["url", "postgres://ann:***@db:5432/x?a=b", 1, 201],
    ]),
  },
];

export const CONFIG_CASES: readonly Case[] = [...LOADED, ...NAMED, ...PROBLEMS, ...DESCRIBED];
