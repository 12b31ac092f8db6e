import { openCheckout } from "../checkout/checkout.ts";
import { clean, clearProgress, print, progress } from "../terminal.ts";
import { UsageError } from "../usage.ts";
import { proposeVariables } from "./variables.ts";

/** Runs `portability variables`. Returns the exit code. */
export async function runVariables(paths: readonly string[], cwd: string): Promise<number> {
  const checkout = await openCheckout(cwd, paths, "stop");
  if (checkout.settings.chosenPrefix === null) throw new UsageError("'settings.portability.prefix' says what the names of the project begin with, and it is not set");
  const variables = await proposeVariables(checkout, progress());
  clearProgress();
  print(`${JSON.stringify(variables, null, 2)}\n`);
  return clean;
}
