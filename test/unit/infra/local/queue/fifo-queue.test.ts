import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueMessage } from '../../../../../functions/platform/queue.ts';
import { createFifoQueue } from '../../../../../infra/local/queue/fifo-queue.ts';
import { manualClock } from '../../../../support/manual-clock.ts';

const message = (groupId: string, deduplicationId: string): QueueMessage => ({
  groupId,
  deduplicationId,
  body: `${groupId}/${deduplicationId}`,
});

function setup(options: { maxReceiveCount?: number } = {}) {
  const clock = manualClock();
  const deadLetterQueue = createFifoQueue({ clock });
  const queue = createFifoQueue({ clock, visibilityTimeout: 180, deadLetterQueue, ...options });
  const bodies = (max = 10) => queue.receive(max).map(({ body }) => body);
  return { clock, queue, deadLetterQueue, bodies };
}

describe('deduplication', () => {
  it('drops a second message of the same id in the same group within five minutes', () => {
    const { queue, clock, bodies } = setup();
    const first = queue.send(message('a', '1'));
    clock.advance(5 * 60_000 - 1);
    expect(queue.send(message('a', '1'))).toBe(first);
    expect(bodies()).toEqual(['a/1']);
    expect(queue.size()).toBe(1);
  });

  it('takes it again after five minutes', () => {
    const { queue, clock } = setup();
    queue.send(message('a', '1'));
    clock.advance(5 * 60_000);
    queue.send(message('a', '1'));
    expect(queue.size()).toBe(2);
  });

  it('drops it even if the first one is deleted', () => {
    const { queue } = setup();
    queue.send(message('a', '1'));
    for (const { receiptHandle } of queue.receive(10)) queue.delete(receiptHandle);
    queue.send(message('a', '1'));
    expect(queue.size()).toBe(0);
  });

  it('looks at each group by itself', () => {
    const { queue } = setup();
    queue.send(message('a', '1'));
    queue.send(message('b', '1'));
    expect(queue.size()).toBe(2);
  });
});

describe('groups', () => {
  it('holds a group back while one of its messages is in flight, and no other group', () => {
    const { queue, bodies } = setup();
    queue.send(message('a', '1'));
    queue.send(message('a', '2'));
    queue.send(message('b', '1'));
    expect(bodies(1)).toEqual(['a/1']);
    expect(bodies()).toEqual(['b/1']);
    expect(bodies()).toEqual([]);
  });

  it('hands out several messages of one group in one receive, in order', () => {
    const { queue, bodies } = setup();
    for (const id of ['1', '2', '3']) queue.send(message('a', id));
    expect(bodies()).toEqual(['a/1', 'a/2', 'a/3']);
  });

  it('goes on with the next message once the one in flight is deleted', () => {
    const { queue, bodies } = setup();
    queue.send(message('a', '1'));
    queue.send(message('a', '2'));
    const [first] = queue.receive(1);
    expect(queue.delete(first?.receiptHandle ?? '')).toBe(true);
    expect(bodies()).toEqual(['a/2']);
  });

  it('never hands out a message before an earlier one of its group is deleted', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('send' as const), group: fc.constantFrom('a', 'b') }),
      fc.record({ do: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ do: fc.constant('delete' as const), pick: fc.nat(9) }),
      fc.record({ do: fc.constant('visibility' as const), pick: fc.nat(9), seconds: fc.nat(300) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.nat(200_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { queue, clock } = setup();
        const undeleted = new Map<string, string[]>();
        const handles: { handle: string; group: string; id: string }[] = [];
        let next = 0;
        for (const each of steps) {
          if (each.do === 'send') {
            const id = String(next++);
            queue.send(message(each.group, id));
            undeleted.set(each.group, [...(undeleted.get(each.group) ?? []), id]);
          } else if (each.do === 'receive') {
            const got = queue.receive(each.max);
            for (const group of ['a', 'b']) {
              const ids = got.filter(({ groupId }) => groupId === group).map((m) => m.deduplicationId);
              expect(ids).toEqual((undeleted.get(group) ?? []).slice(0, ids.length));
            }
            for (const m of got) {
              handles.push({ handle: m.receiptHandle, group: m.groupId, id: m.deduplicationId });
            }
          } else if (each.do === 'advance') {
            clock.advance(each.ms);
          } else {
            const { handle, group, id } = handles[each.pick % Math.max(handles.length, 1)] ?? {};
            if (handle === undefined || group === undefined) continue;
            if (each.do === 'visibility') queue.changeVisibility(handle, each.seconds);
            else if (queue.delete(handle)) {
              undeleted.set(
                group,
                (undeleted.get(group) ?? []).filter((other) => other !== id),
              );
            }
          }
        }
        const left = [...undeleted.values()].flat().length;
        expect(queue.size()).toBe(left);
      }),
    );
  });
});

describe('visibility', () => {
  it('brings a message back after the timeout, counted, with a new handle', () => {
    const { queue, clock } = setup();
    queue.send(message('a', '1'));
    const [first] = queue.receive(1);
    clock.advance(179_999);
    expect(queue.receive(1)).toEqual([]);
    clock.advance(1);
    const [second] = queue.receive(1);
    expect([first?.receiveCount, second?.receiveCount]).toEqual([1, 2]);
    expect(queue.delete(first?.receiptHandle ?? '')).toBe(false);
    expect(queue.delete(second?.receiptHandle ?? '')).toBe(true);
  });

  it('is what it was changed to, from now', () => {
    const { queue, clock, bodies } = setup();
    queue.send(message('a', '1'));
    const [first] = queue.receive(1);
    expect(queue.changeVisibility(first?.receiptHandle ?? '', 30)).toBe(true);
    expect(queue.nextVisibleAt()).toBe(clock.now() + 30_000);
    clock.advance(30_000);
    expect(bodies()).toEqual(['a/1']);
  });

  it('of 0 gives it back at once', () => {
    const { queue, bodies } = setup();
    queue.send(message('a', '1'));
    queue.changeVisibility(queue.receive(1)[0]?.receiptHandle ?? '', 0);
    expect(bodies()).toEqual(['a/1']);
  });
});

describe('the dead-letter queue', () => {
  it('gets what was received as often as allowed, and the group goes on', () => {
    const { queue, clock, deadLetterQueue, bodies } = setup({ maxReceiveCount: 2 });
    queue.send(message('a', '1'));
    queue.send(message('a', '2'));
    for (const _ of [1, 2]) {
      expect(bodies(1)).toEqual(['a/1']);
      clock.advance(180_000);
    }
    expect(bodies(1)).toEqual(['a/2']);
    expect(deadLetterQueue.peek().map(({ body }) => body)).toEqual(['a/1']);
  });
});

it('forgets a message after 14 days', () => {
  const { queue, clock, bodies } = setup();
  queue.send(message('a', '1'));
  clock.advance(14 * 24 * 3_600_000);
  expect(bodies()).toEqual([]);
  expect(queue.size()).toBe(0);
});

it('goes on from a snapshot, with what was in flight visible again and what was sent remembered', () => {
  const { queue, clock } = setup();
  queue.send(message('a', '1'));
  queue.send(message('b', '1'));
  queue.receive(1);
  const restored = createFifoQueue({ clock, restore: JSON.parse(JSON.stringify(queue.snapshot())) });
  restored.send(message('a', '1'));
  expect(restored.receive(10).map(({ body, receiveCount }) => [body, receiveCount])).toEqual([
    ['a/1', 2],
    ['b/1', 1],
  ]);
});
