import { baseName } from "./path-text.ts";

/**
 * Whether supervisord reads this section, and so expands `%(here)s` and `%(ENV_X)s` in it.
 * Source: http://supervisord.org/configuration.html
 */
export function isSupervisorSection(section: string): boolean {
  return /^(?:(?:program|eventlistener|fcgi-program|group|rpcinterface):|(?:supervisord|supervisorctl|unix_http_server|inet_http_server|include)$)/u.test(section);
}

/** A call of supervisord or supervisorctl. */
export interface SupervisorCall {
  readonly program: "supervisord" | "supervisorctl";
  /** The configuration that it names, and the word that it stands in. */
  readonly configuration: { readonly at: number; readonly path: string } | null;
  /** Whether it needs none: it asks for the version, or is told where the server is. */
  readonly isWithout: boolean;
}

/** Options that take a value, by program. Source: `supervisor.options.ServerOptions` and `ClientOptions`. */
const VALUED = { supervisord: /^-[tsnkh]*[cudlymzeijqa]$/, supervisorctl: /^-[ih]*[csupr]$/ } as const;

/** Reads the words of a command line as a call of supervisor; null where it is none. */
export function supervisorCall(words: readonly string[]): SupervisorCall | null {
  const program = baseName(words[0] ?? "");
  if (program !== "supervisord" && program !== "supervisorctl") return null;
  let configuration: SupervisorCall["configuration"] = null;
  let isWithout = false;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    // supervisorctl takes what follows its command for that command's.
    if (!word.startsWith("-")) break;
    const long = /^--conf[a-z]*(?:=(.*))?$/s.exec(word);
    const attached = /^-[tsnkih]*c(.+)$/s.exec(word)?.[1];
    if (long?.[1] !== undefined) configuration ??= { at, path: long[1] };
    else if (attached !== undefined && !long) configuration ??= { at, path: attached };
    else if (long || /^-[tsnkih]*c$/.test(word)) configuration ??= { at: at + 1, path: words[at + 1] ?? "" };
    else if (/^(?:-v|-h|-\?|--version|--help)$/.test(word) || (program === "supervisorctl" && /^(?:-s.*|--serverurl.*)$/s.test(word))) isWithout = true;
    if (long ? long[1] === undefined : VALUED[program].test(word) || /^--(?:user|umask|directory|logfile|pidfile|serverurl|username|password|identifier|childlogdir|loglevel)$/.test(word)) at++;
  }
  return { program, configuration, isWithout };
}

/** Options that name a file or folder, by the kind of their section. `files` of an include is relative to its own file. */
const PATHS: Readonly<Record<string, RegExp>> = {
  supervisord: /^(?:logfile|pidfile|childlogdir|directory)$/,
  unix_http_server: /^file$/,
  program: /^(?:directory|stdout_logfile|stderr_logfile)$/,
};

/** Whether an option of a supervisor section names a file or folder that is looked for from where supervisord was started. */
export function isSupervisorPath(section: string, option: string): boolean {
  const kind = section.replace(/^(?:eventlistener|fcgi-program):.*/s, "program").replace(/:.*/s, "");
  return PATHS[kind]?.test(option) === true;
}

/** Whether a value of such an option names no file: `AUTO`, `NONE`, `syslog`. */
export function isNoFile(value: string): boolean {
  return /^(?:auto|none|syslog)$/i.test(value.trim());
}
