import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { itemSize } from '../../bench/cost/item-size.ts';
import type { Spent } from '../../bench/cost/measure-notifications.ts';
import { priceNotifications } from '../../bench/cost/price-notifications.ts';
import { readPrices } from '../../bench/cost/prices.ts';

describe('itemSize', () => {
  it.each([
    [{ a: 'bcd' }, 4],
    [{ ä: 'é' }, 4],
    [{ n: 1_767_787_200 }, 1 + 6],
    [{ n: -12.5 }, 1 + 3],
    [{ a: true, b: null }, 4],
    [{ a: Uint8Array.of(1, 2, 3) }, 4],
    [{ a: ['b', 'c'] }, 1 + 3 + 2 * 2],
    [{ a: { bc: 'd' } }, 1 + 3 + 1 + 3],
  ])('of %j is %i bytes', (item, size) => {
    expect(itemSize(marshall(item))).toBe(size);
  });
});

describe('priceNotifications', () => {
  const spent: Spent = {
    writeUnits: { record: 2 },
    readUnits: {},
    storedBytes: { record: 0, text: 0 },
    waitMs: 100,
    logBytes: 0,
    intercomCalls: 0,
  };
  const volume = {
    notifications: 1_000_000,
    match: 0.5,
    memoryMb: { receive: 1769, apply: 1024 },
    serviceLogBytes: 0,
  };
  const usdOf = (part: string, more: Partial<Spent> = {}) =>
    priceNotifications(
      volume,
      { hit: { ...spent, ...more }, miss: spent },
      { receive: 0, apply: 0 },
      readPrices(),
    )
      .find((line) => line.part === part)
      ?.usd.toFixed(2);

  it('takes hits and misses by their part', () => {
    expect(usdOf('DynamoDB writes: record')).toBe('1.25');
    expect(usdOf('DynamoDB writes: record', { writeUnits: { record: 4 } })).toBe('1.88');
  });

  it('bills what a function waits by its memory', () => {
    // 100 ms of 1 GB, and 8 ms of 1.73 GB, a million times.
    expect(usdOf('Lambda time')).toBe('1.52');
  });

  it('counts what a message asks of SQS and the API', () => {
    expect([usdOf('SQS'), usdOf('HTTP API'), usdOf('Lambda requests')]).toEqual(['1.50', '1.00', '0.40']);
  });
});
