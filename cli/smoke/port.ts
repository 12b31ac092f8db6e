import { connect } from "node:net";
import type { Check } from "./file.ts";
import { listenerAt } from "./listener.ts";
import { seconds, type Row, type Surroundings } from "./row.ts";

type PortCheck = Extract<Check, { kind: "port" }>;

/** Knocks at a port. */
export async function checkPort({ host, port, isFree }: PortCheck, { limit }: Surroundings): Promise<readonly Row[]> {
  const row = { kind: "port", name: `${port} on ${host}`, by: "tcp" } as const;
  const heard = await knock({ host, port }, limit);
  if (heard === null) {
    const listener = listenerAt(host, port);
    return [{ ...row, ok: !isFree, detail: `taken${listener === null ? "" : ` by ${listener}`}${isFree ? "; it was to be free" : ""}` }];
  }
  if (heard === "ECONNREFUSED") return [{ ...row, ok: isFree, detail: isFree ? "free" : "nothing listens there" }];
  return [{ ...row, ok: false, detail: heard === "time" ? `no answer within ${seconds(limit)}, as behind a firewall` : `it cannot be told: ${heard}` }];
}

/** Why nobody opens: the code of the error, or `time`. Null where somebody does. */
export function knock(to: { readonly host: string; readonly port: number } | { readonly path: string }, limit: number): Promise<string | null> {
  return new Promise((done) => {
    const socket = connect(to);
    const settle = (heard: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      done(heard);
    };
    const timer = setTimeout(settle, limit, "time");
    socket.once("connect", () => {
      settle(null);
    });
    socket.on("error", (error: NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] }) => {
      settle(error.code ?? error.errors?.[0]?.code ?? error.message);
    });
  });
}
