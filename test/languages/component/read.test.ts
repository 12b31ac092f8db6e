import { describe, expect, it } from "vitest";
import { readComponent } from "../../../languages/component/read.ts";
import { expectBounded, line, readingOf } from "../sites.ts";

const read = (text: string, path = "src/Lamp.vue") => readingOf(readComponent, text, path);
const lines = (text: string, path?: string): readonly string[] => read(text, path).sites.map(line);
const spelled = (text: string, path?: string): readonly string[] => read(text, path).sites.map(({ range }) => text.slice(...range));

describe("scripts", () => {
  it("are read together, at their places behind letters of two units", () => {
    const text = '<p>\u{1F331}</p><script>\nconst root = "/Users/ann/app";\n</script>\n<template lang="pug">\n\u{1F331}</template>\n<SCRIPT setup lang="ts">\nconst data: string = `${root}/data`;\n</SCRIPT >\n';
    expect(spelled(text)).toEqual(['"/Users/ann/app"', "`${root}/data`"]);
  });

  it("of other notations are not read, nor styles, nor what is commented out", () => {
    expect(lines('<script type="application/ld+json">{ "a": "/Users/ann" }</script><script lang="coffee">a = "/Users/ann"</script><style>a { b: url("/Users/ann") }</style><!-- <script>a = "/Users/ann"</script> -->')).toEqual([]);
  });

  it("stand between the fences of an Astro file too", () => {
    expect(spelled('---\r\nconst a = "x";\r\n---\r\n<script>\r\nconst b = "y";\r\n</script>', "src/a.astro")).toEqual(['"x"', '"y"']);
    expect(spelled('---\n---\n<a data="/y"/>', "src/a.astro")).toEqual(['"/y"']);
    expect(spelled('--- no fence\n<a data="/y"/>', "src/a.astro")).toEqual(['"/y"']);
  });

  it("that do not parse say where", () => {
    const text = '<template><a data="/y"/></template>\n<script>\nconst a = "x;\n</script>\n';
    expect(read(text).error?.offset).toBe(text.indexOf("\n</script"));
  });

  it("nothing of a component can be rewritten", () => {
    expect(new Set(read('<a data="/y"/><script>f("x")</script>').sites.map(({ fixed }) => fixed))).toEqual(new Set(["a person changes components: where they run and what they may import is not known here"]));
  });
});

describe("attributes of a template", () => {
  it("of Vue: texts, what is bound, what an event runs", () => {
    const text = `<lamp model="/a/b.glb" :shade.sync="'/shade'" v-bind:light="dark ? '/x' : y" @click.once="run('/run'); n = '/n'" v-if="a === '/if'" #default="{ at = '/slot' }" v-for="one in ['/for']" title="/t" data=/bare :[key]="'/key'" />`;
    expect(lines(text)).toEqual(['model kept "/a/b.glb"', 'shade kept "/shade"', 'light kept "/x"', ' kept "/run"', 'n kept "/n"', 'x compared "/if"', 'at kept "/slot"', 'x compared "/for"', 'title shown "/t"', 'data kept "/bare"', 'x kept "/key"']);
    expect(spelled(text)).toEqual(['"/a/b.glb"', "'/shade'", "'/x'", "'/run'", "'/n'", "'/if'", "'/slot'", "'/for'", '"/t"', "/bare", "'/key'"]);
  });

  it("of Svelte and Astro: what stands in braces, whatever brackets and quotes it has", () => {
    expect(spelled(`<script>let a;</script>{#if a < 1}<Lamp {a} {...rest} on:click={() => { if (a > 1) run("/run}") }} data="/d/{a}" class:on={a === '/on'} />{/if}`, "a.svelte")).toEqual(['"/run}"', "/d/{a}", "'/on'"]);
    expect(spelled("{list.map((one) => <Lamp set:html={one['/one']} at=`/at/${one}` />)}", "a.astro")).toEqual(["'/one'", "`/at/${one}`"]);
  });

  it("one that is no expression does not hide the others", () => {
    expect(spelled(`<a :b="'/b'" :c="'/c' (" :d="'/d'">`)).toEqual(["'/b'", "'/d'"]);
  });

  it("texts are not read", () => {
    expect(lines(`<p>/Users/ann {{ "/Users/ann" }} {"/Users/ann"} it's</p>`)).toEqual([]);
  });
});

it("comments of both kinds are found", () => {
  const text = '<!-- eslint-disable-next-line a -->\n<script>\n// eslint-disable-line b\n</script>\n';
  expect(read(text).comments.map(({ value, range }) => [value, text.slice(...range)])).toEqual([[" eslint-disable-next-line a ", "<!-- eslint-disable-next-line a -->"], [" eslint-disable-line b", "// eslint-disable-line b"]]);
});

describe("hostile texts", () => {
  it.each<[string, string]>([
    ["tags that never end", "<a ".repeat(50_000)],
    ["braces", `<a b=${"{".repeat(100_000)}`],
    ["braces in tags", "<a b={".repeat(50_000)],
    ["braces in one tag", `<a ${"b={ ".repeat(25_000)}`],
    ["quotes", `<a b="${'x" c="'.repeat(25_000)}`],
    ["attributes that do not parse", `<a ${`:b="'/c' (" `.repeat(10_000)}>`],
    ["scripts that never end", "<script>".repeat(50_000)],
    ["scripts", "<script></script>".repeat(30_000)],
    ["comments that never end", "<!--".repeat(50_000)],
    ["fences", "---\n".repeat(50_000)],
  ])("%s end in time", (_, text) => {
    for (const ending of ["vue", "svelte", "astro"]) expectBounded(readComponent, text, `a.${ending}`);
  });
});
