import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intentsAtOnce } from '../../../functions/apply/write-intents.ts';
import {
  createLedger,
  type Intent,
  type Ledger,
  type NewIntent,
  unnamedId,
} from '../../../functions/store/ledger.ts';
import { moveLedger } from '../../../functions/store/move-ledger.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { createMemoryLedger } from '../../support/memory-ledger.ts';
import { describeStore } from '../../support/store-engines.ts';

const anIntent = (op: Intent['op'], order: string, record = order): Intent => ({
  op,
  order,
  rules: ['r'],
  record,
  tag: 'Refund',
  written_at: 1,
});
const aNew = (op: 'add' | 'remove', order: string, more: Partial<NewIntent> = {}): NewIntent => ({
  tagId: '9',
  intent: anIntent(op, order),
  flip: { op, at: Number(order), sure: true },
  ours: op === 'add',
  ...more,
});

describeStore((start) => {
  let database: LocalDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database.close());
  const table = () => createTable(database.client, database.tableName, Date.now);
  ledgerSuite(() => createLedger(table()));

  it('goes over to the object that another was merged into, the newer of two intents of either kind', async () => {
    const ledger = createLedger(table());
    const [from, to] = [
      { type: 'contact', id: 'lead' },
      { type: 'contact', id: 'survivor' },
    ];
    await ledger.write(from, [aNew('add', '3'), aNew('remove', '4', { tagId: '10', satisfied: true })]);
    await ledger.write(to, [aNew('remove', '2'), aNew('add', '5', { tagId: '10', satisfied: true })]);
    await ledger.once(from, 'welcome', 'first');
    const { size } = await ledger.read(from);
    expect(await moveLedger(table(), from, to)).toBe(true);
    const view = await ledger.read(to);
    expect(size).toBe(2);
    expect(view.get('9')).toMatchObject({ intent: { op: 'add', order: '3' }, ours: true });
    expect(view.get('10')).toMatchObject({ intent: null, satisfied: { op: 'add', order: '5' } });
    expect(await ledger.matchedOnce(to)).toEqual(['welcome']);
    expect((await ledger.read(from)).size).toBe(0);
    expect(await moveLedger(table(), from, to)).toBe(false);
  });
});

describe('in memory, for the tests of interleavings', () => ledgerSuite(createMemoryLedger));

