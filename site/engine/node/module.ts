const loaded = new Map<string, unknown>();
const missing = new Set<string>();

/** What is fetched when code first requires it. The parsers of JavaScript are large, and most texts are none. */
const packages: Readonly<Record<string, () => Promise<unknown>>> = {
  "@lezer/markdown": () => import("@lezer/markdown"),
  "@lezer/python": () => import("@lezer/python"),
  "@lezer/yaml": () => import("@lezer/yaml"),
  "@typescript-eslint/typescript-estree": () => import("@typescript-eslint/typescript-estree"),
  "ts-morph": () => import("ts-morph"),
  ignore: () => import("ignore"),
  typescript: () => import("typescript"),
};

/** Part of node:module. Nobody can wait in the midst of `require`: what is not there yet is noted, and the caller begins again once `fetchMissing` has it. */
export function createRequire(): (name: string) => unknown {
  return (name) => {
    if (!loaded.has(name)) {
      missing.add(name);
      throw new Error(`${name} is not loaded yet`);
    }
    return loaded.get(name);
  };
}

/** What was required and was not there. */
export function whatIsMissing(): readonly string[] {
  return [...missing];
}

/** Fetches what was required and was not there. */
export async function fetchMissing(): Promise<void> {
  const names = [...missing];
  missing.clear();
  await Promise.all(
    names.map(async (name) => {
      const load = packages[name];
      if (!load) throw new Error(`${name} cannot run in a browser`);
      const module = (await load()) as { default?: unknown };
      // A module that was written for `require` is the default of what an import gives.
      loaded.set(name, isBare(module) ? module.default : module);
    }),
  );
}

function isBare(module: { default?: unknown }): module is { default: object } {
  return typeof module.default === "object" && module.default !== null;
}
