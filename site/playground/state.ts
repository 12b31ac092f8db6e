/** What somebody has on the page, as its address holds it. */
export interface State {
  readonly file: string;
  readonly text: string;
  /** The rules that are off. */
  readonly off: readonly string[];
  readonly changes: boolean;
  /** Where the project once stood; empty where that is to be inferred. */
  readonly origin: string;
  /** `settings.portability` as JSON; may be empty. */
  readonly settings: string;
}

/** A state as the part of an address behind `#`, which no browser sends anywhere. */
export async function toHash(state: State): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/u, "");
}

/** The state of an address, or null where it holds none. */
export async function fromHash(hash: string): Promise<State | null> {
  try {
    const binary = atob(hash.replace(/^#/u, "").replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = await through(Uint8Array.from(binary, (character) => character.charCodeAt(0)), new DecompressionStream("deflate-raw"));
    const { file, text, off, changes, origin, settings } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Record<keyof State, unknown>>;
    if (typeof file !== "string" || typeof text !== "string") return null;
    const word = (value: unknown): string => (typeof value === "string" ? value : "");
    return { file, text, off: Array.isArray(off) ? off.map(String) : [], changes: changes === true, origin: word(origin), settings: word(settings) };
  } catch {
    return null;
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
