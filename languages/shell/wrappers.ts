/** A command that runs another one: its options that take a value, and how many operands come before the program. */
interface Wrapper {
  readonly valued: RegExp;
  readonly operands: number;
  /** Whether `NAME=value` words may come before the program. */
  readonly environment: boolean;
}

const plain: Wrapper = { valued: /^$/u, operands: 0, environment: false };
const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: /^-[a-zA-Z]*[ugphCrtTRD]$/u, operands: 0, environment: true },
  doas: { valued: /^-[uC]$/u, operands: 0, environment: false },
  env: { valued: /^-[uCS]$/u, operands: 0, environment: true },
  exec: { valued: /^-a$/u, operands: 0, environment: false },
  nice: { valued: /^-n$/u, operands: 0, environment: false },
  ionice: { valued: /^-[cnp]$/u, operands: 0, environment: false },
  timeout: { valued: /^-[ks]$/u, operands: 1, environment: false },
  gtimeout: { valued: /^-[ks]$/u, operands: 1, environment: false },
  xargs: { valued: /^-[IiLnPsdaEJRS]$/u, operands: 0, environment: false },
  stdbuf: { valued: /^-[ioe]$/u, operands: 0, environment: false },
  flock: { valued: /^-[wE]$/u, operands: 1, environment: false },
  watch: { valued: /^-n$/u, operands: 0, environment: false },
  chroot: { valued: /^$/u, operands: 1, environment: false },
  caffeinate: { valued: /^-[tw]$/u, operands: 0, environment: false },
  runuser: { valued: /^-[ug]$/u, operands: 0, environment: false },
  gosu: { valued: /^$/u, operands: 1, environment: false },
  "cross-env": { valued: /^$/u, operands: 0, environment: true },
  "cross-env-shell": { valued: /^$/u, operands: 0, environment: true },
  nohup: plain,
  setsid: plain,
  time: plain,
  builtin: plain,
  command: plain,
  noglob: plain,
  arch: plain,
  chronic: plain,
  then: plain,
};

/** The place of the program among the words of a command, past `sudo`, `env A=b` and their like; the wrappers' own programs. */
export function programAt(words: readonly string[]): { readonly at: number; readonly wrappers: readonly number[] } {
  const passed: number[] = [];
  let at = 0;
  for (;;) {
    const name = baseName(words[at] ?? "");
    const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    // Have: command -v jq
    if (!wrapper || (name === "command" && /^-v/iu.test(words[at + 1] ?? ""))) return { at, wrappers: passed };
    let next = at + 1;
    let operands = wrapper.operands;
    for (; next < words.length; next++) {
      const word = words[next] ?? "";
      if (word.startsWith("-") && word !== "-") {
        if (wrapper.valued.test(word)) next += 1;
      } else if (wrapper.environment && /^\w+=/u.test(word)) continue;
      else if (operands > 0) operands -= 1;
      else break;
    }
    if (next >= words.length) return { at, wrappers: passed };
    passed.push(at);
    at = next;
  }
}

/** The last piece of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
