import type { Random } from './random.ts';

/** The kinds of object that Intercom numbers. */
type NumberedKind =
  | 'admin'
  | 'conversation'
  | 'message'
  | 'notification'
  | 'part'
  | 'tag'
  | 'ticket'
  | 'ticketLabel';

/**
 * Where each kind's numbers begin: so far apart that an id of one kind never passes for one of another. Intercom
 * gives numbers as strings, and contacts and companies 24 hexadecimal digits.
 */
const FIRST: Record<NumberedKind, number> = {
  admin: 991267001,
  conversation: 215470000000001,
  message: 403918001,
  notification: 1,
  part: 21001000001,
  tag: 12934001,
  ticket: 64619700000001,
  ticketLabel: 1,
};

export interface Ids {
  next(kind: NumberedKind): string;
  /** 24 hexadecimal digits, of which the first eight are the time and the last eight a count, as in a MongoDB id. */
  objectId(seconds: number): string;
  /** For `--data FILE`. */
  counters(): Record<string, number>;
}

export function createIds(random: Random, issued: Readonly<Record<string, number>> = {}): Ids {
  const counters: Record<string, number> = { ...issued };
  const take = (kind: string) => {
    const count = counters[kind] ?? 0;
    counters[kind] = count + 1;
    return count;
  };
  return {
    next: (kind) => String(FIRST[kind] + take(kind)),
    objectId: (seconds) =>
      seconds.toString(16).padStart(8, '0') + random.hex(8) + take('object').toString(16).padStart(8, '0'),
    counters: () => ({ ...counters }),
  };
}
