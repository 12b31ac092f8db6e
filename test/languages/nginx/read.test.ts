import { describe, expect, it } from "vitest";
import { languageOf, languages } from "../../../languages/index.ts";
import { readNginx } from "../../../languages/nginx/read.ts";
import { findIn, type PortabilityRule } from "../../../rules/define.ts";
import homebrewPath from "../../../rules/no-homebrew-path.ts";
import privateIp from "../../../rules/no-private-ip.ts";
import userPath from "../../../rules/no-user-path.ts";
import { readSettings } from "../../../settings.ts";
import { line, readingOf, siteWith } from "../sites.ts";

const rules = [userPath, homebrewPath, privateIp] as readonly PortabilityRule[];
const read = (text: string) => readingOf(readNginx, text, "nginx.conf");
const found = (text: string) => read(text).sites.flatMap((site) => rules.flatMap((rule) => [...findIn(rule, site, text, readSettings({}), { path: "nginx.conf", project: null })])).map(({ range }) => text.slice(...range));

describe("directives", () => {
  it.each<[string, string, readonly string[]]>([
    ["in blocks", "http { server { root /srv/a; location /api/ { alias /srv/b; } } }", ['http.server / root kept "/srv/a"', 'http.server.location /api/ / alias kept "/srv/b"']],
    ["over lines, in quotes", "access_log\n  '/srv/my log'\n  \"a\\\"b\";", ['access_log kept "/srv/my log"', 'access_log kept "a\\"b"']],
    ["variables are holes", "root /srv/${host}/$uri;", ['root kept "/srv/\uFFFC/\uFFFC"']],
    ["a pattern with braces is quoted, an escape is taken away", 'location ~ "^/a{2}$" { root /srv/a\\ b; }', ['location ~ ^/a{2}$ / root kept "/srv/a b"']],
    ["what another language reads is passed over", "content_by_lua_block { a = { '/home/ann/x' }; }\nroot /srv/a;", ['root kept "/srv/a"']],
    ["clients and requests are matched", "allow 192.168.1.0/24;\nif ($host = a) { return 301 /b; }", ['allow matched "192.168.1.0/24"', 'if matched "(\uFFFC"', 'if matched "="', 'if matched "a)"', 'if (\uFFFC = a) / return kept "301"', 'if (\uFFFC = a) / return kept "/b" own:paths']],
  ])("%s", (_, text, lines) => {
    const { sites, error } = read(text);
    expect([sites.filter(({ name }) => !/location|content/u.test(name ?? "")).map(line), error]).toEqual([lines, null]);
  });

  it("places and holes are exact", () => {
    const text = 'set $a "x\\"/home/ann/${b}/c";';
    const site = siteWith(read(text), 'x"/home/ann/\uFFFC/c');
    expect([text.slice(...(site.rangeOf(2, 11) ?? [0, 0])), site.holes.map(({ at, range, name }) => [at, text.slice(...range), name])]).toEqual(["/home/ann", [[12, "b", "b"]]]);
  });

  it("keeps comments", () => {
    expect(read("# one\nroot /a; # two\nx a#b;").comments.map(({ value }) => value)).toEqual([" one", " two"]);
  });

  it.each([["root /srv/a; }"], ["server { root /srv/a;"], ["server { root /srv/a }"], ["root /srv/a; index 'b;"]])("goes on after %j", (text) => {
    const { sites, error } = read(text);
    expect(error).not.toBeNull();
    expect(sites.map(({ value }) => value)).toContain("/srv/a");
  });
});

describe("what is found", () => {
  it.each<[string, readonly string[]]>([
    ["upstream a { server 192.168.1.5:8080; }", ["192.168.1.5"]],
    ["location / { proxy_pass http://192.168.1.5:8080/home/ann/x; }", ["192.168.1.5"]],
    ["server { root /Users/ann/app/dist; ssl_certificate /home/ann/x.pem; }", ["/Users/ann/app/dist", "/home/ann/x.pem"]],
    ["include /opt/homebrew/etc/nginx/mime.types;", ["/opt/homebrew/etc/nginx/mime.types"]],
    ["fastcgi_param SCRIPT_FILENAME /home/ann/app/x.php;", ["/home/ann/app/x.php"]],
    ["proxy_pass http://unix:/home/ann/app/x.sock;", ["/home/ann/app/x.sock"]],
    ["allow 192.168.1.20;\ndeny 192.168.1.0/24;\nset_real_ip_from 10.0.0.5;", []],
    ["geo $a { 192.168.1.5 1; proxy 192.168.1.6; }", []],
    ["location /home/ann/inbox { try_files $uri /home/ann/x; return 301 /home/ann/y; error_page 404 /home/ann/404.html; }", []],
    ["listen 127.0.0.1:80;\nlisten 0.0.0.0:81;", []],
    ["# root /Users/ann/app;", []],
  ])("in %s", (text, texts) => {
    expect(found(text)).toEqual(texts);
  });
});

describe("whose a file is", () => {
  const nginx = "server {\n  listen 80;\n  root /Users/ann/app;\n}\n";
  const supervisors = "[program:a]\ncommand=/Users/ann/app/run\n";
  const readAs = (path: string, text: string): string | undefined => languageOf(path, text)?.read({ path, text, zone: "config" }).sites[0]?.language;
  it.each<[string, string, string | undefined]>([
    ["deploy/nginx.conf", nginx, "nginx"],
    ["nginx/conf.d/app.conf", nginx, "nginx"],
    ["etc/conf.d/app.conf", nginx, "nginx"],
    ["etc/conf.d/app.conf", supervisors, "ini"],
    ["supervisor/nginx.conf", supervisors, "ini"],
    ["nginx/supervisor/x.conf", supervisors, "ini"],
    ["sites-available/app", nginx, "nginx"],
    ["deploy/app.conf", nginx, "nginx"],
    ["deploy/app.conf", supervisors, "ini"],
    ["deploy/app.conf", "key value\n", undefined],
  ])("%s", (path, text, language) => {
    expect(readAs(path, text)).toBe(language);
  });

  it("in ESLint too, where the last glob counts", () => {
    const reader = languages.find(({ name }) => name === "nginx");
    expect(reader?.read({ path: "supervisor/nginx.conf", text: supervisors, zone: "config" }).sites[0]?.language).toBe("ini");
  });
});
