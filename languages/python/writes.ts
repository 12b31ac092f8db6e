import type { Site, Source } from "../site.ts";
import type { Program } from "./program.ts";

export function readWrites(_source: Source, _program: Program): readonly Site[] {
  return [];
}
