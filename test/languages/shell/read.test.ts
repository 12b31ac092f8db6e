import { describe, expect, test } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import { readShell } from "../../../languages/shell/read.ts";
import type { Use } from "../../../languages/site.ts";
import { siteOf, sitesOf, sourceOf } from "./shell.ts";

describe("words", () => {
  test.each([
    [`cd /a/b`, "/a/b", "/a/b"],
    [`cd '/a b'`, "/a b", "'/a b'"],
    [`cd "/a b"`, "/a b", '"/a b"'],
    [`cd $'/a\\tb'`, "/a\tb", "$'/a\\tb'"],
    [`cd /a/"b c"/'d'`, "/a/b c/d", `/a/"b c"/'d'`],
    [`cd /a\\ b/c`, "/a b/c", "/a\\ b/c"],
    [`cd "/a/\\"b\\$"`, '/a/"b$', `"/a/\\"b\\$"`],
    [`cd "$A/b"`, `${HOLE}/b`, '"$A/b"'],
    [`cd \${A}/b`, `${HOLE}/b`, "${A}/b"],
    [`cd "$(dirname "$0")/b"`, `${HOLE}/b`, '"$(dirname "$0")/b"'],
    [`cd /a/*.log`, "/a/*.log", "/a/*.log"],
    [`x=(a "b c")`, "b c", '"b c"'],
  ])("%s", (text, value, slice) => {
    const site = siteOf(text, value);
    expect(text.slice(...site.range)).toBe(slice);
  });

  test("parts have exact places, but not across quotes and escapes", () => {
    const text = `cd "/a/$B/c"/d\\ e`;
    const site = siteOf(text, `/a/${HOLE}/c/d e`);
    const at = (part: string): string | null => {
      const start = site.value.indexOf(part);
      const range = site.rangeOf(start, start + part.length);
      return range && text.slice(...range);
    };
    expect([at("/a/"), at(`${HOLE}/c`), at("/c/d"), at("d e")]).toEqual(["/a/", "$B/c", null, "d\\ e"]);
  });

  test("holes are named by their variables", () => {
    const [site] = sitesOf('cd "$A/${B}/${C:-x}/${D#y}/$(z)"').filter(({ value }) => value.includes("/"));
    expect(site?.holes.map(({ name }) => name)).toEqual(["A", "B", "C", null, null]);
  });
});

describe("use", () => {
  const uses: readonly (readonly [string, string, Use])[] = [
    ["/x/jq -r .", "/x/jq", "run"],
    ["sudo -u ann /x/jq -r .", "/x/jq", "run"],
    ["env A=b nohup timeout 5 /x/jq", "/x/jq", "run"],
    ["find . -exec /x/jq {} +", "/x/jq", "run"],
    ["python3 /x/app.py", "/x/app.py", "kept"],
    ["A=/x/jq; $A -r .", "/x/jq", "run"],
    ['A=/x/jq; "$A/bin/z"', "/x/jq", "kept"],
    ["A=/x; echo $A", "/x", "shown"],
    ["A=/x; export A; echo $A", "/x", "kept"],
    ["export A=/x; echo $A", "/x", "kept"],
    ["A=/x; B=$A; echo $B", "/x", "shown"],
    ["A=/x make", "/x", "kept"],
    ['[ "$host" = /x ]', "/x", "compared"],
    ["[[ $host == /x ]]", "/x", "compared"],
    ["[[ $host =~ /x ]]", "/x", "matched"],
    ["case $a in /x) true;; esac", "/x", "compared"],
    ["grep -r /x .", "/x", "matched"],
    ["grep -e /x /y", "/y", "kept"],
    ["grep -c foo /x", "/x", "kept"],
    ["sed 's#/x#/y#' f", "s#/x#/y#", "matched"],
    ["sed -i '' -e s/x/y/ conf.ini", "s/x/y/", "matched"],
    ["awk -F: '/x/' f", "/x/", "matched"],
    ["find /x -name /y", "/y", "matched"],
    ["find /x -name /y", "/x", "kept"],
    ["${a#/x}", "/x", "matched"],
    ["echo /x", "/x", "shown"],
    ["log_info /x", "/x", "shown"],
    ["echo /x > out.txt", "/x", "kept"],
    ["echo /x >&2", "/x", "shown"],
    ["echo /x | tee -a run.log", "/x", "shown"],
    ["echo /x | crontab -", "/x", "kept"],
    ["a=$(echo /x)", "/x", "kept"],
    ["f() { echo /x; }; a=$(f)", "/x", "kept"],
    ["f() { echo /x; }; f", "/x", "shown"],
    ["say_it() { echo $1; }; say_it /x", "/x", "shown"],
    ["go() { cd $1; }; go /x", "/x", "kept"],
    ["go() { local d=$1; cd $d; }; go /x", "/x", "kept"],
    ["cp a /x", "/x", "written"],
    ["cp /x b", "/x", "kept"],
    ["mkdir -p /x", "/x", "written"],
    ["curl -fsSL https://a -o /x", "/x", "written"],
    ["ln -s /y /x", "/x", "written"],
    ["docker run -v /x:/y app", "/x:/y", "kept"],
  ];
  test.each(uses)("%s: %s is %s", (text, value, use) => {
    expect(siteOf(text, value).use).toBe(use);
  });
});

