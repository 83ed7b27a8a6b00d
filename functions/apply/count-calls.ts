import { AsyncLocalStorage } from 'node:async_hooks';

/** Calls to Intercom that were made for one message, tries included. */
export interface CallCount {
  calls: number;
}

const counting = new AsyncLocalStorage<CallCount>();

/**
 * Counts the calls of `work`, though the messages of a worker share one client. What several wait for at once, such as
 * the list of tags, counts for the one that asked first.
 */
export function countCalls<T>(count: CallCount, work: () => Promise<T>): Promise<T> {
  return counting.run(count, work);
}

/** One call was made: for the client's `onExchange`. */
export function noteCall(): void {
  const count = counting.getStore();
  if (count !== undefined) count.calls += 1;
}

/** What a record says of it: what its attempts before needed, and this one. Nothing where there was no call. */
export function callsOf(before: { calls?: number | undefined }, { calls }: CallCount): Partial<CallCount> {
  const all = (before.calls ?? 0) + calls;
  return all === 0 ? {} : { calls: all };
}
