/** Part of node:child_process: nothing can be started. */
export function spawnSync(): never {
  throw new Error("a browser starts no programs");
}
