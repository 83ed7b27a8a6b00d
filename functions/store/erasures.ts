import { createHash } from 'node:crypto';
import * as z from 'zod';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { brakesKey, type Control } from './control.ts';
import type { Table } from './table.ts';

/** What was erased: `contact:<id>`, `conversation:<id>`, or `part:<conversation>/<id>`. */
export type ErasedKey = `${'contact' | 'conversation' | 'part'}:${string}`;

interface Erasure {
  /** Unix ms: what happened by then is not to come back. */
  at: number;
  /** It is gone from Intercom: nothing of it is to come back, whenever it happened. */
  isDeleted: boolean;
}

/**
 * Tombstones: a hash and a time, and nothing of the person. Every worker holds them all and looks for new ones as often
 * as at the brakes, so that a notification costs no read.
 */
export interface Erasures {
  /** Sets a tombstone, unless one stands that covers as much. @returns when it was set (Unix ms) */
  mark(key: ErasedKey, erasure: Erasure): Promise<number>;
  /** The tombstones of these, those that have one. */
  of(keys: readonly ErasedKey[]): Promise<Erasure[]>;
}

/** What old notifications can come out of: 14 days in the queue, 14 in the dead letters, and some to spare. */
const keptDays = 35;
const pk = 'ERASED';

const tombstone = z.object({
  sk: z.string(),
  at: z.number(),
  is_deleted: z.boolean(),
  marked_at: z.number(),
});

/** `now` in Unix milliseconds. */
export function createErasures(
  appId: string,
  table: Pick<Table, 'get' | 'list' | 'update'>,
  control: Control,
  now: () => number,
): Erasures {
  const held = new Map<string, Erasure>();
  let seen = { count: 0, day: '' };

  /** The day leads the key, so that only the latest are read again. */
  async function refresh(): Promise<void> {
    const count = z
      .number()
      .catch(0)
      .parse((await control.read()).brakes?.['erasures']);
    if (count === seen.count) return;
    const day = dayOf(now());
    const days = seen.day === '' ? [''] : [...new Set([seen.day, day])];
    for (const each of days) {
      for (const item of await table.list(pk, each)) {
        const { sk, at, is_deleted } = tombstone.parse(item);
        held.set(sk.slice(dayLength), { at, isDeleted: is_deleted });
      }
    }
    seen = { count, day };
  }

  return {
    async mark(key, { at, isDeleted }) {
      const markedAt = now();
      const hash = hashOf(appId, key);
      const itemKey = { pk, sk: `${dayOf(markedAt)}#${hash}` };
      const set = await table.update(
        itemKey,
        {
          text: 'SET #at = :at, is_deleted = :deleted, marked_at = :marked, #expiry = :expiry',
          names: { '#at': 'at', '#expiry': TABLE_LAYOUT.expiry },
          values: {
            ':at': at,
            ':deleted': isDeleted,
            ':marked': markedAt,
            ':expiry': Math.floor(markedAt / 1000) + keptDays * 86_400,
          },
        },
        { text: 'attribute_not_exists(pk) OR #at < :at' },
      );
      if (set === null) return tombstone.parse(await table.get(itemKey)).marked_at;
      await table.update(brakesKey, { text: 'ADD erasures :one', values: { ':one': 1 } });
      control.forget();
      return markedAt;
    },

    async of(keys) {
      await refresh();
      if (held.size === 0) return [];
      return keys.map((key) => held.get(hashOf(appId, key))).filter((erasure) => erasure !== undefined);
    },
  };
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const dayLength = '2026-11-23#'.length;

function hashOf(appId: string, key: ErasedKey): string {
  return createHash('sha256').update(`${appId} ${key}`).digest('base64url').slice(0, 22);
}
