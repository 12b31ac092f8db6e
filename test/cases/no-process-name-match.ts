import type { Case } from "../harness/case.ts";

const left = /ask the supervisor for the pid/u;

export const cases: readonly Case[] = [
  { title: "a pattern that is looked for in all command lines", language: "python", code: `import subprocess\n\nsubprocess.run(["pkill", "-f", "python.*backend"], check=False)\n`, finds: ["python.*backend"], left },
  { title: "a pattern in a command line for a shell", language: "python", code: `import os\n\nos.system("pkill -9 -f main.py || true")\n`, finds: ["main.py"], left },
  { title: "a question that Node asks", language: "javascript", code: `import { execFileSync } from "node:child_process";\n\nexport const pids = () => execFileSync("pgrep", ["-f", "server.mjs"]);\n`, finds: ["server.mjs"], left },
  { title: "a pattern with a hole", language: "typescript", code: "import { execFileSync } from \"node:child_process\";\n\nexport const stop = (name: string): Buffer => execFileSync(\"pkill\", [\"-f\", `node.*${name}`]);\n", finds: ["node.*${name}"], left },
  { title: "every program of an interpreter", language: "javascript", code: `import { spawnSync } from "node:child_process";\n\nspawnSync("killall", ["-9", "node"]);\n`, finds: ["node"], left },
  { title: "a list of processes whose ids are killed", language: "python", code: `import os\n\nos.system("ps aux | grep main.py | grep -v grep | awk '{print $2}' | xargs kill")\n`, finds: ["main.py"], left },
  { title: "a command line for a shell in Node", language: "javascript", code: `import { execSync } from "node:child_process";\n\nexecSync("kill $(pgrep -f server.mjs)");\n`, finds: ["server.mjs"], left },
  { title: "a part of other processes' command lines", language: "python", code: `import psutil\n\n\ndef servers():\n    for proc in psutil.process_iter(["pid", "cmdline"]):\n        if "backend/main.py" in " ".join(proc.info["cmdline"]):\n            yield proc\n`, finds: ["backend/main.py"], left },
  { title: "an exact name, a pid file and own children are quiet", language: "python", code: `import os\nimport subprocess\n\nsubprocess.run(["pkill", "-x", "mpvpaper"], check=False)\nsubprocess.run(["pkill", "-F", "/run/app.pid"], check=False)\nsubprocess.run(["pkill", "-P", str(os.getpid()), "-f", "worker"], check=False)\nsubprocess.run(["pgrep", "nginx"], check=False)\n`, finds: [] },
  { title: "a pattern that does not find itself is quiet", language: "python", code: `import os\n\nos.system("pkill -f '[m]pvpaper'")\n`, finds: [] },
  { title: "a whole path is quiet", language: "javascript", code: "import { execSync } from \"node:child_process\";\n\nexport const stop = (root) => execSync(`pkill -f ${root}/server.mjs`);\nexport const stopKiosk = () => execSync(\"pkill -f /opt/kiosk/main.js\");\n", finds: [] },
  { title: "a list of processes that is only counted or shown is quiet", language: "typescript", code: `import { execSync } from "node:child_process";\n\nexport const count = (): Buffer => execSync("ps aux | grep node | wc -l");\nconsole.log("stop it with: pkill -f server.mjs");\n`, finds: [] },
  { title: "other command lines are quiet", language: "python", code: `import sys\n\nimport psutil\n\n\ndef handle(cmd, args):\n    if "start" in cmd or "verbose" in args or "--help" in sys.argv:\n        print(psutil.cpu_percent())\n`, finds: [] },
  { title: "a unit that stops what it started is quiet", language: "ini", code: `[program:api]\ncommand=api-server\nstopsignal=TERM\nkillasgroup=true\n`, finds: [] },
];
