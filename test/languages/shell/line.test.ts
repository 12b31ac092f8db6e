import { describe, expect, test } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import { sitesOf } from "./shell.ts";

/** The command lines of a script, each once. */
function linesOf(text: string): readonly (readonly string[])[] {
  const lines = new Map(sitesOf(text).flatMap(({ command }) => (command ? [[JSON.stringify(command.words), command.words] as const] : [])));
  return [...lines.values()];
}

describe("command lines", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["supervisorctl -c backend/supervisord.conf status", ["supervisorctl", "-c", "backend/supervisord.conf", "status"]],
    ["sudo -u ann env A=b nohup timeout 5 python3 'a b.py' &", ["python3", "a b.py"]],
    ["exec \"$A\"/bin/x -v", [`${HOLE}/bin/x`, "-v"]],
    ["command pkill -f main.py", ["pkill", "-f", "main.py"]],
    ["time make -j4", ["make", "-j4"]],
    ['CTL=supervisorctl\nCONF="a/b.conf"\n$CTL -c "$CONF" status', ["supervisorctl", "-c", "a/b.conf", "status"]],
    ['CTL="supervisorctl -c a.conf"\n$CTL status', ["supervisorctl", "-c", "a.conf", "status"]],
    ['x "$(cat pid)" $UNKNOWN', ["x", HOLE, HOLE]],
    ['if a; then CTL=/opt/homebrew/bin/supervisorctl; else CTL=/usr/bin/supervisorctl; fi\n"$CTL" status', ["/opt/homebrew/bin/supervisorctl", "status"]],
    ['"${PYTHON:-python3}" main.py', ["python3", "main.py"]],
    ["$SUDO systemctl restart x", ["systemctl", "restart", "x"]],
    ['SUDO=sudo\n$SUDO systemctl restart x', ["systemctl", "restart", "x"]],
    ["bash -c 'cd a && supervisord -c b.conf'", ["supervisord", "-c", "b.conf"]],
  ];
  test.each(table)("%s", (text, words) => {
    expect(linesOf(text)).toContainEqual(words);
  });

  test("a word knows its place", () => {
    const found = sitesOf("C='ctl -c a.conf'\nsudo $C b \"${D:-x}\"\n").filter(({ command }) => command != null).map(({ value, command }) => [value, command?.at]);
    expect(found).toEqual([["ctl -c a.conf", 0], [HOLE, 0], ["b", 3], [HOLE, 4], ["x", 4]]);
  });

  test("what a variable holds is a word of the command that it is handed to", () => {
    const site = sitesOf('CONF=a/b.conf\nctl -c "$CONF" status\n').find(({ value }) => value === "a/b.conf");
    expect(site?.command).toEqual({ words: ["ctl", "-c", "a/b.conf", "status"], at: 2 });
  });

  test("what is no word of a command has none", () => {
    expect(sitesOf("A=/x\nexport B=/y\nfor i in a b; do :; done\nx > /z 2>&1 \"$A/${B:-c}\"\n").filter(({ command, use, write }) => command == null && use !== "variable" && write === null).map(({ value }) => value)).toEqual(["/x", "/y", "a", "b", "c", "/z"]);
  });
});

describe("the folder of a command line", () => {
  const folderOf = (text: string): string | null | undefined => sitesOf(text).find(({ value }) => value === "x")?.command?.folder;
  test.each<[string, string | undefined]>([
    ["x", undefined],
    ["cd /srv/app && x", "/srv/app"],
    ["cd /srv/app\nx", "/srv/app"],
    ["D=/srv/app\ncd \"$D\" || exit 1\nx", "/srv/app"],
    ['cd "$(dirname "$0")/.."\nx', `${HOLE}/..`],
    ["if a; then cd b; fi\nx", HOLE],
    ["(cd b; y)\nx", undefined],
    ["(cd b; x)", "b"],
    ["a=$(cd b && pwd)\nx", undefined],
    ["cd b\ncd c\nx", "c"],
    ["go() { cd b; }\nx", undefined],
    ["go() { cd b; }\ngo\nx", HOLE],
    ["go() { x; }\ncd b\ngo", HOLE],
    ["for i in a b; do x; cd $i; done", HOLE],
    ["pushd b\nx", HOLE],
    ["cd .\nx", undefined],
  ])("%j runs in %j", (text, folder) => {
    expect(folderOf(text)).toBe(folder);
  });
});

describe("the pipe around a command line", () => {
  test.each<[string, string, readonly string[] | undefined]>([
    ["ps aux | grep x | sudo xargs kill -9", "x", ["ps", "grep", "kill"]],
    ["kill $(ps aux | grep x | awk '{print $2}')", "x", ["ps", "grep", "awk", "kill"]],
    ["kill -9 `pgrep -f x`", "x", ["pgrep", "kill"]],
    ["ps aux | grep x | while read -r pid; do kill $pid; done", "x", ["ps", "grep", "read", "kill"]],
    ["pid=$(pgrep -f x)\nkill $pid", "x", ["pgrep", "kill"]],
    ["a=$(grep x y)", "x", undefined],
    ["grep x y", "x", undefined],
  ])("%s", (text, value, pipe) => {
    expect(sitesOf(text).find((site) => site.value === value)?.command?.pipe).toEqual(pipe);
  });
});

describe("the other side of a comparison", () => {
  test.each([
    ['[[ "$cmd" == *main.py* ]]', "*main.py*", "$cmd"],
    ['[[ $cmd =~ main.py ]]', "main.py", "$cmd"],
    ['[ "$host" = x ]', "x", "$host"],
    ['test x != "${host}"', "x", "${host}"],
    ['[ -n "$a" -a "$host" = x ]', "x", "$host"],
    ['case "$cmd" in *main.py*) ;; esac', "*main.py*", "$cmd"],
    ["ps aux | grep -v grep | grep main.py", "main.py", "ps aux"],
    ['grep -q main.py <<< "$cmd"', "main.py", "$cmd"],
  ])("%s: %s is held against %s", (text, value, against) => {
    expect(sitesOf(text).find((site) => site.value === value)?.against).toBe(against);
  });
});