describe("words about words", () => {
  test.each([
    ["a --config /x", "/x", { callee: "a", argument: "--config", name: "--config" }],
    ["cp -r /x y", "/x", { callee: "cp", argument: "-r", name: null }],
    ["a --config=/x", "--config=/x", { argument: "--config" }],
    ["a b /x", "/x", { callee: "a", argument: 1, name: null }],
    ["export A=/x", "/x", { name: "A" }],
    ["a=(/x)", "/x", { name: "a" }],
    ["cd ${A:-/x}", "/x", { name: "A", fallback: "A" }],
    [': "${A:=/x}"', "/x", { name: "A", fallback: "A" }],
    ["f() { g() { cd /x; }; }", "/x", { scope: "f.g" }],
    ["[ -x /x ]", "/x", { probed: true }],
    ["[[ -d /x ]]", "/x", { probed: true }],
    ["a=/x; [ -e $a ]", "/x", { probed: true }],
    ["[ ! -x /x ] && exit 1", "/x", { probed: true }],
    ["[ -x /x ] || exit 1", "/x", { probed: false }],
    ["if [ ! -x /x ]; then echo no; exit 1; fi", "/x", { probed: false }],
    ["for p in /x /y; do [ -x $p ] && break; done", "/x", { probed: true }],
    ["a=(/x /y); for p in \"${a[@]}\"; do if test -x \"$p\"; then b=$p; fi; done", "/x", { probed: true }],
    ["command -v /x", "/x", { probed: true }],
    ["a=$(command -v x || echo /x)", "/x", { probed: true }],
    ["if [ -d /opt/homebrew ]; then a=/opt/homebrew/bin/x; fi", "/opt/homebrew/bin/x", { probed: true }],
    ["if [[ $OSTYPE == darwin* ]]; then a=/x; fi", "/x", { guarded: true }],
    ['case "$(uname -s)" in Darwin) a=/x;; esac', "/x", { guarded: true }],
    ['os=$(uname); case $os in Darwin) a=/x;; esac', "/x", { guarded: true }],
    ['[ "$(uname)" = Darwin ] || exit 1; a=/x', "/x", { guarded: true }],
    ["if [[ $A == b ]]; then a=/x; fi", "/x", { guarded: false }],
    ["ssh ann@host 'cd /x && ls'", "/x", { use: "kept", fixed: "another machine runs this command" }],
    ["ssh ann@host <<EOF\ncd /x\nEOF\n", "/x", { use: "kept", fixed: "another machine runs this command" }],
    ["a=/x; ssh ann@host \"cd $a && ls\"", "/x", { use: "kept", fixed: "another machine runs this command" }],
    ["a=/x; scp b \"$host:$a/\"", "/x", { use: "kept", fixed: "another machine runs this command" }],
    ["docker exec -it app /x", "/x", { own: ["paths"] }],
    ["docker run -w /x app y", "/x", { own: ["paths"] }],
    ["docker compose -f a.yaml run --rm -w /x app y", "/x", { own: ["paths"] }],
    ["podman exec --workdir=/x app y", "--workdir=/x", { own: ["paths"] }],
    ["docker run -v /x:/y app", "/x:/y", { own: [] }],
  ])("%s: %s", (text, value, facts) => {
    expect(siteOf(text, value)).toMatchObject(facts);
  });
});

