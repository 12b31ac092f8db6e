import { isThere, textOf } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";
import { healthUrl, type Deployment } from "./deployment.ts";
import { layeredFile, type Port } from "./ports.ts";
import { serverEnvFile } from "./server-env.ts";

/** The page that says how a project is brought up. */
export const runbookFile = "RUNBOOK.md";

/** The runbook of a project. One that is there must name each program that is kept running. */
export function runbook(look: Look, found: Deployment, scripts: readonly string[]): Part {
  if (!isThere(look.root, runbookFile)) return part({ additions: [{ file: runbookFile, before: null, after: runbookText(look, found, scripts), what: "how this project is brought up on another machine" }] });
  const text = textOf(look.root, runbookFile);
  const missing = found.services.filter(({ name }) => !text.includes(name));
  return part({ todo: missing.map(({ name, file }) => `${runbookFile} does not name ${name}, which ${file} starts.`) });
}

function runbookText(look: Look, found: Deployment, scripts: readonly string[]): string {
  let step = 0;
  return [opening(found), programs(found), systemPackages(look, found), dependencies(look, found, scripts), settings(look), database(look, found, scripts), start(found, scripts), checks(found, scripts), addresses(found), ports(look, found)]
    .filter((section) => section !== "")
    .join("\n")
    .replace(/^## # /gmu, () => `## ${(step += 1)}. `);
}

function opening({ name }: Deployment): string {
  return `# Runbook: ${name}

How this project is brought up on a machine that has never seen it: Debian or Ubuntu, by a user who may use sudo. \`portability init --guards\` wrote this page from what stands in the code. It is the project's own now: correct it, and add what no program can see. It holds for code that \`portability migrate\` has mended.

Clone the repository into any folder, as the user that is to run it, and go there: all commands are meant for that folder.
`;
}

function programs({ services }: Deployment): string {
  if (services.length === 0) return "";
  const rows = services.map((service) => [service.name, `${service.by}, ${code(service.file)}`, service.sources.filter((file) => /\.(?:py|sh|[cm]?[jt]s)$/u.test(file)).map(code).join(", then ") || code(service.command), service.port?.number ?? "", service.health === null ? "" : code(service.health.path)]);
  return `## What runs\n\n${table(["Program", "Started by", "Runs", "Port", "Tells that it is well"], rows)}`;
}

function systemPackages({ root }: Look, { packages }: Deployment): string {
  const needed = packages.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  const optional = packages.filter(({ isOptional }) => isOptional).map(({ name }) => name);
  const node = packages.some(({ name }) => name === "nodejs") ? /"engines"\s*:\s*\{[^}]*"node"\s*:\s*"([^"]+)"/u.exec(textOf(root, "package.json"))?.[1] : undefined;
  const all = [...needed, ...(needed.includes("python3") ? ["python3-venv"] : [])].sort();
  if (all.length + optional.length === 0) return "";
  const rows = packages.map(({ name, programs: ran, files }) => [name, ran.map(code).join(", "), files.slice(0, 4).map(code).join(", ") + (files.length > 4 ? ", …" : "")]);
  return `## # Packages of the system

${all.length === 0 ? "" : `${sh("sudo apt-get update", `sudo apt-get install -y ${all.join(" ")}`)}\n`}${optional.length === 0 ? "" : `The code asks first whether these are there, and goes on without:\n\n${sh(`sudo apt-get install -y ${optional.join(" ")}`)}\n`}${table(["Package", "Programs", "Run by"], rows)}${node === undefined ? "" : `\npackage.json asks for Node ${code(node)}: \`node --version\` says which one the system has.\n`}`;
}

function dependencies({ root }: Look, { requirements, hasNodePackages }: Deployment, scripts: readonly string[]): string {
  const lines: string[] = [];
  if (requirements !== null && scripts.includes("scripts/bootstrap_venv.sh")) lines.push("scripts/bootstrap_venv.sh");
  if (hasNodePackages) lines.push(isThere(root, "package-lock.json") ? "npm ci --omit=dev" : "npm install --omit=dev");
  return `## # Packages of the project\n\n${lines.length > 0 ? sh(...lines) : "None: what runs needs nothing that is installed beside the system.\n"}`;
}

function settings({ settings: { prefix } }: Look): string {
  return `## # Settings

${sh(`cp ${serverEnvFile} .env`, "chmod 600 .env")}
Fill in \`.env\`. It says of each variable who reads it. It stays on this machine, as \`config.local.json\` does, which may hold hosts and ports under \`runtime\` instead. Names begin with \`${prefix}\`. An address that is not set anywhere is an error which names the variable.
`;
}

