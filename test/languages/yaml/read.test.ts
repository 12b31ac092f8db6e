import { describe, expect, it } from "vitest";
import { getStaticYAMLValue, parseYAML } from "yaml-eslint-parser";
import { readYaml } from "../../../languages/yaml/read.ts";
import { expectBounded, line, readingOf, siteWith } from "../sites.ts";

const read = (text: string, path = "config.yaml") => readingOf(readYaml, text, path);
const values = (text: string, path?: string) => read(text, path).sites.filter((site) => site.use !== "kept" || site.value !== "").map(line);

describe("scalars of every style", () => {
  it.each<[string, string, string, string]>([
    ["plain", "a: /Users/ann/x # c", "/Users/ann/x", "/Users/ann/x"],
    ["plain over lines", "a: one\n  two\n\n  three\nb: c", "one two\nthree", "one\n  two\n\n  three"],
    ["single quotes", "a: 'it''s /Users/ann'", "it's /Users/ann", "'it''s /Users/ann'"],
    ["double quotes", String.raw`a: "x\t\u002fUsers/ann\""`, '\t/Users/ann"'.replace(/^/u, "x"), String.raw`"x\t\u002fUsers/ann\""`],
    ["double quotes over lines", 'a: "one \\\n    two\n    three\\n"', "one two three\n", '"one \\\n    two\n    three\\n"'],
    ["a literal block", "a: |\n  one\n    two\n\n  three\nb: c", "one\n  two\n\nthree\n", "|\n  one\n    two\n\n  three"],
    ["a block that is chomped", "a:\n  - |-\n    one\n    two\n", "one\ntwo", "|-\n    one\n    two"],
    ["a block with its indentation", "a: |2\n    one\n   two\n", "  one\n two\n", "|2\n    one\n   two"],
    ["a folded block", "a: >\n  one\n  two\n\n  three\n\n\n  four\n    five\n  six\n", "one two\nthree\n\nfour\n  five\nsix\n", ">\n  one\n  two\n\n  three\n\n\n  four\n    five\n  six"],
    ["a block with CRLF", "a: |\r\n  one\r\n  two\r\nb: c\r\n", "one\ntwo\n", "|\r\n  one\r\n  two"],
    ["behind an anchor and a tag", "a: &x !!str /srv", "/srv", "/srv"],
    ["in a flow", "a: {b: [/srv, 'x']}", "/srv", "/srv"],
  ])("%s", (_, text, value, spelled) => {
    const site = siteWith(read(text), value);
    expect(text.slice(...site.range)).toBe(spelled);
  });

  it("has exact places through indentation", () => {
    const text = "run: |\n    cd /Users/ann/app\n    node server.js\nnext: 1\n";
    const site = siteWith(read(text), "cd /Users/ann/app\nnode server.js\n");
    const part = (what: string) => text.slice(...(site.rangeOf(site.value.indexOf(what), site.value.indexOf(what) + what.length) ?? [0, 0]));
    expect([part("/Users/ann/app"), part("node server.js"), part("app\nnode")]).toEqual(["/Users/ann/app", "node server.js", "app\n    node"]);
  });

  it.each<[string]>([
    ["a: 'x'\nb: \"y\\x41\"\nc: |+\n  z\n\nd: >-\n  p\n  q\n"],
    ["- a\n- - b\n  - c: d\n    e: f\n-\n  g: h\n"],
    ["a: plain text\n  over lines # no\nb: [x, 'y',\n  z w]\n"],
    ["a: \"one\n  two\n\n\n  three\"\nb: 'four\n  five'\n"],
    ["? a\n: b\n? c\n"],
    ["a: >\n\n  leading\n   deeper\n  back\n\nb: >+\n  x\n\n"],
    ["a: &x {k: v, \"q\": \"w\"}\nb: *x\n<<: *x\n"],
    ["---\na: http://x:80/y#z\nb: a:b\nc: -x\n"],
    ["list:\n- |\n  x\n   y\n- >\n  a\n  b\n"],
  ])("takes values as another parser does: %j", (text) => {
    const expected: unknown[] = [];
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(collect);
      else if (value !== null && typeof value === "object") {
        for (const [key, inner] of Object.entries(value)) {
          expected.push(key);
          collect(inner);
        }
      } else if (value !== null) expected.push(typeof value === "string" ? value : JSON.stringify(value));
    };
    collect(getStaticYAMLValue(parseYAML(text)));
    const { sites, error } = read(text);
    const own = new Set(sites.map(({ value }) => value));
    expect(error).toBeNull();
    expect(expected.filter((value) => !own.has(value as string))).toEqual([]);
  });
});

