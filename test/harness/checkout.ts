import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileOf, type Case } from "./case.ts";

/** A folder in which cases are checked out. */
export class Workshop {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-cases-"));

  /** Makes the checkout of a case and gives its root. */
  checkOut(name: string, one: Case): string {
    const root = join(this.folder, name);
    // What git needs to take a folder for a repository.
    for (const folder of [".git/objects", ".git/refs"]) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, ".git/HEAD"), "ref: refs/heads/main\n");
    for (const [path, text] of Object.entries({ ...one.files, [fileOf(one)]: one.code })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }

  /** Copies a checkout as it is now. */
  copy(root: string, to: string): void {
    cpSync(root, join(this.folder, to), { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

