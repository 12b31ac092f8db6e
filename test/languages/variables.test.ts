import { describe, expect, it } from "vitest";
import { HOLE } from "../../detectors/hole.ts";
import { readCrontab } from "../../languages/crontab/read.ts";
import { readDockerfile } from "../../languages/dockerfile/read.ts";
import { readDotenv } from "../../languages/dotenv/read.ts";
import { readIni } from "../../languages/ini/read.ts";
import { readJson } from "../../languages/json/read.ts";
import { readPlist } from "../../languages/plist/read.ts";
import type { Read } from "../../languages/reader.ts";
import { readSystemd } from "../../languages/systemd/read.ts";
import { readYaml } from "../../languages/yaml/read.ts";
import { readingOf } from "./sites.ts";

describe("names of environment variables", () => {
  it.each<[string, Read, string, string, readonly string[]]>([
    ["dotenv", readDotenv, ".env.example", "REC_PORT=1\nexport REC_B=\"$X\"\n# REC_C=2\n# a comment = b\nPATH=/bin\n", ["set REC_PORT", "set REC_B", "set REC_C"]],
    ["supervisor", readIni, "s.conf", '[program:a]\ncommand=run %(ENV_PORT)s %(ENV_HOME)s\nenvironment=A="%(ENV_B)s",C=1\ndirectory=%(ENV_ROOT)s/x\n', ["read PORT", "set A", "read B", "set C", "read ROOT"]],
    ["systemd", readSystemd, "a.service", '[Service]\nEnvironment=A=1 "B=x y" PATH=/bin\nPassEnvironment=C D\nExecStart=/bin/run ${E} $F $$G\n', ["set A", "set B", "read C", "read D", "read E", "read F"]],
    ["crontab", readCrontab, "crontab", "PORT=1\nSHELL=/bin/sh\n* * * * * run $OTHER\n", ["set PORT", "read OTHER"]],
    ["a Dockerfile", readDockerfile, "Dockerfile", "ARG V=1\nENV A=1 B=$C\nENV OLD x\nCOPY $V ${D:-e} /x\nRUN run $E $V\n", ["set A", "set B", "set OLD", "read D", "read E"]],
    ["a property list", readPlist, "a.plist", "<plist><dict><key>EnvironmentVariables</key><dict><key>PORT</key><string>1</string><key>PATH</key><string>/bin</string></dict></dict></plist>", ["set PORT"]],
    ["compose", readYaml, "compose.yml", 'services:\n  a:\n    image: "x:${TAG:-1}"\n    environment:\n      PORT: "${OUTER}"\n  b:\n    environment:\n      - HOST=$$X\n      - lower=1\n', ["read TAG", "set PORT", "read OUTER", "set HOST"]],
    ["a workflow", readYaml, ".github/workflows/a.yml", "env:\n  TOKEN: x\njobs:\n  a:\n    steps:\n      - run: deploy $TOKEN\n        env:\n          KEY: y\n", ["set TOKEN", "read TOKEN", "set KEY"]],
    ["Kubernetes", readYaml, "k.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: APP\n      env:\n        - name: PORT\n          value: x\n", ["set PORT"]],
    ["package.json", readJson, "package.json", '{ "scripts": { "start": "cross-env A=1 B=2 node $C" } }', ["set A", "set B", "read C"]],
    ["other JSON", readJson, "launch.json", '{ "env": { "PORT": "1", "node": true }, "PORT": "2" }', ["set PORT"]],
  ])("%s", (_, read, path, text, names) => {
    const found = readingOf(read, text, path).sites.filter(({ use }) => use === "variable");
    for (const { range, value } of found) expect(text.slice(...range).replaceAll('"', "")).toBe(value);
    expect(found.map(({ access, value }) => `${access ?? "?"} ${value}`).sort()).toEqual([...names].sort());
  });
});

describe("command lines", () => {
  it.each<[string, Read, string, string, string, object]>([
    ["a unit", readSystemd, "a.service", "[Service]\nWorkingDirectory=/srv/app\nExecStart=/usr/bin/env A=b python3 main.py\n", "main.py", { words: ["python3", "main.py"], at: 1, folder: "/srv/app", by: "systemd" }],
    ["a shell in a unit", readSystemd, "a.service", "[Service]\nExecStart=/bin/sh -c 'cd x && run y'\n", "y", { words: ["run", "y"], at: 1, folder: "x", by: "systemd" }],
    ["a job of launchd", readPlist, "a.plist", "<plist><dict><key>WorkingDirectory</key><string>/a</string><key>ProgramArguments</key><array><string>run</string><string>x/y</string></array></dict></plist>", "x/y", { words: ["run", "x/y"], at: 1, folder: "/a", by: "launchd" }],
    ["a crontab", readCrontab, "crontab", "* * * * * scripts/run.sh x\n", "scripts/run.sh", { words: ["scripts/run.sh", "x"], at: 0, by: "cron" }],
    ["the exec form", readDockerfile, "Dockerfile", 'CMD ["python", "main.py"]\n', "main.py", { words: ["python", "main.py"], at: 1, folder: HOLE }],
    ["the shell form", readDockerfile, "Dockerfile", "CMD python main.py\n", "main.py", { words: ["python", "main.py"], at: 1, folder: HOLE }],
    ["a list in compose", readYaml, "compose.yml", 'services:\n  a:\n    image: x\n    command: ["run", "-c", "a.conf"]\n', "a.conf", { words: ["run", "-c", "a.conf"], at: 2, folder: HOLE }],
    ["a line in compose", readYaml, "compose.yml", "services:\n  a:\n    image: x\n    command: run -c a.conf\n", "run -c a.conf", { words: ["run", "-c", "a.conf"], at: 0, folder: HOLE }],
    ["a script of npm", readJson, "package.json", '{ "scripts": { "stop": "pkill -f main.py" } }', "main.py", { words: ["pkill", "-f", "main.py"], at: 2, folder: HOLE }],
    ["a step", readYaml, ".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: pkill -f main.py\n", "main.py", { words: ["pkill", "-f", "main.py"], at: 2, folder: HOLE }],
  ])("%s", (_, read, path, text, value, command) => {
    expect(readingOf(read, text, path).sites.find((site) => site.value === value)?.command).toEqual(command);
  });

  it("a folder that is known is no working folder", () => {
    const { sites } = readingOf(readJson, '{ "scripts": { "a": "run $(pwd)/x" } }', "package.json");
    expect(sites.flatMap(({ holes }) => holes.map(({ gives }) => gives))).toEqual([undefined]);
  });
});
