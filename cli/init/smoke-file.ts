import { subjectOf } from "../../detectors/environment.ts";
import { smokeFileName, type SmokeFile } from "../smoke/file.ts";
import { isThere, textOf } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";
import { healthUrl, type Deployment } from "./deployment.ts";

/** What `portability smoke` looks at: programs, addresses, ports, and a database where the project has settings for one. */
export function smokeFile({ root, settings, variables }: Pick<Look, "root" | "settings" | "variables">, { services: all, supervisorConf }: Pick<Deployment, "services" | "supervisorConf">): Part {
  // Another configuration of supervisord is another way to run the same programs.
  const services = all.filter(({ by, file }) => by !== "supervisor" || file === supervisorConf);
  const supervised = services.filter(({ by }) => by === "supervisor").map(({ name }) => name);
  if (isThere(root, smokeFileName)) {
    const text = textOf(root, smokeFileName);
    const programs = /"programs"/u.test(text) ? supervised.filter((name) => !text.includes(JSON.stringify(name))) : [];
    return part({ todo: programs.map((name) => `${smokeFileName} does not name the program ${name}, which supervisor starts.`) });
  }
  const http = [...new Set(services.map(healthUrl).filter((url) => url !== null))].map((url) => ({ url, expect: { status: 200 } }));
  const taken = [...new Set(services.flatMap(({ port, health }) => (port !== null && health === null ? [port.variable === null ? Number(port.number) : `\${${port.variable}:-${port.number}}`] : [])))];
  const hasDatabase = variables.some(({ name }) => /^(?:DB_HOST|DB_NAME)$/u.test(subjectOf(name.startsWith(settings.prefix) ? name.slice(settings.prefix.length) : name)));
  const file: SmokeFile = {
    ...(supervisorConf !== null && supervised.length > 0 ? { supervisor: { conf: supervisorConf, programs: supervised } } : {}),
    ...(http.length > 0 ? { http } : {}),
    ...(taken.length > 0 ? { ports: { taken } } : {}),
    ...(hasDatabase ? { database: { prefix: settings.prefix } } : {}),
  };
  if (Object.keys(file).length === 0) return part({});
  return part({ additions: [{ file: smokeFileName, before: null, after: `${JSON.stringify(file, null, 2)}\n`, what: "what 'portability smoke' looks at" }] });
}
