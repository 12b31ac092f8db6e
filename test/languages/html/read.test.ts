import { describe, expect, it } from "vitest";
import { readHtml } from "../../../languages/html/read.ts";
import type { Site } from "../../../languages/site.ts";
import { expectBounded, line, readingOf } from "../sites.ts";

const read = (text: string) => readingOf(readHtml, text, "pages/index.html");
const lines = (text: string): readonly string[] => read(text).sites.map((site) => `${site.language} ${line(site)}`);
const spelled = (text: string, { range }: Site): string => text.slice(...range);

describe("what a page says", () => {
  it.each<[string, string, readonly string[]]>([
    ["text", "<p>\n  <strong>Folder:</strong> /Users/ann/app<br>\n</p>", ['html  stated "Folder:"', 'html  stated "/Users/ann/app"']],
    ["references", "<p>a &amp; b &lt;&#47;&#x2F;&sol;&nosuch; &copy</p>", ['html  stated "a & b <///&nosuch; &copy"']],
    ["code, which somebody is to type", "<p>Run <code>cd <b>/home/ann</b></code> or <PRE>x</PRE> now", ['html  stated "Run"', 'html  shown "cd"', 'html  shown "/home/ann"', 'html  stated "or"', 'html  shown "x"', 'html  stated "now"']],
    ["fields and titles, which hold no tags", "<title>a <b></title><textarea>c </p></textarea >d", ['html  stated "a <b>"', 'html  stated "c </p>"', 'html  stated "d"']],
    ["an angle that is none", "a < b <3 c </> d", ['html  stated "a < b <3 c"', 'html  stated "d"']],
    ["nothing of styles, comments and declarations", "<!doctype html><style>a { b: url(/Users/ann) }</style><!-- /Users/ann --><![CDATA[x]]><?xml y?>", []],
  ])("%s", (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it("text behind a letter of two units that a template engine takes out", () => {
    const text = "{# \u{1F331} #}<p>/Users/ann/app</p>";
    expect(read(text).sites.map((site) => spelled(text, site))).toEqual(["/Users/ann/app"]);
  });

  it("attributes, by what browsers do with them", () => {
    expect(lines(`<a href="http://192.168.1.20/x" title='/Users/ann' data-dir=/Users/ann/app class="/Users/ann" ALT="x" aria-label="y" disabled></a>`)).toEqual([
      'html a / href kept "http://192.168.1.20/x"',
      'html a / title shown "/Users/ann"',
      'html a / data-dir kept "/Users/ann/app"',
      'html a / alt shown "x"',
      'html a / aria-label shown "y"',
    ]);
  });

  it("a value has the name of its field", () => {
    expect(lines(`<input name="subnet" value="10.0.0.0"><meta name="description" content="x"><option value="y">`)).toEqual([
      'html input / name kept "subnet"',
      'html input / subnet kept "10.0.0.0"',
      'html meta / name kept "description"',
      'html meta / description shown "x"',
      'html option / value kept "y"',
    ]);
  });

  it("an address from the root of the site is not a folder, unless no site has one like it", () => {
    expect(lines(`<img src="/home/hero/a.png"><img src="/Users/ann/a.png"><img src="file:///home/ann/a.png">`)).toEqual([
      'html img / src kept "/home/hero/a.png" own:paths',
      'html img / src kept "/Users/ann/a.png"',
      'html img / src kept "file:///home/ann/a.png"',
    ]);
  });

  it("places are exact through references", () => {
    const text = `<a data-x="a &amp; /Users/ann/b">c &gt; /Users/ann/d</a>`;
    const { sites } = read(text);
    const path = (site: Site) => text.slice(...(site.rangeOf(4, site.value.length) ?? [0, 0]));
    expect(sites.map(path)).toEqual(["/Users/ann/b", "/Users/ann/d"]);
  });
});

describe("scripts", () => {
  it("are read as JavaScript, also where they are TypeScript, of modules or with JSX", () => {
    const text = `<script>const a = "/Users/ann/a";</script><script type="module" lang="ts">let b: string = "b"; let c = <any>"c"</script><script type="text/babel">let d = <p>d</p></script>`;
    const { sites } = read(text);
    expect(sites.filter(({ language }) => language === "javascript").map((site) => [site.value, site.name, site.use, spelled(text, site)])).toEqual([
      ["/Users/ann/a", "a", "kept", '"/Users/ann/a"'],
      ["b", "b", "kept", '"b"'],
      ["c", "c", "kept", '"c"'],
      ["d", "d", "shown", "d"],
    ]);
  });

  it("are read as what their type says", () => {
    const json = `<script type="application/ld+json">{ "a": "/Users/ann/b" }</script>`;
    expect(lines(`${json}<script type="text/template"><b>{{ x }}</b> /Users/ann/c</script><script type="importmap">{"imports": {"a": "/d"}}</script><script type="text/x-python">"e"</script>`)).toEqual([
      'json  kept "a"',
      'json a kept "/Users/ann/b"',
      `html  stated "${"\uFFFC".repeat(7)}"`,
      'html  stated "/Users/ann/c"',
    ]);
  });

  it("handlers are read with their references, and stay one text where they are no program", () => {
    const text = `<b onclick="return go(&quot;/Users/ann/a&quot;)" onload='x {' onkeyup="{{ y }}"></b>`;
    const { sites } = read(text);
    expect(sites.map((site) => [site.language, site.value, site.callee, spelled(text, site)])).toEqual([
      ["javascript", "/Users/ann/a", "go", "&quot;/Users/ann/a&quot;"],
      ["html", "x {", null, "x {"],
      ["html", "\uFFFC".repeat(7), null, "{{ y }}"],
    ]);
    expect(text.slice(...(sites[0]?.rangeOf(0, 12) ?? [0, 0]))).toBe("/Users/ann/a");
  });

  it("markup that a script makes is a part of the page, as long as it is put in as markup", () => {
    const text = "<script>a.innerHTML = `<b>${c}</b> /Users/ann/d`; a.insertAdjacentHTML('beforeend', 'e'); document.write('f'); a.textContent = 'g h'</script>";
    expect(read(text).sites.map(({ use, value }) => `${use} ${value}`)).toEqual(["stated <b>\uFFFC</b> /Users/ann/d", "kept beforeend", "stated e", "stated f", "shown g h"]);
  });

  it("what the root of a site holds is no folder of root", () => {
    expect(lines(`<script>get("/root/x.txt"); get("cd /root/x")</script>`)).toEqual(['javascript  kept "cd /root/x"']);
  });

  it("nothing that runs in a browser writes a file", () => {
    expect(read(`<script>fs.writeFileSync("config.json", x); open("app.conf", "w")</script>`).sites.filter(({ write }) => write !== null)).toEqual([]);
  });

  it("each kind has its reason why it is left", () => {
    const { sites } = read(`a<b title=b onclick="c('c')"><script>d = 'd'</script><script type="application/json">"e"</script>`);
    expect(Object.fromEntries(sites.map(({ value, fixed }) => [value, fixed?.split(/[ :,]/u).slice(0, 2).join(" ")]))).toEqual({ a: "a page", b: "an attribute", c: "this script", d: "this script", e: "data in" });
  });
});

describe("templates of pages", () => {
  it.each<[string, string, readonly string[]]>([
    ["values in text and attributes are not known", `<a href="{{ url_for("x") }}" data-x="/Users/{{ u }}/a">{{ y }}</a>`, [`html a / href kept "${"\uFFFC".repeat(18)}"`, `html a / data-x kept "/Users/${"\uFFFC".repeat(7)}/a"`, `html  stated "${"\uFFFC".repeat(7)}"`]],
    ["what steers is blank", `<a {% if x > 1 %}data-a="b"{% endif %}>{# <p> /Users/ann #}c<% if (d) { %>e<% } %></a>`, ['html a / data-a kept "b"', 'html  stated "c              e"']],
    ["Handlebars", "{{#if a}}<b>{{{ c }}}</b>{{else}}d{{/if}}{{> e}}{{! f }}", [`html  stated "${"\uFFFC".repeat(9)}"`, 'html  stated "d"']],
    ["PHP and EJS", `<b data-x="<?= $a ?>" data-y="<%- b %>"></b><?php if (1): ?>`, [`html b / data-x kept "${"\uFFFC".repeat(9)}"`, `html b / data-y kept "${"\uFFFC".repeat(8)}"`]],
    ["a script with a value in it", "<script>{% if a %}let b = {{ c|tojson }};{% endif %} let d = '/Users/ann/e';</script>", ['javascript d kept "/Users/ann/e"']],
    ["braces of a script are its own", "<script>let a = [{b: {c: '{{'}}, '/Users/ann/d'];</script><p>e</p>", ['javascript a.b.c kept "{{"', 'javascript a kept "/Users/ann/d"', 'html  stated "e"']],
    ["marks that do not close", "<p>{{ a {% b <% c <? d</p><p>e</p>", ['html  stated "{{ a {% b <% c"', 'html  stated "e"']],
  ])("%s", (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });
});

describe("comments", () => {
  it("are those of the page and of its scripts", () => {
    const text = `<!-- eslint-disable a --><p>\n<script>\n// eslint-disable-next-line b\nx();\n</script><!-->`;
    const { comments } = read(text);
    expect(comments.map(({ value, range }) => [value, text.slice(...range)])).toEqual([
      [" eslint-disable a ", "<!-- eslint-disable a -->"],
      [" eslint-disable-next-line b", "// eslint-disable-next-line b"],
      ["", "<!-->"],
    ]);
  });
});

describe("no page is an error", () => {
  it.each(["", "<", "<a", "<a b", "<a b=", '<a b="', "</", "<!", "<!--", "<script>", "<script>let (</script>", "&#99999999;&#0;&#x110000;", "<title>", "<textarea", "\uFEFF<p>x"])("%j", (text) => {
    expect(read(text).error).toBeNull();
  });

  it("a script that does not parse leaves the rest as it is", () => {
    expect(lines("<script>let (</script><p>a</p>")).toEqual(['html  stated "a"']);
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["five megabytes", () => '<p class="a" title="x">hello <b>world</b> &amp; <a href="/x/y.html">more</a></p>\n'.repeat(62_500)],
    ["tags that open", () => "<div>".repeat(100_000)],
    ["a long line", () => "text & more ".repeat(450_000)],
    ["angles", () => "<".repeat(1_000_000)],
    ["closing angles", () => "</".repeat(500_000)],
    ["comments that do not end", () => "<!--".repeat(300_000)],
    ["quotes that do not end", () => '<a b="'.repeat(200_000)],
    ["titles that do not end", () => "<title>".repeat(200_000)],
    ["blanks in a tag", () => `<a ${" ".repeat(2_000_000)}>`],
    ["a name without end", () => `<${"a".repeat(2_000_000)}`],
    ["references", () => "&amp;".repeat(500_000)],
    ["ampersands", () => "&".repeat(1_000_000)],
    ["values that do not end", () => "{{".repeat(500_000)],
    ["values", () => "{{ x }}".repeat(200_000)],
    ["statements", () => "{% ".repeat(300_000)],
    ["handlers", () => `<a onclick="go('/x')">`.repeat(100_000)],
    ["scripts", () => `<script>go("/x")</script>`.repeat(100_000)],
    ["a script of brackets", () => `<script>${"[".repeat(50_000)}</script>`],
  ])("%s end in time", (_, text) => {
    expectBounded(readHtml, text());
  }, 40_000);
});