function ledgerSuite(createIt: () => Ledger): void {
  let ledger: Ledger;
  let next = 0;
  const aTarget = () => ({ type: 'contact', id: String(next++) });
  beforeAll(() => {
    ledger = createIt();
  });

  it('keeps the newest intent, whatever the order of writing', async () => {
    const target = aTarget();
    expect(await ledger.write(target, [aNew('add', '2')])).not.toBe(null);
    expect(await ledger.write(target, [aNew('remove', '1')])).toBe(null);
    expect(await ledger.write(target, [aNew('remove', '3')])).not.toBe(null);
    expect((await ledger.read(target)).get('9')?.intent).toEqual(anIntent('remove', '3'));
  });

  it('writes all intents of a target or none', async () => {
    const target = aTarget();
    await ledger.write(target, [aNew('add', '5', { tagId: 'b' })]);
    expect(
      await ledger.write(target, [aNew('add', '4', { tagId: 'a' }), aNew('add', '4', { tagId: 'b' })]),
    ).toBe(null);
    expect([...(await ledger.read(target)).keys()]).toEqual(['b']);
  });

  it('keeps a removal by name from being overtaken by an older addition of the tag that got the name', async () => {
    const target = aTarget();
    const unnamed = unnamedId('REFUND');
    const named = { unnamedId: unnamedId('Refund ') };
    await ledger.write(target, [aNew('remove', '2', { tagId: unnamed })]);
    expect(await ledger.write(target, [aNew('add', '1', named)])).toBe(null);
    expect((await ledger.write(target, [aNew('add', '3', named)]))?.get('9')?.intent?.order).toBe('3');
    expect((await ledger.read(target)).get(unnamed)?.intent?.order).toBe('2');
  });

  it('keeps an older change from undoing what a newer one found as it wanted it, and leaves owner, flips and echo', async () => {
    const target = aTarget();
    const found = { satisfied: true, ours: false };
    await ledger.write(target, [aNew('add', '1')]);
    const entry = (await ledger.write(target, [aNew('add', '3', found)]))?.get('9');
    expect(entry).toEqual({
      intent: anIntent('add', '1'),
      satisfied: anIntent('add', '3'),
      ours: true,
      flips: [{ op: 'add', at: 1, sure: true }],
    });
    expect(await ledger.write(target, [aNew('remove', '2')])).toBe(null);
    expect(await ledger.write(target, [aNew('remove', '2', found)])).toBe(null);
    expect(await ledger.write(target, [aNew('add', '3', found)])).toBe(null);
    expect(await ledger.echo(target, '9', anIntent('add', '1'), 'told')).toBe(true);
    // Contested, it goes on with a call.
    expect((await ledger.write(target, [aNew('add', '3')]))?.get('9')?.intent?.order).toBe('3');
    expect(await ledger.write(target, [aNew('add', '3', found)])).toBe(null);
  });

  it('takes nothing for the echo of an intent without a call', async () => {
    const target = aTarget();
    await ledger.write(target, [aNew('add', '2', { satisfied: true })]);
    expect((await ledger.read(target)).get('9')).toMatchObject({ intent: null, ours: false });
    expect(await ledger.echo(target, '9', anIntent('add', '2'), 'told')).toBe(false);
    expect(await ledger.write(target, [aNew('remove', '1')])).toBe(null);
    expect((await ledger.write(target, [aNew('remove', '3')]))?.get('9')?.intent).toEqual(
      anIntent('remove', '3'),
    );
  });

  it('takes as many intents at once as apply gives it, by their longest conditions', async () => {
    const intents = Array.from({ length: intentsAtOnce }, (_, n) =>
      aNew('add', '1', { tagId: String(n), unnamedId: unnamedId(`Tag ${n}`) }),
    );
    expect((await ledger.write(aTarget(), intents))?.size).toBe(intentsAtOnce);
  });

  it('does not write an intent a second time', async () => {
    const target = aTarget();
    await ledger.write(target, [aNew('add', '1')]);
    expect(await ledger.write(target, [aNew('add', '1')])).toBe(null);
    expect((await ledger.read(target)).get('9')?.flips).toHaveLength(1);
  });

  it('knows a tag that the facts showed absent as ours, until it is removed', async () => {
    const target = aTarget();
    await ledger.write(target, [aNew('add', '1')]);
    expect((await ledger.read(target)).get('9')?.ours).toBe(true);
    // Whether it was there is not known this time: it stays ours.
    await ledger.write(target, [aNew('add', '2', { ours: false })]);
    expect((await ledger.read(target)).get('9')?.ours).toBe(true);
    await ledger.write(target, [aNew('remove', '3')]);
    expect((await ledger.read(target)).get('9')?.ours).toBe(false);
    await ledger.write(target, [aNew('add', '4', { ours: false })]);
    expect((await ledger.read(target)).get('9')?.ours).toBe(false);
    expect(await ledger.own(target, new Map([['9', anIntent('remove', '3')]]))).toBe(null);
    const owned = await ledger.own(target, new Map([['9', anIntent('add', '4')]]));
    expect(owned?.get('9')?.ours).toBe(true);
  });

  it('consumes an echo once, and not that of another intent', async () => {
    const target = aTarget();
    await ledger.write(target, [aNew('add', '1')]);
    const echo = (record: string) => ledger.echo(target, '9', anIntent('add', '1'), record);
    expect(await echo('first')).toBe(true);
    expect(await echo('second')).toBe(false);
    // The first one again, after a crash.
    expect(await echo('first')).toBe(true);
    await ledger.write(target, [aNew('add', '2')]);
    expect(await echo('first')).toBe(false);
  });

  it('holds an intent unless a newer one stands', async () => {
    const target = aTarget();
    await ledger.write(target, [aNew('add', '1')]);
    await ledger.hold(target, '9', anIntent('add', '1'));
    expect((await ledger.read(target)).get('9')?.intent?.op).toBe('hold');
    await ledger.write(target, [aNew('remove', '2')]);
    await ledger.hold(target, '9', anIntent('add', '1'));
    expect((await ledger.read(target)).get('9')?.intent?.op).toBe('remove');
  });

  it('keeps no more flips than it needs', async () => {
    const target = aTarget();
    for (let order = 1; order <= 40; order++) {
      await ledger.write(target, [aNew(order % 2 ? 'add' : 'remove', String(order).padStart(3, '0'))]);
    }
    const flips = (await ledger.read(target)).get('9')?.flips ?? [];
    expect(flips.length).toBeLessThanOrEqual(32);
    expect(flips.at(-1)?.at).toBe(40);
  });

  it('remembers the first record in which a rule matched', async () => {
    const target = aTarget();
    expect(await ledger.once(target, 'welcome', 'first')).toBe('first');
    expect(await ledger.once(target, 'welcome', 'second')).toBe('first');
    expect(await ledger.matchedOnce(target)).toEqual(['welcome']);
    expect((await ledger.read(target)).size).toBe(0);
  });
}
