import { defineCodemod } from "./define.ts";
import { left } from "../languages/writer.ts";
import rule from "../rules/no-relative-service-path.ts";

export default defineCodemod(rule, "string", "Ask for the thing when the program runs", ({ site, match }) => {
  if (site.fixed !== null) return left(site.fixed);
  // The call that should stand here: { kind: "same", start, end, spelling: [{ name: "…", … }] }.
  return left(`where another machine keeps '${match.detected}' is not known`);
});
