import { expect, it } from 'vitest';
import { measureNotifications } from '../../bench/cost/measure-notifications.ts';

// What the bench of cost prices: an item that outgrows its kilobyte costs 0.6 dollars a million.
const count = 2;

it('is a unit for the record of a miss with its text, and one for the index', async () => {
  const { writeUnits, readUnits, logBytes } = await measureNotifications('miss', { textDays: 30, count });
  expect(writeUnits).toEqual({ record: 1, 'record, index': 1 });
  expect(readUnits).toEqual({});
  expect(logBytes).toBeLessThan(600);
});

it('is a unit for each write of a hit: claim, finish, index, rule, text and ledger', async () => {
  const { writeUnits, logBytes } = await measureNotifications('hit', { textDays: 30, count });
  expect(writeUnits).toMatchObject({ record: 2, 'record, index': 1, rule: 1, text: 1, ledger: 1 });
  expect(logBytes).toBeLessThan(800);
});

it('is no unit for a text where none is kept', async () => {
  const { writeUnits } = await measureNotifications('hit', { textDays: 0, count });
  expect(writeUnits['text']).toBeUndefined();
});
