import * as z from 'zod';
import { foldTagName } from '../fold-tag-name.ts';
import { allStand, noneNewer, set, stillStands, writeOf } from './ledger-expressions.ts';
import type { Key, Table } from './table.ts';

const intentSchema = z.object({
  /** `hold`: decided against after it was written (`flip_limit`); nobody carries it out. */
  op: z.enum(['add', 'remove', 'hold']),
  /** Newest wins, as text: see `orderOf`. */
  order: z.string(),
  rules: z.array(z.string()),
  /** Identity of the record that it belongs to. */
  record: z.string(),
  tag: z.string(),
  /** Unix ms, by our clock; for echoes only. */
  written_at: z.number(),
  /** Identity of the notification that was its echo. */
  echo: z.string().optional(),
});

const flipSchema = z.object({
  op: z.enum(['add', 'remove']),
  /** Unix seconds of the notification. */
  at: z.number(),
  /** The facts showed the opposite. */
  sure: z.boolean(),
});

export type Intent = z.infer<typeof intentSchema>;
export type Flip = z.infer<typeof flipSchema>;

/** A tag on an object as an intent of ours wants it, and as we know it. */
export interface LedgerEntry {
  /** The newest that a call goes with. */
  intent: Intent | null;
  /** The newest that the facts showed as done, so that none does. */
  satisfied: Intent | null;
  /** Whether the tag that is there is ours. */
  ours: boolean;
  flips: Flip[];
}

/** By tag id. */
export type LedgerView = ReadonlyMap<string, LedgerEntry>;

export interface LedgerTarget {
  type: string;
  id: string;
}

export interface NewIntent {
  tagId: string;
  intent: Intent;
  flip: Flip;
  /** The facts showed the tag absent, so that it is ours once it is added. */
  ours: boolean;
  /** The facts showed it as done: no call and no flip goes with it, and the owner stays. */
  satisfied?: boolean;
  /** The id under which a newer intent may stand of one who did not know the tag: see `unnamedId`. */
  unnamedId?: string | undefined;
}

/**
 * The tag id of a removal by a name that no tag had, as far as its worker knew. It keeps an older addition from
 * being carried out that comes later and makes the tag, or that another worker has just made the tag for.
 */
export function unnamedId(name: string): string {
  return `~${foldTagName(name)}`;
}

/** What is wanted last, with a call or without. */
export function newestIntent({ intent, satisfied }: LedgerEntry): Intent | null {
  if (intent === null || satisfied === null) return intent ?? satisfied;
  return satisfied.order > intent.order ? satisfied : intent;
}

/**
 * One item for each target object, flat attributes for each tag: `t#` the newest intent that a call goes with, `n#` the
 * newest without one, `o#` that the tag is ours, `f#` its last flips. Flat, because an update of a path into an absent
 * map is refused.
 */
export interface Ledger {
  /** Strongly consistent. */
  read(target: LedgerTarget): Promise<LedgerView>;
  /**
   * Writes all of them, or none where a newer or equal one stands for one of the tags: then null. One with a call may
   * follow its own without.
   */
  write(target: LedgerTarget, intents: readonly NewIntent[]): Promise<LedgerView | null>;
  /** Notes that the tags of these intents are ours by Intercom's answer. Null where one of them no longer stands. */
  own(target: LedgerTarget, intents: ReadonlyMap<string, Intent>): Promise<LedgerView | null>;
  /** Takes an intent back, so that nobody carries it out. */
  hold(target: LedgerTarget, tagId: string, intent: Intent): Promise<void>;
  /** Consumes an intent's echo for this record. False where another consumed it, or another intent stands by now. */
  echo(target: LedgerTarget, tagId: string, intent: Intent, record: string): Promise<boolean>;
  /** The record that a rule matched this subject in first (`once`); this one where there was none. */
  once(target: LedgerTarget, rule: string, record: string): Promise<string>;
  /** Rules that matched this subject once. */
  matchedOnce(target: LedgerTarget): Promise<string[]>;
}

/** Flips kept of a tag: more than the limit of an hour. */
const keptFlips = 16;

export function createLedger(table: Table): Ledger {
  return {
    read: async (target) => viewOf(await table.get(ledgerKey(target))),

    async write(target, intents) {
      const item = await table.update(ledgerKey(target), writeOf(intents), noneNewer(intents));
      if (item === null) return null;
      const view = viewOf(item);
      const long = [...view].filter(([, { flips }]) => flips.length > 2 * keptFlips);
      if (long.length > 0) {
        const trimmed = long.map(([id, { flips }]): [string, unknown] => [
          `f#${id}`,
          flips.slice(-keptFlips),
        ]);
        await table.update(ledgerKey(target), set(trimmed));
      }
      return view;
    },

    async own(target, intents) {
      const owned = set([...intents.keys()].map((id) => [`o#${id}`, true]));
      const item = await table.update(ledgerKey(target), owned, allStand(intents));
      return item === null ? null : viewOf(item);
    },

    async hold(target, tagId, intent) {
      await table.update(
        ledgerKey(target),
        set([[`t#${tagId}`, { ...intent, op: 'hold' }]]),
        stillStands(tagId, intent),
      );
    },

    async echo(target, tagId, intent, record) {
      const standing = stillStands(tagId, intent);
      const unconsumed = {
        text: `${standing.text} AND (attribute_not_exists(#s.echo) OR #s.echo = :record)`,
        names: standing.names,
        values: { ...standing.values, ':record': record },
      };
      const consumed = set([[`t#${tagId}`, { ...intent, echo: record }]]);
      return (await table.update(ledgerKey(target), consumed, unconsumed)) !== null;
    },

    async once(target, rule, record) {
      const item = await table.update(ledgerKey(target), {
        text: 'SET #o = if_not_exists(#o, :record)',
        names: { '#o': `once#${rule}` },
        values: { ':record': record },
      });
      return z.string().parse(item?.[`once#${rule}`]);
    },

    async matchedOnce(target) {
      const item = (await table.get(ledgerKey(target))) ?? {};
      return Object.keys(item).flatMap((name) => (name.startsWith('once#') ? [name.slice(5)] : []));
    },
  };
}

export function ledgerKey({ type, id }: LedgerTarget): Key {
  return { pk: `TARGET#${type}#${id}`, sk: 'LEDGER' };
}

const storedIntent = intentSchema.nullable();

function viewOf(item: Record<string, unknown> | null): LedgerView {
  const view = new Map<string, LedgerEntry>();
  const names = Object.keys(item ?? {}).filter((name) => name.startsWith('t#') || name.startsWith('n#'));
  for (const tagId of new Set(names.map((name) => name.slice(2)))) {
    view.set(tagId, {
      intent: storedIntent.parse(item?.[`t#${tagId}`] ?? null),
      satisfied: storedIntent.parse(item?.[`n#${tagId}`] ?? null),
      ours: item?.[`o#${tagId}`] === true,
      flips: z.array(flipSchema).parse(item?.[`f#${tagId}`] ?? []),
    });
  }
  return view;
}
