import * as z from 'zod';
import type { Table } from './table.ts';

/** What stops the line for everything. */
interface Pause {
  reason: string;
  /** ISO time. */
  since: string;
  /** Unix ms after which one message may try whether it is over; null: a person ends it. */
  until: number | null;
}

export interface Brakes {
  /** The pause that holds now; null where there is none. Looked at every 5 s at most. */
  current(): Promise<Pause | null>;
  pause(pause: Pause): Promise<void>;
}

const key = { pk: 'CONTROL', sk: 'BRAKES' };
const freshMs = 5_000;

const itemSchema = z.object({
  pause: z.object({ reason: z.string(), since: z.string(), until: z.number().nullable() }).nullish(),
});

/** `now` in Unix milliseconds. */
export function createBrakes(table: Table, now: () => number): Brakes {
  let held: { pause: Pause | null; readAt: number } | undefined;
  return {
    async current() {
      if (held === undefined || now() - held.readAt >= freshMs) {
        const item = await table.get(key);
        const pause = item === null ? null : (itemSchema.parse(item).pause ?? null);
        held = { pause, readAt: now() };
      }
      const { pause } = held;
      return pause !== null && (pause.until === null || pause.until > now()) ? pause : null;
    },

    async pause(pause) {
      // A person's pause is never shortened by ours.
      const written = await table.update(
        key,
        { text: 'SET #pause = :pause', names: { '#pause': 'pause' }, values: { ':pause': pause } },
        {
          text: 'attribute_not_exists(#pause) OR attribute_type(#pause.#until, :number) OR attribute_type(#pause, :null)',
          names: { '#until': 'until' },
          values: { ':number': 'N', ':null': 'NULL' },
        },
      );
      held = written === null ? undefined : { pause, readAt: now() };
    },
  };
}
