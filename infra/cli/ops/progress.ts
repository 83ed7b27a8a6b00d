import { SingleBar } from 'cli-progress';

export interface Progress {
  /** How many are done. */
  update: (done: number) => void;
  stop: () => void;
}

/** A bar where the total is known, else a count; nothing where there is no terminal. */
export function startProgress(stream: NodeJS.WriteStream | null, what: string, total?: number): Progress {
  if (stream === null) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: total === undefined ? `${what}  {value}` : `${what}  {bar}  {value} of {total}`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    stream,
  });
  bar.start(total ?? Number.MAX_SAFE_INTEGER, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