function database({ settings: { prefix } }: Look, { hasDatabase, schemas }: Deployment, scripts: readonly string[]): string {
  if (!hasDatabase) return "";
  const made = schemas.length === 0 ? "" : ` Its tables are made by ${schemas.map(code).join(", ")}.`;
  const saved = scripts.includes("scripts/db_backup.sh") ? "\n`scripts/db_backup.sh` saves it to a file, and `scripts/db_restore.sh FILE` fills an empty one from such a file. Nothing else does either: a start never touches it.\n" : "";
  return `## # Database

The code speaks to a PostgreSQL. One on this machine comes with \`sudo apt-get install -y postgresql\`; a user and a database of the names in \`.env\` are made by \`sudo -u postgres createuser --pwprompt NAME\` and \`sudo -u postgres createdb --owner NAME DATABASE\`.${made} The scripts reach it by \`${prefix}DB_HOST\`, \`${prefix}DB_PORT\`, \`${prefix}DB_NAME\`, \`${prefix}DB_USER\` and \`${prefix}DB_PASS\`.
${saved}`;
}

function start({ services, supervisorConf }: Deployment, scripts: readonly string[]): string {
  const units = services.filter(({ by }) => by === "systemd");
  const ways = [
    scripts.includes("scripts/restart.sh") ? sh("scripts/restart.sh") + "\nIt reads `.env`, makes the folder for logs, stops the supervisord of this project if one runs, starts it, and waits until its programs run. Its exit code and last line say what is wrong: `scripts/restart.sh --help`.\n" : "",
    supervisorConf !== null && !scripts.includes("scripts/restart.sh") ? sh(`supervisord -c "$PWD/${supervisorConf}"`) : "",
    units.length > 0 ? `Units of systemd, for a person to look at and to link:\n\n${units.map(({ file }) => `- ${code(file)}\n`).join("")}` : "",
    services.length === 0 ? "Nothing in the code says how the programs are kept running. Write it here.\n" : "",
  ];
  return `## # Start\n\n${ways.filter((way) => way !== "").join("\n")}`;
}

function checks({ services, supervisorConf }: Deployment, scripts: readonly string[]): string {
  const urls = services.map(healthUrl).filter((url) => url !== null);
  const lines = [...(supervisorConf === null ? [] : [`supervisorctl -c "$PWD/${supervisorConf}" status`]), ...urls.map((url) => `curl -fsS "${url}"`)];
  const smoke = "\nThe same, and more, where Node and the package are installed: `npx portability smoke --env .env`.\n";
  const writes = scripts.includes("scripts/verify_no_config_writes.sh") ? "\nNo program may write its configuration. This watches for a while:\n\n" + sh("scripts/verify_no_config_writes.sh") : "";
  return lines.length === 0 ? "" : `## # See that it is well\n\n${sh(...lines)}${smoke}${writes}`;
}

const most = 60;

function addresses({ endpoints }: Deployment): string {
  if (endpoints.length === 0) return "";
  const rows = endpoints.slice(0, most).map(({ method, path, file }) => [method, code(path), code(file)]);
  return `## Addresses\n\n${table(["Method", "Path", "In"], rows)}${endpoints.length > most ? `\nand ${endpoints.length - most} more.\n` : ""}`;
}

function ports(look: Look, found: Deployment): string {
  if (found.ports.length === 0) return "";
  const rows = found.ports.map((port) => [port.number, port.owner.replaceAll("_", " "), code(port.line === null ? port.file : `${port.file}:${port.line}`), port.variable !== null && isRead(look, port) ? code(look.newNames[port.variable] ?? port.variable) : ""]);
  return `## Ports\n\n${table(["Port", "Whose", "Written in", "Another one by"], rows)}`;
}

/** Whether setting the variable of a port has an effect, at least once the code is migrated: a program reads it, or it goes over the file where the port is written. */
function isRead(look: Look, { variable, file }: Port): boolean {
  return look.variables.some(({ name }) => name === variable) || file === layeredFile(look);
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = titles.map((_, index) => rows.some((row) => row[index] !== ""));
  const line = (cells: readonly string[]): string => `| ${cells.filter((__, index) => used[index]).map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(titles) + line(titles.map(() => "---")) + rows.map(line).join("");
}

function sh(...lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n`;
}

function code(text: string): string {
  return `\`${text}\``;
}

