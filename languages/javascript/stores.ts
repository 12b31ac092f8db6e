import { hasHole } from "../../detectors/hole.ts";
import type { Modules } from "./modules.ts";
import { child, children, dottedName, keyName, placeAt, type Node, type Place } from "./nodes.ts";
import { holesOf, type Resolver, type Value } from "./resolve.ts";
import type { Tree } from "./tree.ts";
import type { WriteCall } from "./writes.ts";

/** Stores that are told their file, by the constructor or function that makes them. */
const ofFile = new Set(["lowdb/node.JSONFilePreset", "lowdb/node.JSONFileSyncPreset", "lowdb/node.JSONFile", "lowdb/node.JSONFileSync", "lowdb/adapters/FileSync", "lowdb/adapters/FileAsync", "edit-json-file"]);
/** Stores of one user's settings; `cwd` moves them to another folder. https://github.com/sindresorhus/conf#cwd */
const ofFolder = new Set(["conf", "electron-store"]);

/** Where the program itself is: what is known of a folder that is not written out. */
const ofProgram = new Set(["__dirname", "import.meta.dirname", "process.cwd"]);

/** Matches the text of every file in which `findStores` finds anything. */
const storeHint = /["'](?:conf|electron-store|configstore|edit-json-file|lowdb\/[\w/]+)["']/u;

/** Finds stores, which write what is set in them, that keep their file where the program says: one in a folder of the user's own is left out. */
export function findStores(tree: Tree, modules: Modules, resolver: Resolver): readonly WriteCall[] {
  if (!storeHint.test(tree.source.text)) return [];
  return tree.calls.flatMap((place): readonly WriteCall[] => {
    const name = modules.nameOf(child(place.node, "callee"), place) ?? "";
    const target = fileOf(name, place);
    const given = target && resolver.value(target);
    if (!given || (given.origin === null && !given.holes.some((hole) => ofProgram.has(hole.name ?? "")))) return [];
    const file = ofFolder.has(name) ? below(given, fileName(place, resolver)) : given;
    const call = dottedName(child(place.node, "callee")) ?? "";
    return [{ place, call, target, value: file.value, holes: holesOf(file), origin: file.origin, name: null, writer: null, alsoRead: false }];
  });
}

/** The expression that says where a store has its file. */
function fileOf(name: string, call: Place): Place | null {
  if (ofFile.has(name)) return placeAt(call, "arguments", 0);
  if (name === "configstore") return optionOf(call, 2, "configPath");
  return ofFolder.has(name) ? optionOf(call, 0, "cwd") : null;
}

/** The value of an option that a call is given by name. */
function optionOf(call: Place, argument: number, option: string): Place | null {
  const options = placeAt(call, "arguments", argument);
  const index = children(options?.node ?? null, "properties").findIndex((property) => isNamed(property, option));
  const property = options && placeAt(options, "properties", index);
  return property && placeAt(property, "value");
}

function isNamed(property: Node, option: string): boolean {
  return (property.type === "Property" || property.type === "ObjectProperty") && keyName(property) === option;
}

/** `config.json`, unless the options say otherwise. */
function fileName(call: Place, resolver: Resolver): string {
  const part = (options: readonly string[], otherwise: string): string => {
    const given = options.map((option) => optionOf(call, 0, option)).find((place) => place !== null);
    const value = given ? resolver.value(given).value : otherwise;
    return hasHole(value) ? "" : value;
  };
  const stem = part(["configName", "name"], "config");
  return stem === "" ? "" : `${stem}.${part(["fileExtension"], "json")}`;
}

function below(folder: Value, file: string): Value {
  return file === "" ? folder : { ...folder, value: `${folder.value.replace(/[\\/]+$/u, "")}/${file}` };
}
