import { HOLE } from "./hole.ts";

/** A name or address that means the machine itself; `start` and `end` are offsets in the text, without port and brackets. */
export interface Loopback {
  readonly start: number;
  readonly end: number;
  /** As written: `localhost`, `127.0.0.1`, `::1`. */
  readonly host: string;
  /** What follows the host: the port as written, `null` where there is none. A port that is computed is a HOLE. */
  readonly port: string | null;
  /** The path of a URL, with its query, from its slash on; empty where there is none. */
  readonly path: string;
  /** Whether the text is the host, the host and a port, or holds it in a URL. */
  readonly form: "bare" | "host-port" | "url";
}

/** Matches the source text of everything that `findLoopbacks` finds. */
export const loopbackHint = /localhost|127\.0\.0\.1|::1/i;

// https://www.rfc-editor.org/rfc/rfc6761#section-6.3, https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3, https://www.rfc-editor.org/rfc/rfc4291#section-2.5.3
const HOST = String.raw`localhost|127\.0\.0\.1|\[::1\]`;
const URL_HOST = new RegExp(String.raw`\b[a-z][a-z\d+.-]{1,20}:\/\/(?:[^\s/@"'<>]{0,100}@)?(${HOST})(?![\w.-])(?::(\d{1,5}|${HOLE}))?`, "giu");
const ALONE = new RegExp(String.raw`^(localhost|127\.0\.0\.1|\[?::1\]?)(?::(\d{1,5}|${HOLE}))?$`, "iu");

/** Finds hosts that mean the machine itself, where the text is one or holds it in a URL. */
export function* findLoopbacks(text: string): Generator<Loopback> {
  if (!loopbackHint.test(text)) return;
  const alone = ALONE.exec(text.trim());
  if (alone) {
    const start = text.length - text.trimStart().length;
    yield loopback(alone[1] ?? "", start, alone[2] ?? null, "", alone[2] === undefined ? "bare" : "host-port");
    return;
  }
  for (const match of text.matchAll(URL_HOST)) {
    const [whole, host = "", port] = match;
    const end = match.index + whole.length;
    const before = port === undefined ? whole : whole.slice(0, -(port.length + 1));
    const path = /^\/[^\s"'<>]{0,200}/u.exec(text.slice(end, end + 201))?.[0] ?? "";
    yield loopback(host, match.index + before.length - host.length, port ?? null, path, "url");
  }
}

function loopback(written: string, at: number, port: string | null, path: string, form: Loopback["form"]): Loopback {
  const isBracketed = written.startsWith("[");
  const host = isBracketed ? written.slice(1, -1) : written;
  const start = isBracketed ? at + 1 : at;
  return { start, end: start + host.length, host, port, path, form };
}