describe("keys down to a value", () => {
  it.each<[string, string, readonly string[]]>([
    ["mappings and lists", "a:\n  b:\n    - c: d\n    - e\n", [' kept "a"', 'a kept "b"', 'a / b kept "c"', 'a.b / c kept "d"', 'a / b kept "e"']],
    ["what people read", "description: /Users/ann\nexample: 10.0.0.5\n", [' kept "description"', 'description shown "/Users/ann"', ' kept "example"', 'example shown "10.0.0.5"']],
    ["keys in quotes", "\"a b\":\n  'c': d\n", [' kept "a b"', 'a b kept "c"', 'a b / c kept "d"']],
    ["several documents", "a: b\n---\nc: d\n", [' kept "a"', 'a kept "b"', ' kept "c"', 'c kept "d"']],
  ])("%s", (_, text, lines) => {
    expect(values(text)).toEqual(lines);
  });
});

const compose = `services:
  web:
    image: nginx
    command: /root/start --dir /home/app/x
    ports: ["192.168.1.5:80:80"]
    environment:
      DATA: /home/app/data
      NAS: http://192.168.1.20
      DB: 172.28.0.5
      API: \${API:-http://192.168.1.8:8080}
    volumes:
      - /home/ann/data:/home/app/data:ro
      - \${SSH_DIR:-/home/ann/.ssh}:/root/.ssh:ro
      - named:/root/x
      - /root/y
      - type: bind
        source: /Users/ann/z
        target: /root/z
    networks:
      inner:
        ipv4_address: 172.28.0.7
    extra_hosts: ["nas:192.168.1.20"]
  worker:
    image: worker
    environment:
      - PATH=/opt/homebrew/bin:/bin
networks:
  inner:
    ipam:
      config:
        - subnet: 172.28.0.0/16
          gateway: 172.28.0.1
`;

describe("compose files", () => {
  const lines = values(compose, "docker-compose.yml");
  it.each([
    `services.web / command run "/root/start --dir /home/app/x" own:paths`,
    `services.web / ports kept "192.168.1.5:80:80"`,
    `services.web.environment / DATA kept "/home/app/data" own:paths`,
    `services.web.environment / NAS kept "http://192.168.1.20" own:paths`,
    `services.web.environment / DB kept "172.28.0.5" own:paths+addresses`,
    `services.web.environment / API kept "\${API:-http://192.168.1.8:8080}" own:paths fallback:API`,
    `services.web / volumes kept "/home/ann/data"`,
    `services.web / volumes kept "/home/app/data" own:paths`,
    `services.web / volumes kept "\${SSH_DIR:-/home/ann/.ssh}" fallback:SSH_DIR`,
    `services.web / volumes kept "/root/.ssh" own:paths`,
    `services.web / volumes kept "/root/x" own:paths`,
    `services.web / volumes kept "/root/y" own:paths`,
    `services.web.volumes / source kept "/Users/ann/z"`,
    `services.web.volumes / target kept "/root/z" own:paths`,
    `services.web.networks.inner / ipv4_address kept "172.28.0.7" own:addresses`,
    `services.web / extra_hosts kept "nas:192.168.1.20"`,
    `services.worker.environment / PATH kept "/opt/homebrew/bin:/bin" own:paths`,
    `networks.inner.ipam.config / gateway kept "172.28.0.1" own:addresses`,
  ])("%s", (expected) => {
    expect(lines).toContain(expected);
  });

  it("is known by its keys", () => {
    expect(values(compose, "stack.yml")).toEqual(lines);
  });

  it("has exact places of both sides", () => {
    const site = siteWith(read(compose, "compose.yaml"), "/home/ann/data");
    expect([compose.slice(...site.range), site.rangeOf(0, 5)]).toEqual(["/home/ann/data", [site.range[0], site.range[0] + 5]]);
  });
});

