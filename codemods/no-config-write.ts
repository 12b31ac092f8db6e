import { words } from "../detectors/names.ts";
import { left } from "../languages/writer.ts";
import rule from "../rules/no-config-write.ts";
import { defineCodemod } from "./define.ts";

export default defineCodemod(rule, "none", "Take the save out of loading", ({ site }) => {
  const { write } = site;
  if (site.probed) return left("creating the file for the first time belongs to an explicit init command");
  if (!write || write.chain.length === 0) return left("whether this write may go is for a person to decide");
  const writer = write.chain.at(-1) ?? "";
  if (!/^(?:save|write|persist|store|flush|dump|sync|update|export|commit|put|set)/iu.test(words(writer)[0] ?? "")) return left(`'${writer}' does more than save`);
  if (write.statement === null) return left("the value of the call is used");
  return { kind: "changes", remove: true };
});
