import { IntercomResponseError } from '../errors/intercom-response-error.ts';
import { isNotFound } from '../errors/is-not-found.ts';

/** `done`, or `missing`: there is no such object. */
type ItemOutcome = 'done' | 'missing' | { error: unknown };

export interface Settled<T> {
  item: T;
  outcome: ItemOutcome;
}

export interface BatchSettings<T> {
  /** Sends some of the items at once. Rejects with Intercom's 404 where one of them is missing, and then does nothing. */
  send: (items: T[]) => Promise<unknown>;
  batchSize: number;
  /** Batches under way at the same time. */
  concurrency: number;
}

/**
 * What became of each item, in their order, by an operation that takes many but does all or nothing and does
 * not name the one that was missing. A batch that fails is halved until the missing ones stand alone: one
 * missing item among 50 costs at most 12 calls more. Never rejects: an error is the outcome of the items that
 * it kept from being sent.
 */
export async function settleInBatches<T>(items: T[], settings: BatchSettings<T>): Promise<Settled<T>[]> {
  let stopped: { error: unknown } | undefined;

  /**
   * `holdsMissing`: by what their other half said, one of these is missing, so that asking for all of them would
   * be a wasted call. A single item is asked for all the same: it may have come into being since.
   */
  async function settle(batch: T[], holdsMissing: boolean): Promise<Settled<T>[]> {
    const single = batch.length === 1;
    const outcome = holdsMissing && !single ? 'missing' : await trySending(batch);
    if (outcome !== 'missing' || single) return batch.map((item) => ({ item, outcome }));
    const middle = Math.ceil(batch.length / 2);
    const left = await settle(batch.slice(0, middle), false);
    const right = await settle(batch.slice(middle), left.every(isDone));
    return [...left, ...right];
  }

  async function trySending(batch: T[]): Promise<ItemOutcome> {
    if (stopped) return stopped;
    try {
      await settings.send(batch);
      return 'done';
    } catch (error) {
      if (isNotFound(error)) return 'missing';
      if (!concernsOnlyThese(error)) stopped = { error };
      return { error };
    }
  }

  const settled: Settled<T>[][] = [];
  const batches = inBatches(items, settings.batchSize).entries();
  async function work() {
    for (const [index, batch] of batches) settled[index] = await settle(batch, false);
  }
  await Promise.all(Array.from({ length: settings.concurrency }, work));
  return settled.flat();
}

function inBatches<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}

function isDone({ outcome }: { outcome: ItemOutcome }): boolean {
  return outcome === 'done';
}

/** A refusal of these items. Anything else (token, limit, network, an abort) would meet the other batches too. */
function concernsOnlyThese(error: unknown): boolean {
  if (!(error instanceof IntercomResponseError) || error.retryable) return false;
  return error.status >= 400 && error.status !== 401 && error.status !== 403;
}