const workflow = `name: CI at /Users/ann
on: push
jobs:
  test:
    runs-on: macos-latest
    env:
      CACHE: /home/runner/.cache
      BREW: /opt/homebrew/bin/jq
      DATA: /Users/ann/data
    steps:
      - run: |
          /Users/ann/run --x \${{ secrets.TOKEN }}
          /opt/homebrew/bin/jq .
      - shell: pwsh
        run: C:\\Users\\ann\\x.exe
`;

describe("workflows", () => {
  const path = ".github/workflows/ci.yml";
  it("a hosted runner is as the workflow says", () => {
    const lines = values(workflow, path);
    expect(lines).toEqual(expect.arrayContaining(['jobs.test.env / CACHE kept "/home/runner/.cache" own:paths', 'jobs.test.env / BREW kept "/opt/homebrew/bin/jq" own:paths', 'jobs.test.env / DATA kept "/Users/ann/data"']));
    expect(lines).toContain('jobs.test.steps / run run "C:\\\\Users\\\\ann\\\\x.exe" own:paths'.replace(" own:paths", ""));
  });

  it("a machine of one's own is not", () => {
    expect(values(workflow.replace("macos-latest", "self-hosted"), path)).toContain('jobs.test.env / BREW kept "/opt/homebrew/bin/jq"');
  });
});

describe("Kubernetes", () => {
  it.each<[string, string]>([
    ["the inside of a container", 'spec.containers.volumeMounts / mountPath kept "/root/x" own:paths'],
    ["the node", 'spec.volumes.hostPath / path kept "/home/ann/x"'],
  ])("%s", (_, expected) => {
    const text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - volumeMounts:\n        - mountPath: /root/x\n  volumes:\n    - hostPath:\n        path: /home/ann/x\n";
    expect(values(text)).toContain(expected);
  });
});

describe("the values of a chart", () => {
  const text = "livenessProbe:\n  exec:\n    command: [/root/x]\nhostPath: /home/ann/x\n";

  it.each(["helm-chart/values.yaml", "charts/station/values-prod.yaml"])("are parts of manifests: %s", (path) => {
    expect(values(text, path)).toEqual(expect.arrayContaining([expect.stringMatching(/"\/root\/x" own:paths$/u), expect.stringMatching(/"\/home\/ann\/x"$/u)]));
  });

  it("are no others", () => {
    expect(values(text, "config/values.yaml").join()).not.toContain("own");
  });
});

describe("comments and mistakes", () => {
  it("keeps comments", () => {
    const text = "# one\na: b # two\n";
    expect(read(text).comments.map(({ value, range }) => [value, text.slice(...range)])).toEqual([[" one", "# one"], [" two", "# two"]]);
  });

  it.each<[string, string]>([
    ["a quote that does not end", "a: 'x\nb: y\n"],
    ["a bracket that does not end", "a: [x\nb: y\n"],
    ["indentation", "a:\n    b: c\n  d: e\n"],
  ])("%s", (_, text) => {
    expect(read(text).error).not.toBeNull();
  });

  it("a template is no mistake", () => {
    expect(read("a: {{ .Values.x }}\n{{- if .Values.y }}\nb: c\n{{- end }}\n").error).toBeNull();
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["four megabytes", () => "a: /Users/ann/app\n".repeat(240_000)],
    ["brackets", () => "[".repeat(10_000)],
    ["brackets that close", () => `a: ${"[".repeat(10_000)}x${"]".repeat(10_000)}`],
    ["dashes", () => `${"- ".repeat(10_000)}x`],
    ["indentation", () => Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["a line of two megabytes", () => `a: ${"x ".repeat(1_000_000)}`],
    ["a list of many items in one line", () => `[${"a, ".repeat(100_000)}b]`],
    ["a block of two megabytes", () => `a: >\n${"  x y\n\n".repeat(280_000)}`],
    ["escapes", () => `a: "${"\\x61".repeat(500_000)}"`],
    ["line ends in quotes", () => `a: "x${"\n  y".repeat(500_000)}"`],
  ])("%s end in time", (_, text) => {
    expectBounded(readYaml, text());
  });
});
