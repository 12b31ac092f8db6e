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
    expect(found).toEqual([[HOLE, 0], ["b", 3], [HOLE, 4], ["x", 4]]);
  });

  test("what is no word of a command has none", () => {
    expect(sitesOf("A=/x\nexport B=/y\nfor i in a b; do :; done\nx > /z 2>&1 \"$A/${B:-c}\"\n").filter(({ command, write }) => command == null && write === null).map(({ value }) => value)).toEqual(["/x", "/y", "a", "b", "c", "/z"]);
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
