/** A megabyte of one piece, over and over. */
export function megabyteOf(piece: string): string {
  return piece.repeat(Math.ceil(1_000_000 / piece.length));
}

/** Milliseconds of processor time that a call takes; unlike the clock's, they do not grow on a busy machine. */
export function processorTime(run: () => void): number {
  const begin = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}
