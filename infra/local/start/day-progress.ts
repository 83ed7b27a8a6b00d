import { SingleBar } from 'cli-progress';

/** Tells how far the day is: a bar at a terminal, nothing elsewhere. */
export function dayProgress(total: number, stream: NodeJS.WriteStream, quiet: boolean) {
  if (quiet || !stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: 'The sample day  {bar}  {value} of {total}',
    barsize: 40,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    stream,
  });
  bar.start(total, 0);
  return { update: (done: number) => bar.update(done), stop: () => bar.stop() };
}
