import type { Report, Request } from "../engine/run.ts";
import type { Reply } from "../engine/worker.ts";

/** Milliseconds until a text is given up. */
const longest = 30_000;

/** Asks the engine, which runs beside the page. Of several questions only the last is answered; the others give null. */
export class Engine {
  readonly #base: string;
  #worker: Worker;
  #last = 0;
  #settle: ((reply: Reply | null) => void) | null = null;

  constructor(base: string) {
    this.#base = base;
    this.#worker = this.#start();
  }

  #start(): Worker {
    const worker = new Worker(`${this.#base}engine/worker.js`, { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      if (data.id === this.#last) this.#answer(data);
    });
    worker.addEventListener("error", (event) => {
      this.#answer({ id: this.#last, problem: event.message === "" ? "the engine could not be loaded" : event.message });
    });
    return worker;
  }

  /** @throws {Error} with what the engine objects to. */
  async ask(request: Request): Promise<Report | null> {
    this.#answer(null);
    const id = ++this.#last;
    const timer = setTimeout(() => {
      this.#worker.terminate();
      this.#worker = this.#start();
      this.#answer({ id, problem: "this text takes longer than half a minute" });
    }, longest);
    const reply = await new Promise<Reply | null>((settle) => {
      this.#settle = settle;
      this.#worker.postMessage({ id, request });
    });
    clearTimeout(timer);
    if (reply && "problem" in reply) throw new Error(reply.problem);
    return reply?.report ?? null;
  }

  close(): void {
    this.#answer(null);
    this.#worker.terminate();
  }

  #answer(reply: Reply | null): void {
    this.#settle?.(reply);
    this.#settle = null;
  }
}
