import type { Range, Site, Source, Write } from "../site.ts";
import { Environment } from "./environment.ts";
import type { Place } from "./site.ts";
import type { Text } from "./text.ts";
import { dialectOf, parseShell, type Dialect, type Tree } from "./tree.ts";
import { Variables } from "./variables.ts";

/** A function of a script, as its calls need to know it. */
export interface Called {
  /** Whether it takes its arguments one after the other, so that their places say nothing. */
  readonly shifts: boolean;
  /** All of it, as it is written. */
  readonly body: string;
}

/** A write that a script makes. */
export interface Written {
  /** `>`, `sed -i`, `cp`. */
  readonly call: string;
  readonly target: Text;
  readonly range: Range;
  readonly place: Place;
}

/** A script with what the walk over it gathers. */
export class Program {
  readonly source: Source;
  readonly tree: Tree;
  readonly dialect: Dialect;
  readonly variables: Variables;
  /** Those of the script, by name. */
  functions: ReadonlyMap<string, Called> = new Map();
  readonly environment = new Environment();
  readonly writes: Written[] = [];
  /** Files that the script asks for, or puts where they are. */
  readonly asked: Text[] = [];
  /** Files that the script reads. */
  readonly reads: Text[] = [];
  #tested: ReadonlySet<string> | undefined;

  constructor(source: Source) {
    this.source = source;
    this.tree = parseShell(source.text);
    this.dialect = dialectOf(source.path, source.text);
    this.variables = new Variables(source.text);
  }

  /** Whether the script asks if this file is there, or the folder of an installer that it lies in. */
  isTested(value: string): boolean {
    const tested = (this.#tested ??= new Set(this.asked.map((text) => this.variables.resolve(text).value)));
    if (tested.size === 0) return false;
    if (tested.has(value)) return true;
    for (let at = value.indexOf("/", 1); at > 0 && at < 200; at = value.indexOf("/", at + 1)) {
      const folder = value.slice(0, at);
      if (tested.has(folder) && installed.test(folder)) return true;
    }
    return false;
  }
}

/** Folders that are there where one installer was at work: what is found in them is found with them. */
const installed = /homebrew|linuxbrew|\.app$|\/usr\/local\/(?:opt|Cellar)|\/opt\/local|\/snap/u;

/** Scripts whose very purpose is to write configuration: they are run by hand, once. */
const setup =
  /(?:^|[-_.])(?:set-?up|install(?:er)?|uninstall|bootstrap|init|initiali[sz]e|provision|configure|generate|gen|create|scaffold|deploy(?:ment)?|migrate|entrypoint|post-?create|postinst(?:all)?|preinst(?:all)?|on-?create|release|build|package|bump|upgrade)(?:[-_.\d]|$)/iu;
/** Folders of the system, whose files are put in place by whoever sets up a machine. */
const ofSystem = /^(?:\/etc|\/dev|\/proc|\/sys|\/boot|\/usr|\/Library|\/System|\/var\/lib|\/run|\/opt\/homebrew\/etc)\//u;

/** Have: config=$(mktemp) */
function isTemporary({ variables, source }: Program, name: string | null): boolean {
  return name !== null && variables.assignments(name).some(({ word }) => /\bmktemp\b|\/tmp\/|\$\{?TMPDIR/u.test(source.text.slice(word.pos, word.end)));
}

/** The writes of a script, as sites: with the target that variables lead to. */
export function writeSites(program: Program): readonly Site[] {
  const { source, variables } = program;
  if (program.writes.length === 0 || setup.test(source.path.slice(source.path.lastIndexOf("/") + 1))) return [];
  const reads = new Set(program.reads.map((text) => variables.resolve(text, true).value));
  return program.writes.flatMap(({ call, target, range, place }): Site[] => {
    const { value, holes, origin } = variables.resolve(target, true);
    if (value === "" || ofSystem.test(value)) return [];
    const [hole] = target.holes;
    if (hole && isTemporary(program, hole.name)) return [];
    const write: Write = { call, chain: [], alsoRead: reads.has(value), statement: null };
    return [
      {
        language: "shell",
        zone: source.zone,
        value,
        holes,
        range,
        shape: "call",
        use: "written",
        name: hole !== undefined && target.segments.length === 1 ? hole.name : null,
        scope: place.scope,
        callee: call,
        argument: null,
        probed: false,
        guarded: place.guarded,
        fallback: null,
        origin,
        write,
        fixed: null,
        rangeOf: () => null,
      },
    ];
  });
}
