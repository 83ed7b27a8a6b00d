import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import type { Key, Table } from './table.ts';

/**
 * Counts what may be done so often and no oftener, over all workers. Hours and days are those of the worker's own
 * clock, in UTC: what is limited is what we do to the workspace, whenever the notifications came about.
 */
export interface Limits {
  /** Whether one more change of this rule may be carried out within this hour. */
  takeChange(rule: string, perHour: number): Promise<boolean>;
  /** Whether one more tag may be made from a template today. */
  takeTemplateTag(perDay: number): Promise<boolean>;
}

/** A counter, as this worker knows it. */
interface Allowance {
  key: Key;
  /** Taken from the table, and not used yet. */
  left: number;
  /** The limit at which the table had nothing left. */
  usedUpAt: number;
  /** Of the table, in order: those who ask at once share what one of them takes. */
  asking: Promise<unknown>;
}

const blockSize = 10;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** After its end a counter tells nobody anything. */
const keptMs = 2 * dayMs;

/**
 * A limit of 100 or more is taken in blocks of ten, so that nine changes of ten cost no request. Never more than the
 * limit is given out; it may be up to nine for each worker less, where they have not used up their blocks.
 */
export function createLimits(table: Pick<Table, 'update'>, now: () => number): Limits {
  const held = new Map<string, Allowance>();

  function allowanceOf(name: string, key: Key): Allowance {
    const known = held.get(name);
    if (known?.key.sk === key.sk) return known;
    const fresh: Allowance = { key, left: 0, usedUpAt: 0, asking: Promise.resolve() };
    held.set(name, fresh);
    return fresh;
  }

  function take(name: string, key: Key, limit: number): Promise<boolean> {
    const allowance = allowanceOf(name, key);
    const taken = allowance.asking.then(() => takeOne(allowance, limit));
    allowance.asking = taken.catch(() => undefined);
    return taken;
  }

  async function takeOne(allowance: Allowance, limit: number): Promise<boolean> {
    if (allowance.left === 0 && limit > allowance.usedUpAt) {
      allowance.left = await reserve(allowance.key, limit);
      if (allowance.left === 0) allowance.usedUpAt = limit;
    }
    if (allowance.left === 0) return false;
    allowance.left -= 1;
    return true;
  }

  async function reserve(key: Key, limit: number): Promise<number> {
    for (const count of limit >= 10 * blockSize ? [blockSize, 1] : [1]) {
      const counted = await table.update(
        key,
        {
          text: 'SET #expiry = :expiry ADD #taken :count',
          names: { '#expiry': TABLE_LAYOUT.expiry, '#taken': 'taken' },
          values: { ':expiry': Math.floor((now() + keptMs) / 1000), ':count': count },
        },
        { text: 'attribute_not_exists(#taken) OR #taken <= :most', values: { ':most': limit - count } },
      );
      if (counted !== null) return count;
    }
    return 0;
  }

  return {
    takeChange(rule, perHour) {
      const hour = new Date(Math.floor(now() / hourMs) * hourMs).toISOString();
      return take(rule, { pk: `LIMIT#${rule}`, sk: `HOUR#${hour}` }, perHour);
    },

    takeTemplateTag(perDay) {
      const day = new Date(now()).toISOString().slice(0, 10);
      return take('', { pk: 'TEMPLATE_TAGS', sk: `DAY#${day}` }, perDay);
    },
  };
}
