import { saysSecret } from "../../detectors/secrets.ts";
import { speaksOf } from "../../detectors/example-file.ts";
import { isTrouble } from "../finding-record.ts";
import { readTextFile } from "../disk/text-file.ts";
import { isThere } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";
import type { Deployment } from "./deployment.ts";
import { appended, lineOf } from "./env-example.ts";
import { layeredFile } from "./ports.ts";
import type { Variable } from "./variables.ts";

/** The variables of a server, to be filled in there. */
export const serverEnvFile = "deploy/server.env.example";

const head = `# Settings of a server. On the server: cp ${serverEnvFile} .env && chmod 600 .env, then fill it in. It stays out of git.
# An empty one counts as not set for the shared module.
`;

/** The example of a server's variables: what programs read, the hosts that a migration will ask for, and what the scripts for the database need. */
export function serverEnv(look: Look, { hasDatabase, ports }: Deployment): Part {
  const { root, settings, variables, newNames, hosts } = look;
  const before = isThere(root, serverEnvFile) ? readTextFile(root, serverEnvFile) : null;
  if (before !== null && isTrouble(before)) return part({ todo: [`${serverEnvFile} ${before.reason}, so that it cannot be completed.`] });
  const text = before?.text ?? head;
  const isMissing = (name: string): boolean => !speaksOf(text, name);
  const nameOf = (name: string): string => newNames[name] ?? settings.variables[name] ?? name;
  const read = variables.filter(({ name }) => isMissing(nameOf(name)) && !hosts.includes(name));
  const blocks = read.map((variable) => [...commentOf(variable), lineFor(variable, nameOf(variable.name))]);
  const names = new Set(variables.map(({ name }) => nameOf(name)));
  const asked = hosts.filter(isMissing);
  if (asked.length > 0) blocks.push(["# Hosts of other services, which code asks the shared module for: 127.0.0.1 for what runs on the same machine", ...asked.map((name) => `${name}=`)]);
  const layered = layeredFile(look);
  const moved = ports.flatMap(({ file, variable, number }) => (file === layered && variable !== null && isMissing(variable) ? [`#${variable}=${number}`] : []));
  if (moved.length > 0) blocks.push([`# Other ports than those in ${layered ?? ""}, once 'portability migrate --changes' has had it read in layers`, ...moved]);
  const ofDatabase = ["DB_HOST=127.0.0.1", "DB_PORT=5432", "DB_NAME=", "DB_USER=", "DB_PASS=", "DB_SSLMODE="].map((line) => `${settings.prefix}${line}`).filter((line) => isMissing(line.split("=")[0] ?? "") && !names.has(line.split("=")[0] ?? ""));
  if (hasDatabase && ofDatabase.length > 0) blocks.push(["# The database, for scripts/db_backup.sh and scripts/db_restore.sh", ...ofDatabase]);
  const after = appended(text, blocks);
  if (before !== null && after === text) return part({});
  return part({ additions: [{ file: serverEnvFile, before, after, what: before === null ? "the variables of a server, to be filled in there" : "variables of a server" }] });
}

function commentOf({ name, files, otherwise }: Variable): readonly string[] {
  const facts = [`read by ${files.slice(0, 3).join(", ")}`];
  if (saysSecret(name)) facts.push("a secret");
  else if (lineOf({ name, files, otherwise, example: "", isDocumented: false }).startsWith("#")) facts.push("without it the code takes what is true on the machine where it was written");
  else if (otherwise === null) facts.push("nothing stands in for it");
  return [`# ${facts.join("; ")}`];
}

/** A secret that nobody filled in is no secret: it is left empty. */
function lineFor(variable: Variable, shown: string): string {
  return lineOf({ ...variable, name: shown }).replace(/=change_me$/u, "=");
}
