import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOf } from '../../../functions/apply/order-of.ts';
import { readNotification } from '../../../functions/apply/read-notification.ts';
import { aReply } from '../../support/notifications.ts';

function orderOfReply(createdAt: number, partId: string, id: string): string {
  const raw = Buffer.from(
    JSON.stringify(aReply({ appId: 'a', conversationId: '1', body: '', createdAt, partId, id })),
  );
  const notification = readNotification(raw);
  if (notification === null) throw new Error('the factory makes notifications');
  return orderOf(notification);
}

it('is by time, then by part as a number, then by notification', () => {
  const ordered = [
    orderOfReply(999_999_999, '9', 'z'),
    orderOfReply(1_000_000_000, '9', 'b'),
    orderOfReply(1_000_000_000, '10', 'a'),
    orderOfReply(1_000_000_000, '10', 'b'),
    orderOfReply(1_000_000_001, '1', 'a'),
  ];
  expect(ordered.toSorted()).toEqual(ordered);
});

it('always compares as its parts do', () => {
  const seconds = fc.nat(4_000_000_000);
  const part = fc.bigInt(0n, 10n ** 18n);
  fc.assert(
    fc.property(seconds, part, seconds, part, (s1, p1, s2, p2) => {
      const less = s1 < s2 || (s1 === s2 && p1 < p2);
      fc.pre(s1 !== s2 || p1 !== p2);
      expect(orderOfReply(s1, String(p1), 'n') < orderOfReply(s2, String(p2), 'n')).toBe(less);
    }),
  );
});
