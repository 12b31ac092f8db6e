import { describe, expect, test } from "vitest";
import { sitesOf } from "./shell.ts";

/** The names of variables that a script names as those of its environment, with their places checked. */
function namesOf(text: string): readonly string[] {
  return sitesOf(text)
    .filter(({ use }) => use === "variable")
    .map(({ access, range, value, fallback }) => {
      expect([text.slice(...range), fallback]).toEqual([value, null]);
      return `${access ?? "?"} ${value}`;
    });
}

describe("variables of the environment", () => {
  test.each<[string, readonly string[]]>([
    ["echo $PORT ${PORT} \"x${PORT:-1}y\"", ["read PORT", "read PORT", "read PORT"]],
    ['PORT="${PORT:-8000}"\nrun $PORT', ["read PORT"]],
    ['export PORT="${PORT:-8000}"', ["read PORT", "set PORT"]],
    [': "${DB_HOST:=localhost}"\nrun "$DB_HOST"', ["read DB_HOST", "read DB_HOST"]],
    ['if [ -z "$TOKEN" ]; then TOKEN=x; fi\nrun $TOKEN', ["read TOKEN"]],
    ["PORT=1\nrun $PORT", []],
    ["run() { x $PORT; }\nPORT=1\nrun", []],
    ["read -r NAME\nrun $NAME", []],
    ["for NAME in a b; do run $NAME; done", []],
    ["f() { local NAME; run $NAME; }", []],
    ["printf -v NAME x; run $NAME", []],
    ["A=$1 B=2 run", ["set A", "set B"]],
    ["env A=1 run; sudo -E B=2 run", ["set A", "set B"]],
    ["A=1\nexport A\nexport C=1 d=2", ["set A", "set C"]],
    ["run $PATH $HOME $RANDOM ${BASH_SOURCE[0]} $lower $1 ${#NAMES[@]} ${!REF}", []],
    ["cat > x <<EOF\nA=$HOST\nEOF\n", ["read HOST"]],
    ["cat > x <<'EOF'\nA=$HOST\nEOF\n", []],
    ["bash -c 'run $A $B'\nA=1", ["read B"]],
    ["ssh h 'run $A'", []],
    [". ./lib.sh\nrun $RED ${PORT:-1}", ["read PORT"]],
    [". ./.env\nrun $RED", ["read RED"]],
    ["source venv/bin/activate\nrun $KEY", ["read KEY"]],
    ['cd "${APP_DIR:?is missing}"', ["read APP_DIR"]],
  ])("%j", (text, names) => {
    expect(namesOf(text)).toEqual(names);
  });

  test("a default stands for its variable", () => {
    expect(sitesOf(': "${DB_HOST:=localhost}"').find(({ value }) => value === "localhost")).toMatchObject({ fallback: "DB_HOST" });
  });
});
