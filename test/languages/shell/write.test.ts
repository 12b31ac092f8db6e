import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Project } from "../../../codemods/project.ts";
import { editsOf, rewrite } from "../../../codemods/rewrite.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { readShell } from "../../../languages/shell/read.ts";
import { isLeft } from "../../../languages/writer.ts";
import { findIn } from "../../../rules/define.ts";
import { rules } from "../../../rules/index.ts";
import { readSettings } from "../../../settings.ts";
import { runBash, sourceOf } from "./shell.ts";

const settings = readSettings(undefined);
const project: Project = { settings, origin: { root: "/Users/ann/app", home: "/Users/ann" }, moduleFor: () => ({ file: "", names: {} }), nameHost: () => null, has: () => false, sitesOf: () => [], filesWith: () => [], textOf: () => null };

interface Rewritten {
  readonly text: string;
  readonly left: readonly string[];
  /** Each rewritten word, as it was and as it is. */
  readonly words: readonly (readonly [was: string, is: string])[];
}

/** Rewrites a script as a migration does. */
function migrate(text: string, path?: string): Rewritten {
  const source = sourceOf(text, path);
  const findings = rules.flatMap((rule) => readShell(source).sites.flatMap((site) => [...findIn(rule, site, text, settings, { path: source.path, project: null })]));
  const answers = rewrite(source, findings, project);
  const words = findings.flatMap(({ site }, index): [string, string][] => {
    const answer = answers[index];
    if (!answer || isLeft(answer) || !answer.edit) return [];
    const [from, to] = site.range;
    const { range, text: wanted } = answer.edit;
    return [[text.slice(from, to), text.slice(from, range[0]) + wanted + text.slice(range[1], to)]];
  });
  return { text: applyEdits(text, editsOf(answers)), left: answers.flatMap((answer) => (isLeft(answer) ? [answer.left] : [])), words };
}

const prelude = 'PROJECT_ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"';
const body = (text: string): string => migrate(`#!/bin/bash\n${text}`).text.replace(`${prelude}\n\n`, "").replace("#!/bin/bash\n", "");

