import { isEnvironmentName } from "../../detectors/shell-variables.ts";
import type { Range, Site } from "../site.ts";
import type { Program } from "./program.ts";
import { ShellSite, type Place } from "./site.ts";
import { Text } from "./text.ts";

/** A place where a script names a variable. */
interface Named {
  readonly name: string;
  /** The name alone. */
  readonly range: Range;
  readonly place: Place;
  /** Whether the script says what is to happen where the variable is missing. */
  readonly isAsked: boolean;
  /** The variable in whose place it is asked for: `${NEW-$OLD}`. */
  readonly fallback: string | null;
}

/** The variables that a script takes from its environment, and those that it hands on. */
export class Environment {
  readonly #reads: Named[] = [];
  readonly #sets: Named[] = [];
  readonly #inner: Site[] = [];
  readonly #assigned = new Map<string, Range[]>();
  #isOpen = false;

  read(name: string, range: Range, place: Place, isAsked: boolean, fallback: string | null): void {
    if (isEnvironmentName(name)) this.#reads.push({ name, range, place, isAsked, fallback });
  }

  /** Notes a variable that is handed on to commands. */
  set(name: string, start: number, place: Place): void {
    if (isEnvironmentName(name)) this.#sets.push({ name, range: [start, start + name.length], place, isAsked: false, fallback: null });
  }

  /** Notes that the script itself gives a variable its value. */
  assign(name: string, range: Range): void {
    const all = this.#assigned.get(name);
    if (all) all.push(range);
    else this.#assigned.set(name, [range]);
  }

  /** Notes another script that is read into this one, which may set anything. */
  source(file: string): void {
    if (!/env|activate$|profile|rc$/iu.test(file.slice(file.lastIndexOf("/") + 1))) this.#isOpen = true;
  }

  /** Takes the names of variables out of the sites of an inner program. They are sites unless this script sets them. */
  without(sites: readonly Site[]): readonly Site[] {
    const names = sites.filter(({ use }) => use === "variable");
    this.#inner.push(...names);
    return names.length > 0 ? sites.filter((site) => !names.includes(site)) : sites;
  }

  /** The sites of the names, once the script is known to its end. */
  sites(program: Program): readonly Site[] {
    const set = new Set(this.#sets.map(({ name }) => name));
    const inner = this.#inner.filter(({ access, value }) => access === "set" || (!this.#assigned.has(value) && !set.has(value)));
    const site = (access: "read" | "set", { name, range, place, fallback }: Named): Site => {
      const text = new Text();
      text.add(name, ...range, "bare");
      return new ShellSite(program, { fates: [], place, access, fallback }, range, text, "bare");
    };
    return [...this.#reads.filter((read) => this.#isOutside(read)).map((read) => site("read", read)), ...this.#sets.map((named) => site("set", named)), ...inner];
  }

  /** Whether what is read comes from outside of the script. */
  #isOutside({ name, range, place, isAsked }: Named): boolean {
    const [first] = this.#assigned.get(name) ?? [];
    if (!first) return isAsked || !this.#isOpen;
    // Have: PORT="${PORT:-8000}"
    if (range[0] >= first[0] && range[1] <= first[1]) return true;
    // Have: if [ -z "$PORT" ]; then PORT=8000; fi
    return range[1] <= first[0] && place.scope === null && !this.#isOpen;
  }
}
