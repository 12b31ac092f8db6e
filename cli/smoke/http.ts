import type { IncomingMessage } from "node:http";
import { saysSecret } from "../../detectors/secrets.ts";
import type { Check, Json } from "./file.ts";
import { mismatch } from "./matching.ts";
import { httpUrl } from "./reader.ts";
import { seconds, type Row, type Surroundings } from "./row.ts";

type HttpCheck = Extract<Check, { kind: "http" }>;

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const mostHops = 5;
const mostBytes = 5_000_000;

/** Sends a request and holds the answer against what is expected. No proxy is asked. */
export async function checkHttp(check: HttpCheck, { limit }: Surroundings): Promise<readonly Row[]> {
  const row = { kind: "http", name: `${check.method} ${shownUrl(check.url)}`, by: "http" } as const;
  const start = performance.now();
  const signal = AbortSignal.timeout(limit);
  try {
    const answer = await follow(check, signal);
    const wrong = objection(check, answer);
    return [wrong === null ? { ...row, ok: true, detail: `${answer.status} after ${Math.round(performance.now() - start)} ms` } : { ...row, ok: false, detail: wrong }];
  } catch (error) {
    return [{ ...row, ok: false, detail: signal.aborted ? `no whole answer within ${seconds(limit)}` : whyNone(error as NodeJS.ErrnoException, check.url) }];
  }
}

async function follow(check: HttpCheck, signal: AbortSignal): Promise<Answer> {
  let request: Request = { url: new URL(check.url), method: check.method, headers: { ...(check.body === null ? {} : { "content-type": "application/json" }), ...check.headers }, body: check.body };
  for (let hops = 0; ; hops++) {
    const answer = await send(request, signal);
    const next = check.followRedirects ? redirected(request, answer) : null;
    if (next === null) return answer;
    if (hops === mostHops) throw new Error(`it was redirected more than ${mostHops} times, at last to ${shownUrl(next.url.href)}`);
    request = next;
  }
}

/** The request that an answer leads to. Another host is told no secrets. */
function redirected({ url, method, headers, body }: Request, { status, location }: Answer): Request | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  const target = URL.canParse(location, url.href) ? httpUrl(new URL(location, url).href) : null;
  if (target === null) return null;
  const isSame = target.origin === url.origin;
  const becomesGet = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  const dropped = (name: string): boolean => (!isSame && (saysSecret(name) || name === "host")) || (becomesGet && name.startsWith("content-"));
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped(name)));
  if (isSame && target.username === "") [target.username, target.password] = [url.username, url.password];
  return { url: target, method: becomesGet ? "GET" : method, headers: kept, body: becomesGet ? null : body };
}

async function send({ url, method, headers, body }: Request, signal: AbortSignal): Promise<Answer> {
  const { request } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  return new Promise((done, failed) => {
    const length: Readonly<Record<string, string>> = body === null ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const sent = request(url, { method, headers: { accept: "*/*", "user-agent": "portability-smoke", ...headers, ...length }, agent: false, signal });
    sent.once("error", failed);
    sent.once("response", (response) => {
      readBody(response).then((text) => {
        done({ status: response.statusCode ?? 0, location: response.headers.location, body: text });
      }, failed);
    });
    sent.end(body ?? undefined);
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > mostBytes) throw new Error(`the body is longer than ${mostBytes} bytes`);
  }
  return Buffer.concat(parts).toString("utf8");
}

function objection({ status: wanted, expected, followRedirects }: HttpCheck, { status, location, body }: Answer): string | null {
  if (!wanted.includes(status)) {
    const to = location !== undefined && !followRedirects ? `; it leads to ${URL.canParse(location) ? shownUrl(location) : location}, and redirects are not followed without "followRedirects": true` : "";
    return `status ${status}; ${wanted.join(" or ")} was expected${to}${to === "" ? beginning(body) : ""}`;
  }
  if (expected === undefined) return null;
  if (typeof expected === "string") return body.includes(expected) ? null : `the body does not hold ${JSON.stringify(expected)}${beginning(body)}`;
  try {
    return mismatch(expected, JSON.parse(body.replace(/^\uFEFF/u, "")) as Json);
  } catch {
    return `the body is no JSON${beginning(body)}`;
  }
}

function beginning(body: string): string {
  const text = body.slice(0, 1_000).replace(/\s+/gu, " ").trim();
  return text === "" ? "; the body is empty" : `; the body begins with ${text.length > 120 ? `${text.slice(0, 119)}…` : text}`;
}

/** An address without who asks, and without what looks secret in its query. */
function shownUrl(text: string): string {
  const url = httpUrl(text);
  if (url === null) return text;
  const user = url.username === "" && url.password === "" ? "" : "***@";
  const query = url.search.replace(/([?&]([^=&]*)=)[^&]*/gu, (pair, lead: string, name: string) => (saysSecret(name) ? `${lead}***` : pair));
  return `${url.protocol}//${user}${url.host}${url.pathname}${query}`;
}

function whyNone({ code = "", message, ...rest }: NodeJS.ErrnoException, url: string): string {
  const place = new URL(url).host;
  // A name with two addresses: each has an error of its own.
  const inner = (rest as { readonly errors?: readonly NodeJS.ErrnoException[] }).errors?.[0];
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: `nothing listens at ${place}`,
    ENOTFOUND: `no host of this name is known: ${place}`,
    EAI_AGAIN: `no host of this name is known, or no name server answers: ${place}`,
    ECONNRESET: `${place} closed the connection without an answer`,
    EHOSTUNREACH: `no way leads to ${place}`,
    ENETUNREACH: `no way leads to ${place}`,
    EPROTO: `${place} does not speak TLS, or none that is accepted`,
  };
  if (code.startsWith("HPE_")) return `${place} answers, but not in HTTP`;
  return known[code] ?? known[inner?.code ?? ""] ?? `${code === "" ? "" : `${code}: `}${message || (inner?.message ?? "it failed")}`;
}
