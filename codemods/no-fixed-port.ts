import { left } from "../languages/writer.ts";
import rule from "../rules/no-fixed-port.ts";
import { defineCodemod } from "./define.ts";

export default defineCodemod(rule, "never", "Ask for the port by its name", ({ match }) => {
  const { service, file } = match.detected;
  if (match.messageId === "twoPorts") return left(`which of the two ports of '${service}' is right is not known`);
  return left(`${file} has the port of '${service}', and how this program reads it is for a person to choose`);
});
