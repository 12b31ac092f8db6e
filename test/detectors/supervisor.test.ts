import { expect, test } from "vitest";
import { HOLE } from "../../detectors/hole.ts";
import { commandWords, isRelativePath, scriptOf } from "../../detectors/relative-path.ts";
import { isSupervisorPath, supervisorCall } from "../../detectors/supervisor.ts";
import { megabyteOf, processorTime } from "./speed.ts";

test.each([
  ["supervisorctl -c a.conf status", { at: 2, path: "a.conf" }, false],
  ["/usr/bin/supervisorctl -ca.conf status", { at: 1, path: "a.conf" }, false],
  ["supervisord --configuration=a.conf", { at: 1, path: "a.conf" }, false],
  ["supervisord --configuration a.conf -n", { at: 2, path: "a.conf" }, false],
  ["supervisord -nc a.conf", { at: 2, path: "a.conf" }, false],
  ["supervisord -u app -n -c a.conf", { at: 5, path: "a.conf" }, false],
  ["supervisord -n", null, false],
  ["supervisorctl status -c", null, false],
  ["supervisorctl -s http://127.0.0.1:9001 status", null, true],
  ["supervisord --version", null, true],
  ["supervisord -v", null, true],
])("reads %j", (line, configuration, isWithout) => {
  expect(supervisorCall(line.split(" "))).toMatchObject({ configuration, isWithout });
});

test.each(["which supervisorctl", "pip install supervisor", "pkill supervisord", "supervisor -c x", ""])("finds no call in %j", (line) => {
  expect(supervisorCall(line.split(" "))).toBeNull();
});

test.each([".", "..", "./run.sh", "../x", "logs/api.log", "backend", "api.log", ".venv/bin/python", `logs/${HOLE}.log`])("%j is relative", (path) => {
  expect(isRelativePath(path)).toBe(true);
});

test.each(["", "/srv/app", "~/app", "%(here)s/x", "$ROOT/x", "{{ root }}/x", "<ROOT>/x", "__APP__/x", "APP_ROOT/x", "@prefix@/x", "-c", "a b", "http://x/y", "a:b", "*.conf", `${HOLE}/x`, "C:\\app"])("%j is not relative, or not known to be", (path) => {
  expect(isRelativePath(path)).toBe(false);
});

test.each([
  ["python main.py", 1],
  ["/opt/venv/bin/python3.11 -u -X dev backend/main.py --port 1", 4],
  ["node --require ./a.js server.mjs", 3],
  ["bash run.sh", 1],
  ["python -m api", null],
  ["python -c print()", null],
  ["bash -lc x.sh", null],
  ["node server", null],
  ["gunicorn app.py", null],
])("the script of %j is word %j", (line, at) => {
  expect(scriptOf(line.split(" "))).toBe(at);
});

test("words of a command line keep their places", () => {
  expect(commandWords(`a "b c" 'd'`)).toEqual([
    { text: "a", start: 0, end: 1 },
    { text: "b c", start: 3, end: 6 },
    { text: "d", start: 9, end: 10 },
  ]);
});

test("options that name files", () => {
  expect(isSupervisorPath("program:api", "stdout_logfile")).toBe(true);
  expect(isSupervisorPath("eventlistener:x", "directory")).toBe(true);
  expect(isSupervisorPath("unix_http_server", "file")).toBe(true);
  expect(isSupervisorPath("include", "files")).toBe(false);
  expect(isSupervisorPath("program:api", "user")).toBe(false);
});

test.each(["a", " ", "./", "'", "\"a", "-c ", "_", "A_"])("reads a megabyte of %j in no time", (piece) => {
  const text = megabyteOf(piece);
  const time = processorTime(() => {
    isRelativePath(text);
    commandWords(text);
    supervisorCall(["supervisord", text]);
    scriptOf(["python", text]);
    isSupervisorPath(text, text);
  });
  expect(time).toBeLessThan(1000);
});
