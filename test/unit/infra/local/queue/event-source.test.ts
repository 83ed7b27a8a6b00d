import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import { startEventSource } from '../../../../../infra/local/queue/event-source.ts';
import { createFifoQueue } from '../../../../../infra/local/queue/fifo-queue.ts';
import { manualClock } from '../../../../support/manual-clock.ts';

function setup(handler: (event: SQSEvent) => Promise<SQSBatchResponse>, concurrency = 2) {
  const clock = manualClock();
  const queue = createFifoQueue({ clock });
  const errors: unknown[] = [];
  const source = startEventSource({
    queue,
    handler,
    clock,
    concurrency,
    onError: (error) => errors.push(error),
  });
  const send = (groupId: string, deduplicationId: string) =>
    queue.send({ groupId, deduplicationId, body: `${groupId}${deduplicationId}`, attributes: { kind: 'x' } });
  return { clock, queue, source, send, errors };
}

it('deletes what the handler did, and drains', async () => {
  const bodies: string[] = [];
  const { send, source, queue } = setup(async ({ Records }) => {
    bodies.push(...Records.map((record) => record.body));
    return { batchItemFailures: [] };
  });
  send('a', '1');
  send('b', '1');
  await source.drain();
  expect(bodies.sort()).toEqual(['a1', 'b1']);
  expect(queue.size()).toBe(0);
  await source.close();
});

it('tells the group, the receive count and the attributes', async () => {
  const seen: unknown[] = [];
  const { send, source } = setup(async ({ Records }) => {
    for (const { attributes, messageAttributes } of Records) {
      seen.push([attributes.MessageGroupId, attributes.ApproximateReceiveCount]);
      seen.push(messageAttributes['kind']?.stringValue);
    }
    return { batchItemFailures: [] };
  });
  send('a', '1');
  await source.drain();
  expect(seen).toEqual([['a', '1'], 'x']);
  await source.close();
});

it('leaves what the handler reports as failed to come back after its visibility', async () => {
  let calls = 0;
  const { send, source, queue, clock } = setup(async ({ Records }) => {
    calls += 1;
    return calls === 1
      ? { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) }
      : { batchItemFailures: [] };
  });
  send('a', '1');
  const drained = source.drain();
  await new Promise(setImmediate);
  expect([calls, queue.size()]).toEqual([1, 1]);
  clock.advance(180_000);
  await drained;
  expect(calls).toBe(2);
  await source.close();
});

it('takes a handler that throws as a failure of the whole batch', async () => {
  let calls = 0;
  const { send, source, queue, clock, errors } = setup(async () => {
    calls += 1;
    if (calls === 1) throw new Error('crash');
    return { batchItemFailures: [] };
  });
  send('a', '1');
  const drained = source.drain();
  await new Promise(setImmediate);
  expect(queue.size()).toBe(1);
  clock.advance(180_000);
  await drained;
  expect(errors).toHaveLength(1);
  await source.close();
});

it('runs at most as many batches at once as it may', async () => {
  const releases: (() => void)[] = [];
  const { send, source } = setup(async () => {
    await new Promise<void>((resolve) => releases.push(resolve));
    return { batchItemFailures: [] };
  });
  for (const group of ['a', 'b', 'c']) send(group, '1');
  await new Promise(setImmediate);
  expect(releases).toHaveLength(2);
  releases[0]?.();
  await new Promise(setImmediate);
  expect(releases).toHaveLength(3);
  for (const release of releases) release();
  await source.drain();
  await source.close();
});

it('looks again for a message that came back between its two looks at the clock', async () => {
  const clock = manualClock();
  const queue = createFifoQueue({ clock });
  let calls = 0;
  let late = false;
  const source = startEventSource({
    clock,
    concurrency: 1,
    // As if the message were not yet visible at this look, and already at the next.
    queue: {
      ...queue,
      receive(max) {
        if (!late) return queue.receive(max);
        late = false;
        return [];
      },
    },
    handler: async ({ Records }) => {
      calls += 1;
      const batchItemFailures = Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { batchItemFailures: calls === 1 ? batchItemFailures : [] };
    },
  });
  queue.send({ groupId: 'a', deduplicationId: '1', body: '' });
  await new Promise(setImmediate);
  late = true;
  clock.advance(180_000);
  await new Promise(setImmediate);
  expect(calls).toBe(2);
  await source.close();
});
