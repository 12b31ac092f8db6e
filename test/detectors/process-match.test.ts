import { expect, test } from "vitest";
import { HOLE } from "../../detectors/hole.ts";
import { isBroad, isProcessLine, processMatch } from "../../detectors/process-match.ts";
import { megabyteOf, processorTime } from "./speed.ts";

test.each([
  ["pkill -f main.py", { at: 2, kind: "line" }],
  ["/usr/bin/pkill -9 -f main.py", { at: 3, kind: "line" }],
  ["pkill -KILL -u app -f main.py", { at: 5, kind: "line" }],
  ["pkill --signal TERM --full main.py", { at: 4, kind: "line" }],
  ["pgrep -lf main.py", { at: 2, kind: "line" }],
  ["pkill python3", { at: 1, kind: "interpreter" }],
  ["killall -9 node", { at: 2, kind: "interpreter" }],
])("finds what %j looks for", (line, found) => {
  expect(processMatch(line.split(" "))).toEqual(found);
});

test.each(["pkill -x mpvpaper", "pkill -fx main.py", "pkill -P 123 -f main.py", "pkill -F app.pid", "pkill --exact --full x", "pkill nginx", "pgrep supervisord", "killall nginx", "kill 12", "pkill -f", ""])("finds nothing in %j", (line) => {
  expect(processMatch(line.split(" "))).toBeNull();
});

test.each(["main.py", "python.*backend", "supervisord", "backend/main.py", `python.*${HOLE}.py`, "/main.py"])("%j is broad", (pattern) => {
  expect(isBroad(pattern)).toBe(true);
});

test.each(["[m]pvpaper", "/opt/app/main.py", "python /opt/app/main.py", "^/opt/app/bin", `${HOLE}/main.py`, `node.*${HOLE}/main.js`, HOLE, "", "--user-data-dir=/srv/kiosk/chrome"])("%j is narrow, or not known", (pattern) => {
  expect(isBroad(pattern)).toBe(false);
});

test.each(["proc['cmdline']", 'proc.info["cmdline"]', "p.cmdline()", "str(proc.info['cmdline'])", "' '.join(proc.cmdline())", "cmdline", "' '.join(cmdline)", "p.cmd", "proc.command", "process.commandLine", "proc.info.get('cmdline')"])("%j is the command line of a process", (text) => {
  expect(isProcessLine(text)).toBe(true);
});

test.each(["cmd", "args", "process.argv", "options.command", "args.cmd", "self.command", "message.content", "proc['name']", "kernel_cmdline", "parse_cmdline", ""])("%j is none", (text) => {
  expect(isProcessLine(text)).toBe(false);
});

test.each(["a", " ", "/", "(", ".a", "['", "-f ", "*"])("reads a megabyte of %j in no time", (piece) => {
  const text = megabyteOf(piece);
  const time = processorTime(() => {
    isBroad(text);
    isProcessLine(text);
    processMatch(["pkill", "-f", text]);
    processMatch(["pkill", text]);
  });
  expect(time).toBeLessThan(1000);
});
