import { describe, expect, it } from "vitest";
import type { Site } from "../../../languages/site.ts";
import { readWith, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel"];

/** The variables that a text names: `X`, or `X=` where it is set; with the one whose value it replaces. */
function variables(parser: Parser, text: string): readonly string[] {
  return readWith(parser, text)
    .sites.filter(({ use }) => use === "variable")
    .map((site) => `${named(site, text)}${site.access === "set" ? "=" : ""}${site.fallback === null ? "" : ` for ${site.fallback}`}`);
}

/** The value, which must be what the range spells. */
function named(site: Site, text: string): string {
  expect(text.slice(...site.range).replace(/^["'`]|["'`]$/gu, "")).toBe(site.value);
  expect(site.shape).toMatch(/plain|template/u);
  const place = site.rangeOf(0, site.value.length);
  expect(place && text.slice(...place)).toBe(site.value);
  return site.value;
}

describe.each(parsers)("names of environment variables, as %s parses them", (parser) => {
  it.each<[string, string]>([
    // read
    ["process.env.X;", "X"],
    [`process.env["X"];`, "X"],
    ["process.env[`X`];", "X"],
    ["process.env?.X;", "X"],
    ["globalThis.process.env.X;", "X"],
    [`import process from "node:process"; process.env.X;`, "X"],
    [`import { env } from "node:process"; env.X;`, "X"],
    [`const { env } = process; env.X;`, "X"],
    ["const env = process.env; env.X;", "X"],
    ["const e = process.env; e.X; function f() { return e.Y; }", "X Y"],
    ["function f(env = process.env) { return env.X; }", "X"],
    ["const { X, Y = 'd', Z: z, ...rest } = process.env;", "X Y Z"],
    ["const { env: { X } } = process;", "X"],
    ["import.meta.env.X;", "X"],
    ["Bun.env.X;", "X"],
    [`Deno.env.get("X");`, "X"],
    [`import { env } from "$env/dynamic/private"; env.X;`, "X"],
    [`import { X } from "$env/static/private";`, "X"],
    [`"X" in process.env;`, "X"],
    [`getEnv("MY_X");`, "MY_X"],
    [`env("MY_X", "d");`, "MY_X"],
    [`requireEnv("MY_X");`, "MY_X"],
    [`config.getEnvBool("MY_X");`, "MY_X"],
    [`Env.get("MY_X");`, "MY_X"],
    [`import env from "env-var"; env.get("X").required();`, "X"],
    [`function read(name) { return process.env[name]; } read("X"); read("Y");`, "X Y"],
    [`const read = (a, name) => process.env[name]; read(1, "X");`, "X"],
    [`for (const name of ["X", "Y"]) if (!process.env[name]) fail();`, "X Y"],
    [`const needed = ["X", "Y"]; needed.filter((name) => !process.env[name]);`, "X Y"],
    [`const KEY = "X"; process.env[KEY];`, "X"],
    [`import { cleanEnv, port } from "envalid"; cleanEnv(process.env, { X: port() });`, "X"],
    [`const schema = z.object({ X: z.string(), "Y": z.string() }); schema.parse(process.env);`, "X Y"],
    ["process.env.X ??= 'd';", "X"],
    ["process.env.X ?? process.env.Y ?? process.env.Z;", "X Y for X Z for X"],
    ["process.env.X ? process.env.X : 'd';", "X X"],
    // set
    ["process.env.X = 'v';", "X="],
    ["delete process.env.X;", "X="],
    [`Deno.env.set("X", "v");`, "X="],
    [`vi.stubEnv("MY_X", "v");`, "MY_X="],
    ["Object.assign(process.env, { X: 'v' });", "X="],
    [`const env = { ...process.env, X: "v", "Y": "w" };`, "X= Y="],
    [`import { spawn } from "child_process"; spawn("x", [], { env: { X: "v" } });`, "X="],
    [`import { spawn } from "child_process"; const env = { X: "v" }; spawn("x", [], { env });`, "X="],
    // nothing
    ["options.env.X;", ""],
    ["function f(env) { return env.X; }", ""],
    ["process.env[name];", ""],
    ["({ ...process.env });", ""],
    [`isEnv("PRODUCTION");`, ""],
    [`getEnv("some text");`, ""],
    [`environment("MY_X");`, ""],
    [`process.argv.X;`, ""],
  ])("%s", (text, names) => {
    expect(variables(parser, text).join(" ")).toBe(names);
  });

  it.each<[string, string]>([
    ["const port = process.env.X ?? 'd';", "d"],
    ["const port = process.env['X'] || 'd';", "d"],
    ["const { X = 'd' } = process.env;", "d"],
    ["const { X: x = 'd' } = process.env;", "d"],
    ["getEnv('MY_X', 'd');", "d"],
    ["Deno.env.get('X') ?? 'd';", "d"],
  ])("the default in %s stands for the variable", (text, value) => {
    const site = readWith(parser, text).sites.find((one) => one.value === value);
    expect(site?.fallback).toMatch(/^(?:MY_)?X$/u);
  });

  it("stand under the name that takes their value", () => {
    const [site] = readWith(parser, "const settings = { port: Number(process.env.X) };").sites;
    expect([site?.name, site?.callee, site?.fixed]).toEqual(["settings.port", "Number", "a name in code is not a string"]);
  });

  it("can be rewritten where they are strings", () => {
    const [site] = readWith(parser, "getEnv('MY_X');").sites;
    expect([site?.fixed, site?.callee, site?.argument]).toEqual([null, "getEnv", 0]);
  });
});
