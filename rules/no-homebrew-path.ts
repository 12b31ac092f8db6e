import { isIllustration } from "../detectors/illustration.ts";
import { findInstallPaths, findVenvPaths, homebrewHint, venvHint, type InstallManager } from "../detectors/install-path.ts";
import { isAugmented, isInstallPrefix, searchPathEntries } from "../detectors/search-path.ts";
import { isDenyList } from "../detectors/names.ts";
import { findUserPaths } from "../detectors/user-path.ts";
import type { Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isOnlyRead, isOwnPath } from "./quiet.ts";

const installers: Readonly<Record<InstallManager, string>> = {
  homebrew: "Homebrew",
  local: "somebody",
  macports: "MacPorts",
  snap: "snap",
  application: "somebody",
  environment: "somebody",
};

/** Where images keep an environment: what runs in one finds it there. */
const ofImages = /^\/(?:opt\/)?\.?(?:virtual|v)?env\/|^\/(?:app|code|src|workspaces?|usr)\//u;

export default defineRule(import.meta.url, {
  description: "disallow paths where a package manager of one system installs programs",
  impact: "Elsewhere the program lies in another folder, and the call ends in “no such file or directory”.",
  theme: "paths",
  recommended: true,
  hint: new RegExp(`${homebrewHint.source}|${venvHint.source}`, "u"),
  messages: {
    installPath: "'{{path}}' exists only where {{manager}} installed it.",
    environment: "'{{path}}' exists only where somebody made this environment.",
    searchPathEntry: "'{{path}}' in this PATH exists only where {{manager}} made it.",
  },
  *find(site) {
    // What a program puts there itself, it finds there.
    if (site.write !== null || isOnlyRead(site) || site.use === "compared" || site.use === "written" || site.probed || site.guarded) return;
    if (isOwnPath(site) || (site.name !== null && isDenyList(site.name))) return;
    const entries = searchPathEntries(site.value);
    if (entries) {
      if (isAugmentation(site)) return;
      for (const { start, end, entry } of entries) {
        const [detected] = findInstallPaths(entry);
        if (detected && isInstallPrefix(entry)) yield { start, end, messageId: "searchPathEntry", data: { path: entry, manager: installers[detected.manager] }, detected: { ...detected, isEntry: true } };
      }
      return;
    }
    for (const detected of findInstallPaths(site.value)) {
      if (isIllustration(site.value, detected.start)) continue;
      const { start, end, path, manager } = detected;
      yield { start, end, messageId: "installPath", data: { path, manager: installers[manager] }, detected: { ...detected, isEntry: false } };
    }
    // A script may have made the environment that it goes on with.
    if (site.zone === "script") return;
    for (const { start, end, path, venv, executable } of findVenvPaths(site.value)) {
      if (!/^(?:[a-z]:)?[\\/]/iu.test(path) || ofImages.test(path) || [...findUserPaths(path)].length > 0 || isIllustration(site.value, start)) continue;
      yield { start, end, messageId: "environment", data: { path }, detected: { start, end, path, prefix: venv, manager: "environment", executable, isEntry: false } };
    }
  },
});

/** Whether a PATH value only adds to the PATH that is there. */
function isAugmentation(site: Site): boolean {
  const names = site.holes.map((hole) => hole.name);
  return isAugmented(site.value) && (names.includes("PATH") || names.every((name) => name === null || /path/iu.test(name)));
}