describe("words", () => {
  const table: readonly (readonly [string, string])[] = [
    ["cd /Users/ann/app", 'cd "$PROJECT_ROOT"'],
    ["cd /Users/ann/app/data/x", 'cd "$PROJECT_ROOT/data/x"'],
    ['cd "/Users/ann/app/data"', 'cd "$PROJECT_ROOT/data"'],
    ["cd '/Users/ann/app/data'", 'cd "$PROJECT_ROOT/data"'],
    ["cd /Users/ann/Library/x", 'cd "$HOME/Library/x"'],
    ["cd /Users/ann/app/", 'cd "$PROJECT_ROOT"/'],
    ["cp -r /Users/ann/app/* .", 'cp -r "$PROJECT_ROOT"/* .'],
    ["ls /Users/ann/app/logs/*.log", 'ls "$PROJECT_ROOT/logs"/*.log'],
    ["a=/Users/ann/app/x", 'a="$PROJECT_ROOT/x"'],
    ["a --config=/Users/ann/app/x.ini", 'a --config="$PROJECT_ROOT/x.ini"'],
    ['a "--config=/Users/ann/app/x.ini"', 'a "--config=$PROJECT_ROOT/x.ini"'],
    ['a "${X:-/Users/ann/app/x}"', 'a "${X:-$PROJECT_ROOT/x}"'],
    ["a ${X:-/Users/ann/app/x}", 'a ${X:-"$PROJECT_ROOT/x"}'],
    ["PYTHONPATH=/Users/ann/app python3 x.py", 'PYTHONPATH="$PROJECT_ROOT" python3 x.py'],
    ['a "/Users/ann/app/$b/c"', 'a "$PROJECT_ROOT/$b/c"'],
    ["a /Users/ann/app/x$b", 'a "$PROJECT_ROOT"/x$b'],
    ["a > /Users/ann/app/x.log 2>&1", 'a > "$PROJECT_ROOT/x.log" 2>&1'],
    ['export PATH="/Users/ann/app/venv/bin:$PATH"', 'export PATH="$PROJECT_ROOT/venv/bin:$PATH"'],
    ['export PATH="/Users/ann/app/venv/bin:/usr/bin:/bin"', 'export PATH="$PROJECT_ROOT/venv/bin:/usr/bin:/bin:$PATH"'],
    ['export PATH="/opt/homebrew/bin:/usr/bin:/bin"', 'export PATH="/opt/homebrew/bin:/usr/bin:/bin:$PATH"'],
    ["PATH=/opt/homebrew/bin:/usr/bin:/bin", 'PATH="/opt/homebrew/bin:/usr/bin:/bin:$PATH"'],
    ["/opt/homebrew/bin/jq -r .", '"$(command -v jq)" -r .'],
    ["JQ=/opt/homebrew/bin/jq", 'JQ="$(command -v jq)"'],
    ['JQ="/opt/homebrew/bin/jq"', 'JQ="$(command -v jq)"'],
    ["JQ='/opt/homebrew/bin/jq'", 'JQ="$(command -v jq)"'],
    ["a=$(/opt/homebrew/bin/jq .)", 'a=$("$(command -v jq)" .)'],
    ["cat > a.txt <<EOF\nDIR=/Users/ann/app/x\nEOF", "cat > a.txt <<EOF\nDIR=$PROJECT_ROOT/x\nEOF"],
  ];

  test.each(table)("%s", (text, wanted) => {
    expect(body(`${text}\n`)).toBe(`${wanted}\n`);
  });

  test.each(table)("%s is the same to bash", (text) => {
    const env = { HOME: "/Users/ann", PROJECT_ROOT: "/Users/ann/app", PATH: "/usr/bin:/bin", b: "x y" };
    for (const [was, is] of migrate(`#!/bin/bash\n${text}\n`).words) {
      if (/homebrew/u.test(was)) continue;
      const said = (word: string): string => (/\n|=\//u.test(word) && text.includes("<<") ? runBash(`cat <<EOF\n${word}\nEOF`, env) : runBash(`set -f; b=x; printf '%s\\n' ${word}`, env));
      // A PATH goes on with the one that is there.
      const more = !was.includes("$PATH") && is.includes(":$PATH") ? `:${env.PATH}` : "";
      expect(said(is)).toBe(said(was).replace(/\n$/u, `${more}\n`));
    }
  });

  test.each([
    ["a $'/Users/ann/app/\\tx'", /quotes keep/u],
    ["a 'see /Users/ann/app/x'", /single quotes/u],
    ["cat > a.txt <<'EOF'\nDIR=/Users/ann/app/x\nEOF", /expands nothing/u],
    ["python3 -c \"open('/Users/ann/app/x')\"", /rewritten by a person/u],
    ["curl http://192.168.1.5/x", /reads no configuration/u],
    ["jq() { :; }\n/opt/homebrew/bin/jq .", /function called 'jq'/u],
    ["cat > a.plist <<EOF\n<plist><dict><key>EnvironmentVariables</key><dict><key>PATH</key><string>/opt/homebrew/bin:/usr/bin:/bin</string></dict></dict></plist>\nEOF", /keep the PATH of whoever runs the script/u],
    ["a /Users/ann/app/\"x y\"/z", /different quotes|./u],
  ])("%s is left", (text, reason) => {
    const { text: after, left } = migrate(`${text}\n`);
    if (left.length === 0) return expect(after).toContain("$PROJECT_ROOT");
    expect(after).toBe(`${text}\n`);
    expect(left.join("\n")).toMatch(reason);
  });

  test("a second run changes nothing", () => {
    for (const [text] of table) {
      const once = migrate(`#!/bin/bash\n${text}\n`).text;
      expect(migrate(once).text).toBe(once);
    }
  });
});

test("a template is left", () => {
  expect(migrate("#!/bin/bash\ncd /Users/ann/app/{{name}}\n", "ops/start.sh.mustache").left).toEqual(["a template becomes a file somewhere else"]);
});

describe("the root of the project", () => {
  const folder = mkdtempSync(join(tmpdir(), "portability shell-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const root = 'PROJECT_ROOT="$(cd -- "$(dirname -- "$0")/.." && pwd)"';
  const scripts: readonly (readonly [title: string, path: string, text: string, wanted: string])[] = [
    ["below the shebang", "scripts/a.sh", "#!/bin/bash\ncd /Users/ann/app\n", `#!/bin/bash\n${prelude}\n\ncd "$PROJECT_ROOT"\n`],
    ["above a comment that stands apart from the shebang", "scripts/a.sh", "#!/bin/bash\n\n# Start it\ncd /Users/ann/app\n", `#!/bin/bash\n\n${prelude}\n\n# Start it\ncd "$PROJECT_ROOT"\n`],
    ["below the comment that heads the script", "scripts/a.sh", "#!/bin/bash\n# Starts it.\n\ncd /Users/ann/app\n", `#!/bin/bash\n# Starts it.\n\n${prelude}\n\ncd "$PROJECT_ROOT"\n`],
    ["above the comment of the first statement", "scripts/a.sh", "#!/bin/bash\n# Starts it.\n\n# Go there.\ncd /Users/ann/app\n", `#!/bin/bash\n# Starts it.\n\n${prelude}\n\n# Go there.\ncd "$PROJECT_ROOT"\n`],
    ["below set lines", "scripts/a.sh", "#!/usr/bin/env bash\nset -euo pipefail\n\ncd /Users/ann/app\n", `#!/usr/bin/env bash\nset -euo pipefail\n\n${prelude}\n\ncd "$PROJECT_ROOT"\n`],
    ["without a shebang", "scripts/a.sh", "cd /Users/ann/app\n", `${root}\n\ncd "$PROJECT_ROOT"\n`],
    ["in a POSIX shell", "scripts/a.sh", "#!/bin/sh -e\ncd /Users/ann/app\n", `#!/bin/sh -e\n${root}\n\ncd "$PROJECT_ROOT"\n`],
    ["at the root itself", "a.sh", "#!/bin/bash\ncd /Users/ann/app\n", '#!/bin/bash\nPROJECT_ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)"\n\ncd "$PROJECT_ROOT"\n'],
    ["two folders down", "ops/bin/a.sh", "#!/bin/bash\ncd /Users/ann/app\n", '#!/bin/bash\nPROJECT_ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"\n\ncd "$PROJECT_ROOT"\n'],
    ["in a file with Windows line ends nothing is mixed", "scripts/a.sh", "#!/bin/bash\r\ncd /Users/ann/app\r\n", `#!/bin/bash\r\n${prelude}\r\n\r\ncd "$PROJECT_ROOT"\r\n`],
    ["a variable that has it", "scripts/a.sh", '#!/bin/bash\nROOT="$(cd "$(dirname "$0")/.." && pwd)"\ncd /Users/ann/app\n', '#!/bin/bash\nROOT="$(cd "$(dirname "$0")/.." && pwd)"\ncd "$ROOT"\n'],
    ["a variable by way of the script's folder", "scripts/a.sh", '#!/bin/bash\nDIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\nexport ROOT="$(cd "$DIR/.." && pwd)"\ncd /Users/ann/app\n', '#!/bin/bash\nDIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\nexport ROOT="$(cd "$DIR/.." && pwd)"\ncd "$ROOT"\n'],
    ["a variable by way of the parent of a folder", "scripts/a.sh", '#!/bin/bash\nDIR=$(dirname "$(realpath "$0")")\nROOT=$(dirname "$DIR")\ncd /Users/ann/app\n', '#!/bin/bash\nDIR=$(dirname "$(realpath "$0")")\nROOT=$(dirname "$DIR")\ncd "$ROOT"\n'],
    ["a variable with the working folder after going there", "scripts/a.sh", '#!/bin/bash\ncd "$(dirname "$0")/.." || exit 1\nROOT=$(pwd)\ncd /Users/ann/app\n', '#!/bin/bash\ncd "$(dirname "$0")/.." || exit 1\nROOT=$(pwd)\ncd "$ROOT"\n'],
    ["not the folder of the script", "scripts/a.sh", '#!/bin/bash\nDIR=$(cd "$(dirname "$0")" && pwd)\ncd /Users/ann/app\n', `#!/bin/bash\n${prelude}\n\nDIR=$(cd "$(dirname "$0")" && pwd)\ncd "$PROJECT_ROOT"\n`],
    ["a variable with the folder where it was started is corrected, and then used", "scripts/a.sh", '#!/bin/bash\nPROJECT_ROOT=$(pwd)\ncd /Users/ann/app\n', `#!/bin/bash\n${prelude}\ncd "$PROJECT_ROOT"\n`],
    ["a variable that is called the root and holds it", "scripts/a.sh", '#!/bin/bash\nset -e\n\nPROJECT_ROOT="/Users/ann/app"\ncd /Users/ann/app\n', `#!/bin/bash\nset -e\n\n${prelude}\ncd "$PROJECT_ROOT"\n`],
    ["two variables that hold it", "scripts/a.sh", "#!/bin/sh\nreadonly ROOT='/Users/ann/app'\nexport APP_DIR='/Users/ann/app'\ncd \"$APP_DIR\"\n", `#!/bin/sh\nreadonly ROOT=${root.slice("PROJECT_ROOT=".length)}\nexport APP_DIR="$ROOT"\ncd "$APP_DIR"\n`],
    ["not a variable that holds it in one case", "scripts/a.sh", '#!/bin/bash\nROOT=/Users/ann/app\nif [ -d /not/there ]; then ROOT=/srv; fi\ncd "$ROOT"\n', `#!/bin/bash\n${prelude}\n\nROOT="$PROJECT_ROOT"\nif [ -d /not/there ]; then ROOT=/srv; fi\ncd "$ROOT"\n`],
    ["not a variable that holds it for a program", "scripts/a.sh", "#!/bin/bash\nPYTHONPATH=/Users/ann/app\ncd \"$PYTHONPATH\"\n", `#!/bin/bash\n${prelude}\n\nPYTHONPATH="$PROJECT_ROOT"\ncd "$PYTHONPATH"\n`],
    ["not a variable that is set where the script has left its folder", "scripts/a.sh", '#!/bin/bash\ncd /\nROOT=/Users/ann/app\ncd "$ROOT"\n', `#!/bin/bash\n${prelude}\n\ncd /\nROOT="$PROJECT_ROOT"\ncd "$ROOT"\n`],
    ["not a variable that is set only later", "scripts/a.sh", '#!/bin/bash\ncd /Users/ann/app\nROOT="$(cd "$(dirname "$0")/.." && pwd)"\n', `#!/bin/bash\n${prelude}\n\ncd "$PROJECT_ROOT"\nROOT="$(cd "$(dirname "$0")/.." && pwd)"\n`],
    ["not the working folder where it may have changed", "scripts/a.sh", '#!/bin/bash\ncd "$(dirname "$0")/.."\nif [ -d x ]; then cd x; fi\nROOT=$(pwd)\ncd /Users/ann/app\n', `#!/bin/bash\n${prelude}\n\ncd "$(dirname "$0")/.."\nif [ -d x ]; then cd x; fi\nROOT=$(pwd)\ncd "$PROJECT_ROOT"\n`],
    ["not one that is computed when the script has left", "scripts/a.sh", '#!/bin/bash\ncd /tmp\nROOT="$(cd "$(dirname "$0")/.." && pwd)"\ncd /Users/ann/app\n', `#!/bin/bash\n${prelude}\n\ncd /tmp\nROOT="$(cd "$(dirname "$0")/.." && pwd)"\ncd "$PROJECT_ROOT"\n`],
    ["not one that is relative", "scripts/a.sh", '#!/bin/bash\nROOT="$(dirname "$0")/.."\ncd /Users/ann/app\n', `#!/bin/bash\n${prelude}\n\nROOT="$(dirname "$0")/.."\ncd "$PROJECT_ROOT"\n`],
  ];

  test.each(scripts)("%s", (_, path, text, wanted) => {
    expect(migrate(text, path).text).toBe(wanted);
    if (text.includes("\r")) return;
    const file = join(folder, "pro ject", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${wanted}pwd\n`);
    for (const cwd of [folder, dirname(file), "/"]) expect(runBash("", {}, { args: [file], cwd })).toBe(`${join(folder, "pro ject")}\n`);
    if (wanted.startsWith("#!/bin/sh")) expect(runBash(`sh "${file}"`)).toBe(`${join(folder, "pro ject")}\n`);
  });
});
