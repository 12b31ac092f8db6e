import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, test } from "vitest";
import type { Spelling } from "../../../languages/call.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { readShell } from "../../../languages/shell/read.ts";
import { shellWriter } from "../../../languages/shell/write.ts";
import type { Site } from "../../../languages/site.ts";
import { isLeft } from "../../../languages/writer.ts";
import { HOLE } from "../../../detectors/hole.ts";
import { sourceOf } from "./shell.ts";

const at = (path: string): Spelling => [{ name: "projectPath", path: path === "" ? [] : [path] }];

/** Rewrites every word that begins with the working folder, and those of the paths that are given. */
function rewritten(text: string, paths: readonly string[] = [], path?: string): string {
  const source = sourceOf(text, path);
  const spellingOf = ({ value, holes: [hole] }: Site): Spelling | null => {
    if (hole?.at === 0 && hole.gives === "working-folder" && (hole.name === null || hole.name === "PWD") && value.lastIndexOf(HOLE) === 0) return at(value.slice(HOLE.length + 1));
    return paths.includes(value) ? at(value) : null;
  };
  const orders = readShell(source).sites.flatMap((site) => {
    const spelling = site.use === "written" && site.write ? null : spellingOf(site);
    return spelling ? [{ site, spelling }] : [];
  });
  const answers = shellWriter.write(source, orders, { file: "", names: {} });
  const edits = answers.flatMap((answer) => (isLeft(answer) ? [] : [answer.edit, ...answer.also]));
  const unique = new Map(edits.map((edit) => [JSON.stringify(edit), edit]));
  return applyEdits(text, [...unique.values()]);
}

const bash = '"$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"';
const posix = '"$(cd -- "$(dirname -- "$0")/.." && pwd)"';

describe("the folder where a script was started becomes the project's", () => {
  const folder = mkdtempSync(join(tmpdir(), "portability cwd-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const table: [text: string, wanted: string, paths: readonly string[]][] = [
    ['#!/bin/bash\nPROJECT_ROOT=$(pwd)\nprintf "%s\\n" "$PROJECT_ROOT/a"\n', `#!/bin/bash\nPROJECT_ROOT=${bash}\nprintf "%s\\n" "$PROJECT_ROOT/a"\n`, []],
    ['#!/bin/sh\nPROJECT_DIR="$PWD"\nprintf "%s\\n" "$PROJECT_DIR/a"\n', `#!/bin/sh\nPROJECT_DIR=${posix}\nprintf "%s\\n" "$PROJECT_DIR/a"\n`, []],
    ['#!/bin/sh\nexport ROOT=`pwd`\nprintf "%s\\n" a\n', `#!/bin/sh\nexport ROOT=${posix}\nprintf "%s\\n" "$ROOT/a"\n`, ["a"]],
    ['#!/bin/bash\nA=$(pwd)\nB=$PWD\nprintf "%s\\n" "$(pwd)/a"\n', `#!/bin/bash\nA=${bash}\nB="$A"\nprintf "%s\\n" "$A/a"\n`, []],
    ['#!/bin/bash\nprintf "%s\\n" "$(pwd)/a"\n', `#!/bin/bash\nPROJECT_ROOT=${bash}\n\nprintf "%s\\n" "$PROJECT_ROOT/a"\n`, []],
    ['#!/bin/sh\nprintf "%s\\n" $(pwd)/a\n', `#!/bin/sh\nPROJECT_ROOT=${posix}\n\nprintf "%s\\n" "$PROJECT_ROOT/a"\n`, []],
    ['#!/bin/bash\nprintf "%s\\n" "$(pwd)"/a\n', `#!/bin/bash\nPROJECT_ROOT=${bash}\n\nprintf "%s\\n" "$PROJECT_ROOT/a"\n`, []],
    ['#!/bin/sh\nprintf "%s\\n" a\n', `#!/bin/sh\nPROJECT_ROOT=${posix}\n\nprintf "%s\\n" "$PROJECT_ROOT/a"\n`, ["a"]],
  ];
  test.each(table)("%j", (text, wanted, paths) => {
    expect(rewritten(text, paths)).toBe(wanted);
    const file = join(folder, "pro ject", "scripts", "a.sh");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted);
    for (const cwd of [folder, dirname(file), "/"]) {
      for (const shell of wanted.startsWith("#!/bin/sh") ? ["bash", "dash"] : ["bash"]) {
        expect(spawnSync(shell, [file], { cwd, encoding: "utf8" })).toMatchObject({ stdout: `${join(folder, "pro ject", "a")}\n`, stderr: "" });
      }
    }
  });

  test("a second run changes nothing", () => {
    for (const [, wanted] of table) expect(rewritten(wanted)).toBe(wanted);
  });
});