describe("writes", () => {
  test.each([
    ["echo a > app.conf", [">", "app.conf", null]],
    ["echo a >> app.conf", [">>", "app.conf", null]],
    ['C=/a/app.conf; echo a > "$C"', [">", "/a/app.conf", "C"]],
    ['C=$D/app.conf; echo a > "$C"', [">", `${HOLE}/app.conf`, "C"]],
    ["echo a | sudo tee app.conf > /dev/null", ["tee", "app.conf", null]],
    ["sed -i s/a/b/ app.conf", ["sed -i", "app.conf", null]],
    ["sed -i '' s/a/b/ app.conf", ["sed -i", "app.conf", null]],
    ["jq . a.json > tmp && mv tmp app.conf", ["mv", "app.conf", null]],
    ["cp app.conf.bak app.conf", ["cp", "app.conf", null]],
    ["cat > app.conf <<EOF\na\nEOF", [">", "app.conf", null]],
  ])("%s", (text, [call, value, name]) => {
    const found = sitesOf(text).filter(({ write }) => write !== null).map((site) => [site.write?.call, site.value, site.name]);
    expect(found).toContainEqual([call, value, name]);
  });

  test.each(["[ -f app.conf ] || cp app.conf.example app.conf", 'if [ ! -f "$C" ]; then echo a > "$C"; fi', "echo a > /etc/app.conf"])("%s writes nothing that was there", (text) => {
    expect(sitesOf(text).filter(({ write }) => write !== null)).toEqual([]);
  });

  test("a script that sets up a machine writes what it is for", () => {
    expect(sitesOf("echo a > app.conf", "scripts/install.sh").filter(({ write }) => write !== null)).toEqual([]);
  });
});

describe("texts in scripts", () => {
  test("an INI file in a here-document is read as one", () => {
    const text = "cat > supervisord.conf <<'EOF'\n[program:api]\ndirectory=/Users/ann/app\nEOF\n";
    const site = siteOf(text, "/Users/ann/app");
    expect(site).toMatchObject({ language: "ini", name: "directory", scope: "program:api", fixed: "a text that a script writes is changed by a person" });
    expect(text.slice(...site.range)).toBe("/Users/ann/app");
  });

  test.each([
    ["python3 - <<'EOF'\nopen('/Users/ann/x')\nEOF\n", "/Users/ann/x", "python"],
    ["python3 <<EOF\nopen('/Users/ann/x')\nEOF\n", "/Users/ann/x", "python"],
    [`python3 -c "open('/Users/ann/x')"`, "/Users/ann/x", "python"],
    [`node -e 'require("fs").readFileSync("/Users/ann/x")'`, "/Users/ann/x", "javascript"],
    ["bash -c 'cd /Users/ann/x && ls'", "/Users/ann/x", "shell"],
    ["trap 'rm -rf /Users/ann/x' EXIT", "/Users/ann/x", "shell"],
  ])("%s", (text, value, language) => {
    const site = siteOf(text, value);
    expect(site).toMatchObject({ language, fixed: "a program inside a script is rewritten by a person" });
    const range = site.rangeOf(0, value.length);
    expect(range && text.slice(...range)).toBe(value);
  });

  test("a here-document for people is shown, one for a file is kept line by line", () => {
    expect(siteOf("cat <<EOF\nsee /x\nEOF\n", "see /x").use).toBe("shown");
    expect(siteOf("cat > env.txt <<EOF\nHOST=/x\nEOF\n", "HOST=/x")).toMatchObject({ use: "kept", name: "HOST", fixed: null });
    expect(siteOf("cat > env.txt <<'EOF'\nHOST=$A\nEOF\n", "HOST=$A").fixed).toMatch(/expands nothing/u);
    expect(siteOf("cat <<-EOF > a.txt\n\tHOST=/x\n\tEOF\n", "HOST=/x").use).toBe("kept");
  });
});

describe("comments", () => {
  test.each([
    ["#!/bin/sh\n# a\nb # c\n", [" a", " c"]],
    ["echo a#b '# c' \"# d\" ${#e} $# \\# f; # g", [" g"]],
    ["cat <<EOF\n# a\nEOF\n# b", [" b"]],
    ["a=$( # b\n c # d\n)", [" b", " d"]],
    ["a=(\n  # b\n  c # d\n)", [" b", " d"]],
    ["(# a\n b)", [" a"]],
    ["a;# b\nc &# d", [" b", " d"]],
    ["case a in # b\n  c) d;; # e\nesac", [" b", " e"]],
    ["[[ a == \"#\" ]] # b", [" b"]],
    ["(( a = 16#ff )) # b", [" b"]],
    ["a \\\n# b", [" b"]],
  ])("%s", (text, values) => {
    const { comments } = readShell(sourceOf(text));
    expect(comments.map(({ value }) => value)).toEqual(values);
    for (const { value, range } of comments) expect(text.slice(...range)).toBe(`#${value}`);
  });
});
