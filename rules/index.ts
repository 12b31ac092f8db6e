import noConfigWrite from "./no-config-write.ts";
import noHomebrewPath from "./no-homebrew-path.ts";
import noPrivateIp from "./no-private-ip.ts";
import noUserPath from "./no-user-path.ts";
import type { PortabilityRule } from "./define.ts";

/** Every rule, by name. */
export const rules: readonly PortabilityRule[] = [noConfigWrite, noHomebrewPath, noPrivateIp, noUserPath] as readonly PortabilityRule[];
