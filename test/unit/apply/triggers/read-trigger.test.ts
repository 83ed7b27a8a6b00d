import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../../functions/apply/apply-deps.ts';
import { idBefore, isWithinWindow, readTrigger } from '../../../../functions/apply/triggers/read-trigger.ts';

const at = 1_767_787_200;

function delivery(attributes: Record<string, string> = {}): Delivery {
  return {
    messageId: 'message-1',
    receiptHandle: 'handle-1',
    groupId: 'source:billing:1',
    kind: 'trigger',
    body: '',
    attributes: { source: 'billing', happened_at: String(at), ...attributes },
    receiveCount: 1,
    sentAt: at * 1000,
  };
}

const read = (body: string, attributes?: Record<string, string>) =>
  readTrigger(delivery(attributes), Buffer.from(body), 'workspace1');

describe("another system's webhook", () => {
  it('is a notification of its source that carries what was posted', () => {
    expect(read('{"plan":"Team"}', { delivery_id: 'evt_1' })).toEqual({
      id: 'evt_1',
      topic: 'source:billing',
      app_id: 'workspace1',
      created_at: at,
      payload: { plan: 'Team' },
    });
  });

  it.each(['[1,2]', '"text"', '7', 'null'])('may be any JSON: %s', (body) => {
    expect(read(body)?.payload).toEqual(JSON.parse(body));
  });

  it.each(['', '{', 'plan=Team', '\u{feff}{}'])('is none where the body is no JSON: %s', (body) => {
    expect(read(body)).toBeNull();
  });

  it('is none where it is nested more than 64 deep', () => {
    const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
    expect(read(nested(64))).not.toBeNull();
    expect(read(nested(66))).toBeNull();
  });
});

describe('without an id of its own', () => {
  const sent = (seconds: number, body = '{}') => read(body, { happened_at: String(seconds) });
  const isSame = (first: ReturnType<typeof sent>, second: ReturnType<typeof sent>) => {
    if (first === null || second === null) throw new Error('both are JSON');
    const happenedAt = new Date((first.created_at ?? 0) * 1000).toISOString();
    return first.id === second.id || (first.id === idBefore(second) && isWithinWindow(happenedAt, second));
  };

  it('a body is always the same as one that came under ten minutes before it, and never as a later one', () => {
    fc.assert(
      fc.property(fc.integer({ min: at, max: at + 86_400 }), fc.nat(1_800), (first, later) => {
        expect(isSame(sent(first), sent(first + later))).toBe(later < 600);
      }),
    );
  });

  it('another body is another webhook', () => {
    expect(isSame(sent(at, '{"n":1}'), sent(at, '{"n":2}'))).toBe(false);
  });

  it('has a window before it only where the id is made of its body', () => {
    const own = read('{}', { delivery_id: 'evt_1' });
    expect(own && idBefore(own)).toBeNull();
  });
});
