import * as z from 'zod';
import { isObject } from '../rules/json.ts';
import { type LedgerTarget, ledgerKey } from './ledger.ts';
import type { Expression, Item, Table } from './table.ts';

/**
 * What we know of an object's tags goes over to another object that it was merged into, and the one before is gone. Of
 * two intents for a tag the newer stands, with its owner and its flips; a rule that matched either once has matched.
 * Can be repeated. False: there was nothing.
 */
export async function moveLedger(
  table: Pick<Table, 'get' | 'update' | 'delete'>,
  from: LedgerTarget,
  to: LedgerTarget,
): Promise<boolean> {
  const item = await table.get(ledgerKey(from));
  if (item === null) return false;
  for (const [name, value] of Object.entries(item)) {
    if (name.startsWith('t#') && isObject(value)) {
      const tag = name.slice(2);
      await moveTag(table, to, tag, { intent: value, owned: item[`o#${tag}`], flips: item[`f#${tag}`] });
    } else if (name.startsWith('n#') && isObject(value)) {
      await moveIntent(table, to, { name, intent: value });
    } else if (name.startsWith('once#')) {
      await table.update(ledgerKey(to), {
        text: 'SET #name = if_not_exists(#name, :value)',
        names: { '#name': name },
        values: { ':value': value },
      });
    }
  }
  await table.delete(ledgerKey(from));
  return true;
}

async function moveTag(
  table: Pick<Table, 'update'>,
  to: LedgerTarget,
  tag: string,
  { intent, owned, flips }: { intent: Item; owned: unknown; flips: unknown },
): Promise<void> {
  const isOwned = owned === true;
  await moveIntent(table, to, {
    name: `t#${tag}`,
    intent,
    more: {
      text: `, #f = :flips${isOwned ? ', #o = :owned' : ''}`,
      names: { '#f': `f#${tag}`, ...(isOwned ? { '#o': `o#${tag}` } : {}) },
      values: { ':flips': flips ?? [], ...(isOwned ? { ':owned': true } : {}) },
    },
  });
}

async function moveIntent(
  table: Pick<Table, 'update'>,
  to: LedgerTarget,
  { name, intent, more }: { name: string; intent: Item; more?: Expression },
): Promise<void> {
  await table.update(
    ledgerKey(to),
    {
      text: `SET #i = :intent${more?.text ?? ''}`,
      names: { '#i': name, ...more?.names },
      values: { ':intent': intent, ...more?.values },
    },
    {
      text: 'attribute_not_exists(#i) OR #i.#order < :order',
      names: { '#order': 'order' },
      values: { ':order': z.string().parse(intent['order']) },
    },
  );
}
