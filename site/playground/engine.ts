import type { Report, Request } from "../engine/run.ts";
import type { Reply } from "../engine/worker.ts";

/** Longer than any text that somebody pastes takes; what was fetched before counts as well. */
const patience = 30_000;

/** Asks the rules and codemods, which run in a worker so that the page can go on. A worker that does not answer is ended, and the next question gets a new one. */
export class Engine {
  readonly #url: string;
  #worker: Worker | null = null;
  #last = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws {Error} when the text or the settings cannot be understood. */
  ask(request: Request): Promise<Report> {
    const worker = (this.#worker ??= new Worker(this.#url, { type: "module" }));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        worker.removeEventListener("message", answered);
        worker.removeEventListener("error", failed);
      };
      const failed = (): void => {
        end();
        worker.terminate();
        if (this.#worker === worker) this.#worker = null;
        reject(new Error("the rules could not be run: they were not loaded, or did not come to an end"));
      };
      const answered = ({ data }: MessageEvent<Reply>): void => {
        if (data.id !== id) return;
        end();
        if ("report" in data) resolve(data.report);
        else reject(new Error(data.problem));
      };
      const timer = setTimeout(failed, patience);
      worker.addEventListener("message", answered);
      worker.addEventListener("error", failed);
      worker.postMessage({ id, request });
    });
  }
}
