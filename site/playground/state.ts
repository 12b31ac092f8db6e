import type { Request } from "../engine/run.ts";

/** What a link to the playground holds. */
export interface State {
  readonly file: string;
  readonly text: string;
  /** Folder of the project on the machine where the code was written; empty where the code itself is to tell. */
  readonly root: string;
  /** JSON of further settings, as somebody types them. */
  readonly settings: string;
  readonly changes: boolean;
  /** The rules that are off. */
  readonly off: readonly string[];
}

const key = "s";

/** Writes a state for the part of an address behind the `#`: deflated, in base64url. It never leaves the browser. */
export async function toHash(state: State): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate-raw"));
  const letters = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return `#${key}=${btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/u, "")}`;
}

/** Reads what `toHash` has written. Null for anything else. */
export async function fromHash(hash: string): Promise<State | null> {
  const given = new URLSearchParams(hash.replace(/^#/u, "")).get(key);
  if (given === null) return null;
  try {
    const letters = atob(given.replaceAll("-", "+").replaceAll("_", "/"));
    const text = new TextDecoder().decode(await through(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), new DecompressionStream("deflate-raw"), most));
    return readState(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Bytes of a text that a link may hold, so that a short one cannot unfold into gigabytes. */
const most = 2_000_000;

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream, limit = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) throw new RangeError("the link holds too much");
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function readState(value: unknown): State | null {
  if (typeof value !== "object" || value === null) return null;
  const { file, text, root, settings, changes, off } = value as Partial<Record<keyof State, unknown>>;
  if (typeof file !== "string" || typeof text !== "string") return null;
  return {
    file,
    text,
    root: typeof root === "string" ? root : "",
    settings: typeof settings === "string" ? settings : "",
    changes: changes === true,
    off: Array.isArray(off) ? off.filter((name) => typeof name === "string") : [],
  };
}

/**
 * What the engine is asked for a state.
 * @throws {SyntaxError} when the settings are no JSON.
 */
export function requestOf({ file, text, root, settings, changes, off }: State, rules: readonly string[]): Request {
  const given = settings.trim() === "" ? {} : (JSON.parse(settings) as unknown);
  const hasRoot = root.trim() !== "" && typeof given === "object" && given !== null && !("origins" in given);
  return { file, text, changes, only: off.length === 0 ? [] : rules.filter((rule) => !off.includes(rule)), settings: hasRoot ? { ...given, origins: { root: root.trim() } } : given };
}
