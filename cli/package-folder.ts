import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package, from the sources as from the build. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "runtime", "portability.py"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("The package lacks its folder 'runtime'.");
    folder = parent;
  }
  return folder;
}
