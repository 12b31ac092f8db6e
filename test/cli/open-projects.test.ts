/** A language server stays for days: what it knows of a project follows the files. */
import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openProjects } from "../../cli/checkout/open-projects.ts";
import type { OpenProject } from "../../cli/checkout/project.ts";
import type { Source } from "../../languages/site.ts";
import { isLeft } from "../../languages/writer.ts";
import { readSettings } from "../../settings.ts";
import { checkout } from "./project.ts";

/** A project in an editor, and a clock that somebody else moves. */
class Opened {
  readonly root: string;
  time = 1_000_000;
  readonly #around = openProjects(() => this.time);

  constructor(files: Readonly<Record<string, string>>) {
    this.root = checkout(files);
  }

  /** The project as a lint of a file has it. Settings are made anew for each, as ESLint does. */
  lint(text: string, path = "a.py", settings: object = {}): OpenProject {
    const source: Source = { path, text, zone: "source" };
    return this.#around(this.root, readSettings(structuredClone(settings)), source).project;
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }
}

const root = ({ origin }: OpenProject): string => (isLeft(origin) ? "not known" : origin.root);
const files = { "a.py": 'A = "/Users/ann/station/data/a.db"\nB = "/Users/ann/station/data/b.db"\n', "data/a.db": "", "data/b.db": "" };

describe("a project in an editor", () => {
  test("is looked over once for all rules of a lint, and for the next ones at once", () => {
    const project = new Opened(files);
    const first = project.lint("a");
    expect(root(first)).toBe("/Users/ann/station");
    project.write("portability.py", "# something else\n");
    rmSync(join(project.root, "data"), { recursive: true });
    expect(root(project.lint("a"))).toBe("/Users/ann/station");
    project.time += 100;
    expect(project.lint("ab").modules).toBe(first.modules);
  });

  test("is the same while nothing has changed, however often somebody looks", () => {
    const project = new Opened(files);
    const { modules } = project.lint("a");
    project.time += 10_000;
    expect(project.lint("ab").modules).toBe(modules);
  });

  test("a file that is added, changed or taken away is noticed while somebody types", () => {
    const project = new Opened({ "data/a.db": "", "data/b.db": "" });
    expect(root(project.lint("a"))).toBe("not known");
    project.write("a.py", files["a.py"]);
    project.time += 2_000;
    expect(root(project.lint("ab"))).toBe("/Users/ann/station");
    project.write("a.py", files["a.py"].replaceAll("station", "weather"));
    utimesSync(join(project.root, "a.py"), 1, 1);
    project.time += 2_000;
    expect(root(project.lint("abc"))).toBe("/Users/ann/weather");
    rmSync(join(project.root, "a.py"));
    project.time += 2_000;
    expect(root(project.lint("abcd"))).toBe("not known");
  });

  test("a run over all files, each of which comes once, does not look again", () => {
    const project = new Opened(files);
    const { modules } = project.lint("a", "a.py");
    project.write("new.py", "");
    project.time += 30_000;
    expect(project.lint("b", "b.py").modules).toBe(modules);
    expect(project.lint("c", "c.ts").modules).toBe(modules);
    // Unless it has been long.
    project.time += 60_000;
    expect(project.lint("d", "d.py").modules).not.toBe(modules);
  });

  test("other settings are noticed at once, and equal ones are no others", () => {
    const project = new Opened(files);
    const { modules } = project.lint("a", "a.py", { prefix: "STATION_" });
    expect(project.lint("b", "b.py", { prefix: "STATION_" }).modules).toBe(modules);
    expect(root(project.lint("a", "a.py", { origins: { root: "/srv/old" } }))).toBe("/srv/old");
    expect(project.lint("a", "a.py", { prefix: "STATION_" }).modules).toBe(modules);
  });

  test("where looking takes long, it is done seldom", () => {
    const times = [0, 0, 500, 1_000];
    let at = 1_000;
    const around = openProjects(() => (at += times.shift() ?? 0));
    const folder = checkout(files);
    const source = (text: string): Source => ({ path: "a.py", text, zone: "source" });
    const { modules } = around(folder, readSettings(undefined), source("a")).project;
    writeFileSync(join(folder, "new.py"), "");
    at += 5_000;
    expect(around(folder, readSettings(undefined), source("ab")).project.modules).toBe(modules);
    at += 60_000;
    expect(around(folder, readSettings(undefined), source("abc")).project.modules).not.toBe(modules);
  });

  test("the path of a file begins at the project's root, whatever folder ESLint works in", () => {
    const folder = checkout({ "pkg/src/a.py": "", "pkg/eslint.config.js": "" });
    const around = openProjects(() => 0);
    const path = (cwd: string, file: string): string => around(join(folder, cwd), readSettings(undefined), { path: file, text: "", zone: "source" }).source.path;
    expect(path("pkg", "src/a.py")).toBe("pkg/src/a.py");
    expect(path("pkg/src", "a.py")).toBe("pkg/src/a.py");
    expect(path("pkg", join(folder, "b.py"))).toBe("b.py");
    expect(path("", "pkg/src/a.py")).toBe("pkg/src/a.py");
  });

  test("names of addresses are taken for one lint alone", () => {
    const project = new Opened(files);
    expect(project.lint("a").nameHost("camera", "192.168.1.2")).toBeNull();
    expect(project.lint("ab").nameHost("camera", "192.168.1.20")).toBeNull();
    const one = project.lint("abc");
    expect(one.nameHost("camera", "192.168.1.2")).toBeNull();
    expect(one.nameHost("camera", "192.168.1.20")).toMatchObject({ left: expect.stringContaining("camera") as string });
  });
});
