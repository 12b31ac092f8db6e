import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import type { Site } from "../../../languages/site.ts";
import { readPython } from "../../../languages/python/read.ts";
import { readingOf } from "../sites.ts";

/** The words of command lines in strings. */
function words(text: string): readonly Site[] {
  return readingOf(readPython, text, "app.py", "source").sites.filter(({ language }) => language === "shell");
}

describe("command lines in strings", () => {
  it.each<[string]>([
    ["os.system('ctl -c V status')"],
    ["os.popen('ctl -c V status').read()"],
    ["subprocess.run('ctl -c V status', shell=True)"],
    ["subprocess.getoutput('ctl -c V status')"],
    ["subprocess.run(['bash', '-c', 'ctl -c V status'])"],
    ["subprocess.run(['sudo', 'sh', '-lc', 'ctl -c V status'])"],
    ["cmd = 'ctl -c V status'\nos.system(cmd)"],
    ["def sh(cmd):\n    subprocess.run(cmd, shell=True)\nsh('ctl -c V status')"],
    ["subprocess.run(shlex.split('ctl -c V status'))"],
    ["os.system('sudo ctl '\n          '-c V status')"],
    ["async def f():\n    await asyncio.create_subprocess_shell('ctl -c V status')"],
  ])("%s", (text) => {
    const site = words(text).find(({ value }) => value === "V");
    expect([site?.command?.words.join(" "), site?.command?.at, site && text.slice(...site.range)]).toEqual(["ctl -c V status", 2, "V"]);
  });

  it("keeps holes", () => {
    const text = "os.system(f'ctl -c {root}/app.conf {name}')";
    const site = words(text).find(({ value }) => value.endsWith("app.conf"));
    expect(site?.value).toBe(`${HOLE}/app.conf`);
    expect(site?.holes).toMatchObject([{ at: 0, range: [text.indexOf("root"), text.indexOf("root") + 4], name: "root" }]);
  });

  it("knows what is written, with the function that it stands in", () => {
    const text = "def save():\n    os.system(f\"sed -i 's/a/b/' {folder}/config.json\")\n    os.system('echo x > settings.ini')\n";
    const writes = words(text).flatMap(({ value, write, scope, holes }) => (write ? [[write.call, value, scope, holes[0]?.name ?? null]] : []));
    expect(writes).toEqual([["sed -i", `${HOLE}/config.json`, "save", "folder"], [">", "settings.ini", "save", null]]);
  });

  it("knows the folder that it is run in", () => {
    const [first] = words("subprocess.run('ctl -c app.conf', shell=True, cwd='/srv/app')");
    expect(first?.command?.folder).toBe("/srv/app");
  });

  it("leaves to the string what the string says", () => {
    expect(words("os.system('ls /Users/ann/app ~/x http://localhost:80/x 10.0.0.5')").map(({ value }) => value)).toEqual(["ls"]);
  });

  it.each(["os.system('ls')", "print('ctl -c V')", "ssh.exec_command('ctl -c V')", "subprocess.run(['ssh', 'host', 'ctl -c V'])", "subprocess.run('ctl -c V')"])("reads nothing in %s", (text) => {
    expect(words(text)).toEqual([]);
  });
});
