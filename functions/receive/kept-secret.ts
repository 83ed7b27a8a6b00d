import { kept } from '../platform/kept.ts';

/** A secret as it was last read, so that a request costs no call. */
export interface KeptSecret<T> {
  current(): Promise<T>;
  /** Reads it again, at most once in 30 s; null where it is too early. For what the held one does not fit. */
  reread(): Promise<T | null>;
}

const rereadAfterMs = 30_000;

/** Keeps what `parse` makes of the text that `read` yields. `now` in milliseconds. */
export function createKeptSecret<T>(
  read: () => Promise<string>,
  parse: (text: string) => T,
  now: () => number,
): KeptSecret<T> {
  let readAt = Number.NEGATIVE_INFINITY;
  const { current, reload } = kept(async () => {
    readAt = now();
    return parse(await read());
  });
  return { current, reread: async () => (now() - readAt < rereadAfterMs ? null : reload()) };
}
