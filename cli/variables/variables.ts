import envPrefix, { type Unprefixed } from "../../rules/env-prefix.ts";
import { scan, type Checkout, type Progress } from "../checkout/checkout.ts";
import { isTrouble } from "../finding-record.ts";

/** New names for environment variables by their old ones: those that are settled, and a proposal for each of the others, in the order of the names. */
export async function proposeVariables(checkout: Checkout, progress?: Progress): Promise<Readonly<Record<string, string>>> {
  const names = new Map(Object.entries(checkout.settings.variables));
  for await (const found of scan(checkout, [envPrefix.name], progress)) {
    if (isTrouble(found)) continue;
    for (const { match } of found.findings) {
      const { name, proposal } = match.detected as Unprefixed;
      if (!names.has(name)) names.set(name, proposal);
    }
  }
  return Object.fromEntries([...names].sort(([one], [other]) => (one < other ? -1 : 1)));
}
