import type { Read } from "./reader.ts";
import { left, type Writer } from "./writer.ts";

/** The writer of a notation in which no call can stand: everything is left, with the reason. */
export function fixedWriter(read: Read, reason: string): Writer {
  return {
    write: (_, orders) => orders.map(({ site }) => left(site.fixed ?? reason)),
    check: (source) => read(source).error,
  };
}
