import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Ran } from "../command/portability.ts";
import { GuardedProject } from "./project.ts";

const station = '{ "port": 80 }\n';

describe("verify_no_config_writes.sh", () => {
  const project = new GuardedProject({}, { configFiles: ["config/station.json", "config/it's [a] *.json"] });
  const at = (file: string): string => join(project.root, file);
  const verify = (words: readonly string[], shell = "dash"): Promise<Ran> => project.run("verify_no_config_writes.sh", words, { shell });

  beforeEach(() => {
    for (const name of ["config", "api", "copy", ".env", "config.local.json", "config.default.json"]) rmSync(at(name), { recursive: true, force: true });
    for (const file of ["config/station.json", "config/it's [a] *.json", "config.default.json", ".env", ".env.example", "api/station.json", "data/x"]) project.write(file, station);
    mkdirSync(at("copy"), { recursive: true });
  });
  afterAll(() => {
    project.remove();
  });

  test.each<{ readonly name: string; readonly command: string; readonly says: string }>([
    { name: "a change", command: "echo >> config/station.json", says: "config/station.json was changed" },
    { name: "equal bytes", command: "cp config/station.json data/x; cat data/x > config/station.json", says: "config/station.json was written with the bytes that it had" },
    { name: "a rename", command: "cp -p config/station.json data/x; mv data/x config/station.json", says: "config/station.json was replaced by an equal file" },
    { name: "a removal", command: "rm .env", says: ".env was removed" },
    { name: "a local configuration", command: "echo {} > config.local.json", says: "config.local.json was made" },
    { name: "a stray copy where the program stood", command: "cd copy; echo {} > station.json", says: "copy/station.json was made" },
    { name: "a copy with a new end", command: "cp config/station.json config/station.json.bak", says: "config/station.json.bak was made" },
    { name: "a link in its place", command: "mv config/station.json data/x; ln -s ../data/x config/station.json", says: "config/station.json was replaced: it was a file, it is a link to ../data/x" },
    { name: "a child of a child, in the background", command: "sh -c 'sh -c \"sleep 0.2; echo >> config/station.json\" & wait'", says: "config/station.json was changed" },
    { name: "a name with signs", command: "echo > \"config/it's [a] *.json\"", says: "config/it's [a] *.json was changed" },
  ])("sees $name", async ({ command, says }) => {
    expect(await verify(["--", "sh", "-c", `cd "${project.root}"; ${command}`])).toEqual({ code: 1, stdout: "", stderr: `Configuration files were written:\n  ${says}\nA program is not to write them when it starts or runs. Who did it: npx portability verify --trace, on a developer's machine.\n` });
  });

  test("sees a write through a link, and names the file that it is", async () => {
    renameSync(at("config/station.json"), at("data/real"));
    symlinkSync("../data/real", at("config/station.json"));
    expect((await verify(["--", "sh", "-c", `echo >> '${at("data/real").replaceAll("'", "'\\''")}'`])).stderr).toContain("  config/station.json was changed\n");
  });

  test.each(["dash", "bash"])("is quiet in %s where configuration is read and data is written", async (shell) => {
    expect(await verify(["--", "sh", "-c", `cd "${project.root}"; cat config/*.json .env; echo 1 > data/x; mkdir -p node_modules/a; echo > node_modules/a/station.json`], shell)).toMatchObject({ code: 0, stdout: expect.stringMatching(/No configuration file was written\.\n$/u) as string, stderr: "" });
  });

  test("a command that fails is told apart, and one that writes and fails has written", async () => {
    expect(await verify(["--", "sh", "-c", "exit 7"])).toMatchObject({ code: 3, stderr: "No configuration file was written, but the command failed (exit code 7).\n" });
    expect((await verify(["--", "sh", "-c", `echo > '${at(".env").replaceAll("'", "'\\''")}'; exit 7`])).code).toBe(1);
  });

  test.each(["dash", "bash"])("ends in %s when its time is up, with all that the command started", async (shell) => {
    const started = Date.now();
    const { code } = await verify(["--for", "1", "--", "sh", "-c", "(sleep 300; echo) & sleep 300"], shell);
    expect({ code, isSoon: Date.now() - started < 15_000 }).toEqual({ code: 0, isSoon: true });
  });

  test("refuses what it does not understand", async () => {
    for (const words of [["--for"], ["--for", "0"], ["--for", "x", "--", "true"], ["sleep", "1"], ["--", "no-such-program"]]) expect((await verify(words)).code).toBe(2);
  });

  test("a project without its files yet has nothing written either", async () => {
    rmSync(at("config"), { recursive: true });
    rmSync(at(".env"));
    writeFileSync(at("data/x"), "");
    expect((await verify(["--", "true"])).code).toBe(0);
    expect(existsSync(at("config"))).toBe(false);
  });
});
