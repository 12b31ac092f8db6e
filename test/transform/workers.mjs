/** Starts four of jscodeshift's own workers at once, as it does on a machine with five cores, each with its part of the files. */
import { fork } from "node:child_process";

const [transform = "", ...files] = process.argv.slice(2);
const count = 4;
for (let index = 0; index < count; index++) {
  const child = fork("node_modules/jscodeshift/src/Worker.js", [transform, "no-babel"]);
  let rest = files.filter((_, at) => at % count === index);
  child.on("message", ({ action, status, msg }) => {
    if (action === "status") console.log(status, msg);
    if (action === "free") child.send({ files: rest.splice(0), options: {} });
  });
  // One file first: the others come when somebody else has written already.
  child.send({ files: rest.splice(0, 1), options: {} });
}
