import { left } from "../languages/writer.ts";
import rule from "../rules/no-process-name-match.ts";
import { defineCodemod } from "./define.ts";

export default defineCodemod(rule, "never", "Ask for the process by its id", ({ match }) => {
  if (match.detected === "comparison") return left("code that ends what does not match is made deadly by half a rewrite: ask the supervisor for the pid (supervisorctl -c … pid NAME)");
  return left("which process is meant is for a person to say: ask the supervisor for the pid (supervisorctl -c … pid NAME); on Linux pkill -f also ends the script that runs it, where that one's own path holds the text");
});
