import { HOLE } from "../../detectors/hole.ts";
import { isRootName, isScriptFolderName } from "../../detectors/root-name.ts";
import type { Order } from "../writer.ts";
import type { Program } from "./program.ts";
import type { RootVariable } from "./root.ts";
import type { ShellSite } from "./site.ts";

/**
 * Whether an order turns a variable with the folder where the script was started into one with the project's root: `ROOT=$(pwd)`.
 * So does one that is called the root and holds it as a text, where it is all that sets it: `ROOT=/Users/ann/app`.
 */
export function isCorrection({ site, spelling }: Order, { variables }: Program): boolean {
  const [hole] = site.holes;
  const [call, ...others] = spelling;
  const isRoot = others.length === 0 && typeof call === "object" && "name" in call && call.name === "projectPath" && call.path.length === 0;
  if (!isRoot || site.name === null || site.fallback !== null) return false;
  const set = variables.assignments(site.name);
  const here = set.find(({ word }) => word.pos === site.range[0]);
  const isOfFolder = site.value === HOLE && hole?.gives === "working-folder" && (hole.name === null || hole.name === "PWD");
  // `$0` may be relative to a folder that the script has left.
  const isStated = site.holes.length === 0 && set.length === 1 && here?.isSure === true && here.folder === null && !here.isPart && isRootName(site.name) && !isScriptFolderName(site.name);
  return here !== undefined && (isOfFolder || isStated);
}

/** The variable that such an order corrects, where all that follows can use it. */
export function correctedVariable(site: ShellSite, { variables }: Program): RootVariable | null {
  const { name, place, range } = site;
  return name !== null && place.isSure && variables.assignments(name).length === 1 ? { name, offset: range[1] } : null;
}
