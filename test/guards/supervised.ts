import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { execute, type Ran, type Start } from "../command/portability.ts";
import { GuardedProject } from "./project.ts";

/** A configuration whose socket and pid file are the project's own, with these programs. */
export function supervisorConf(programs: Readonly<Record<string, string>>, { socket = "%(here)s/../run/s.sock", pidfile = "%(here)s/../run/s.pid", more = "" } = {}): string {
  const sections = Object.entries(programs).map(([name, lines]) => `[program:${name}]\nstartsecs=0\nstdout_logfile=%(here)s/../logs/deep/${name}.out.log\nstderr_logfile=%(here)s/../logs/${name}.err.log\n${lines}\n`);
  return `[supervisord]
nodaemon=true
logfile=%(here)s/../logs/supervisord.log
pidfile=${pidfile}
[unix_http_server]
file=${socket}
chmod=0700
[supervisorctl]
serverurl=unix://${socket}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
${more}${sections.join("")}`;
}

/** A project that supervisord runs. Its configuration must be at the end what the test has made it. */
export class SupervisedProject extends GuardedProject {
  private written: Readonly<Record<string, string>> = {};

  constructor(conf: string, files: Readonly<Record<string, string>> = {}) {
    // Blanks and letters from elsewhere, but short: a socket's path has room for a hundred bytes.
    super({}, {}, "größtes Projekt");
    this.configure({ "ops/supervisord.conf": conf, "config.local.json": "{}\n", ...files });
  }

  configure(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) this.write(file, text);
    this.written = this.configuration();
  }

  /** The configuration files that were changed since, which none may be. */
  changed(): readonly string[] {
    const now = this.configuration();
    return Object.keys({ ...now, ...this.written }).filter((file) => now[file] !== this.written[file]);
  }

  restart(args: readonly string[] = [], start: Start & { readonly shell?: string } = {}): Promise<Ran> {
    return this.run("restart.sh", args, start);
  }

  /** The process that the pid file names. */
  get pid(): number {
    return Number(readFileSync(join(this.root, "run/s.pid"), "utf8"));
  }

  get isRunning(): boolean {
    return existsSync(join(this.root, "run/s.pid")) && existsSync(`/proc/${this.pid}/environ`) && readFileSync(`/proc/${this.pid}/environ`, "utf8").includes(this.root);
  }

  /** Waits until so many processes of its programs sleep; gives how many do then, or after a while. */
  async sleepers(expected: number): Promise<number> {
    for (const end = Date.now() + 10_000; ; ) {
      const { stdout } = await execute("/", "sh", ["-c", 'grep -lsF "SUPERVISOR_RESTART_CONF=$1/" /proc/[0-9]*/environ | sed "s/environ$/stat/" | xargs grep -hs "(sleep) S" | wc -l', "sh", this.root]);
      if (Number(stdout) === expected || Date.now() > end) return Number(stdout);
    }
  }

  async end(): Promise<void> {
    if (existsSync(join(this.root, "run"))) await this.restart(["--stop"]);
    this.remove();
  }

  private configuration(): Readonly<Record<string, string>> {
    const files = ["ops/supervisord.conf", ".env", "config.local.json", "config.default.json", "config/station.json"];
    return Object.fromEntries(files.filter((file) => existsSync(join(this.root, file))).map((file) => [file, `${readFileSync(join(this.root, file), "utf8")}${statSync(join(this.root, file)).mtimeMs}`]));
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !holds(); await new Promise((done) => setTimeout(done, 20))) if (Date.now() > end) throw new Error("It never came to be.");
}
