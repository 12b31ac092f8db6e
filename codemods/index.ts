import type { Codemod } from "./define.ts";
import noConfigWrite from "./no-config-write.ts";
import noHomebrewPath from "./no-homebrew-path.ts";
import noPrivateIp from "./no-private-ip.ts";
import noUserPath from "./no-user-path.ts";

/** The codemod of each rule, by name. */
export const codemods: ReadonlyMap<string, Codemod> = new Map([noConfigWrite, noHomebrewPath, noPrivateIp, noUserPath].map((codemod) => [codemod.rule.name, codemod]));
