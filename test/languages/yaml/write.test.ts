/**
 * Paths of compose files. No docker is at hand here: what compose makes of a value is followed by a few lines that do what its
 * specification says of interpolation, of short volumes and of relative paths.
 * https://docs.docker.com/reference/compose-file/interpolation/, https://docs.docker.com/reference/compose-file/services/#volumes
 */
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import type { Project } from "../../../codemods/project.ts";
import { editsOf, rewrite } from "../../../codemods/rewrite.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { isLeft } from "../../../languages/writer.ts";
import { readYaml } from "../../../languages/yaml/read.ts";
import { scanYaml } from "../../../languages/yaml/scan.ts";
import { findIn, type PortabilityRule } from "../../../rules/define.ts";
import privateIp from "../../../rules/no-private-ip.ts";
import userPath from "../../../rules/no-user-path.ts";
import { readSettings } from "../../../settings.ts";

const rules = [userPath, privateIp] as readonly PortabilityRule[];
const settings = readSettings({});
const project: Project = { settings, origin: { root: "/home/ann/app", home: "/home/ann" }, has: () => false, sitesOf: () => [], filesWith: () => [], textOf: () => null, moduleFor: () => ({ file: "", names: {} }), nameHost: () => null };

function migrate(text: string, path = "docker-compose.yml"): { readonly after: string; readonly reasons: readonly string[] } {
  const source = { path, text, zone: "config" } as const;
  const findings = readYaml(source).sites.flatMap((site) => rules.flatMap((rule) => [...findIn(rule, site, text, settings, { path, project: null })]));
  const answers = rewrite(source, findings, project);
  return { after: applyEdits(text, editsOf(answers)), reasons: answers.flatMap((answer) => (isLeft(answer) ? [answer.left] : [])) };
}

/** The host's paths that compose makes of a file on the original machine. */
function hostPaths(text: string, path: string): readonly string[] {
  const folder = posix.join("/home/ann/app", posix.dirname(path));
  return scanYaml(text).scalars.flatMap((scalar) => {
    if (scalar.isKey || !/volumes|build|env_file|file|path/u.test(scalar.path.slice(1).join("."))) return [];
    const value = interpolated(scalar.decode().value);
    const [host = ""] = scalar.path.includes("volumes") ? value.split(":") : [value];
    return [host.startsWith(".") ? posix.resolve(folder, host) : host];
  });
}

function interpolated(value: string): string {
  const inner = value.replace(/\$\{HOME\}/gu, "/home/ann");
  return inner.replace(/\$\$|\$\{\w+:?-([^{}]*)\}/gu, (found, fallback: string | undefined) => fallback ?? (found === "$$" ? "$" : ""));
}

const service = (lines: string): string => `services:\n  web:\n    image: x\n${lines.replace(/^/gmu, "    ")}\n`;

describe("the host's side of a compose file", () => {
  it.each<[string, string, string, string?]>([
    ["a volume in the project", "volumes:\n  - /home/ann/app/data:/data:ro", "volumes:\n  - ./data:/data:ro"],
    ["the project itself, in quotes", 'volumes:\n  - "/home/ann/app:/app"', 'volumes:\n  - ".:/app"'],
    ["a volume in the home", "volumes:\n  - /home/ann/.cache/x:/cache", "volumes:\n  - ${HOME}/.cache/x:/cache"],
    ["a long volume", "volumes:\n  - type: bind\n    source: /home/ann/app/data\n    target: /data", "volumes:\n  - type: bind\n    source: ./data\n    target: /data"],
    ["a build", "build: /home/ann/app/web", "build: ./web"],
    ["a build with a context", "build:\n  context: /home/ann/app\n  args:\n    A: b", "build:\n  context: .\n  args:\n    A: b"],
    ["a file of variables", "env_file:\n  - /home/ann/app/.env", "env_file:\n  - ./.env"],
    ["a file of variables, alone", "env_file: '/home/ann/.config/x.env'", "env_file: '${HOME}/.config/x.env'"],
    ["a default", "volumes:\n  - ${DATA:-/home/ann/app/data}:/data", "volumes:\n  - ${DATA:-./data}:/data"],
    ["from a folder of the project", "volumes:\n  - /home/ann/app/data:/data\n  - /home/ann/app/deploy/x:/x", "volumes:\n  - ../data:/data\n  - ./x:/x", "deploy/compose.yaml"],
    ["in a list in brackets", "volumes: ['/home/ann/.cache:/cache', /home/ann/app/x:/x]", "volumes: ['${HOME}/.cache:/cache', ./x:/x]"],
  ])("%s", (_, before, want, path = "docker-compose.yml") => {
    const { after, reasons } = migrate(service(before), path);
    expect([after, reasons]).toEqual([service(want), []]);
    expect(hostPaths(after, path)).toEqual(hostPaths(service(before), path));
    expect(hostPaths(after, path).filter((one) => one.startsWith("/home/ann"))).not.toEqual([]);
    expect(migrate(after, path)).toEqual({ after, reasons: [] });
  });
});

describe("left as is", () => {
  it.each<[string, string, string]>([
    ["an address", "extra_hosts:\n  - nas:192.168.1.20", "YAML cannot call a function"],
    ["an address of the container's environment", "environment:\n  CAMERA: 192.168.1.20", "YAML cannot call a function"],
    ["another person's folder", "volumes:\n  - /home/bob/x:/x", "'/home/bob' is another person's folder"],
    ["a brace in brackets", "volumes: [/home/ann/.cache:/cache]", "braces inside of a list in brackets are quoted by hand"],
    ["a path that compose passes on as it is", "logging:\n  options:\n    dir: /home/ann/app/logs", "compose takes a path from its own folder only where it names a file of the host"],
  ])("%s", (_, text, reason) => {
    expect(migrate(service(text))).toEqual({ after: service(text), reasons: [reason] });
  });

  it("what is no compose file", () => {
    expect(migrate("dir: /home/ann/app/x\n", "a.yaml").reasons).toEqual(["YAML cannot call a function"]);
  });
});
