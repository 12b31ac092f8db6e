import type { Progress } from "./checkout/checkout.ts";

/** The exit code of a run that found nothing. */
export const clean = 0;
/** The exit code of a run that found something. */
export const found = 1;
/** The exit code of a run that could not do what it was asked for. */
export const trouble = 2;

/** Writes to standard output. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Says what is wrong, on standard error. */
export function complain(message: string): void {
  process.stderr.write(`portability: ${message}.\n`);
}

/** Counts files on standard error, on a terminal only, a few times a second. */
export function progress(): Progress | undefined {
  if (!process.stderr.isTTY) return undefined;
  let last = Date.now();
  return (done, of) => {
    if (Date.now() - last < 200) return;
    last = Date.now();
    process.stderr.write(`\r${done} of ${of} files`);
  };
}

/** Takes away the count of files. */
export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
}
