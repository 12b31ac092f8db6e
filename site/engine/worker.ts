import { run, type Report, type Request } from "./run.ts";

/** A report, or what went wrong. */
export type Reply = { readonly id: number; readonly report: Report } | { readonly id: number; readonly problem: string };

const scope = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;

/** Requests are answered one after the other: all share the files of one project. */
let last: Promise<void> = Promise.resolve();

scope.addEventListener("message", ({ data }: MessageEvent<{ readonly id: number; readonly request: Request }>) => {
  const answer = async (): Promise<void> => {
    const reply = await run(data.request).then(
      (report): Reply => ({ id: data.id, report }),
      (error: unknown): Reply => ({ id: data.id, problem: error instanceof Error ? error.message : String(error) }),
    );
    scope.postMessage(reply);
  };
  last = last.then(answer);
});
