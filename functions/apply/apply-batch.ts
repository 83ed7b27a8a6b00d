import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ApplyDeps, Delivery, Verdict } from './apply-deps.ts';
import { applyNotification } from './apply-notification.ts';

/** Below this, a message that is begun might not be ended: the rest is handed back at once. */
const reserveMs = 15_000;

/** From this receive on, a message may be one that ends its worker: see `applyBatch`. */
const suspectReceives = 3;

/**
 * One batch: groups side by side, in order within a group. A message that is handed back takes the rest of
 * its group with it, all with the same new visibility, or the queue would deliver them out of order.
 *
 * Groups that came back again and again go one after another, behind the others. A message that ends its
 * worker is counted a failure for each time, and so is whatever else was under way: this way it dies alone.
 */
export async function applyBatch(
  deps: ApplyDeps,
  event: SQSEvent,
  remainingMs: () => number,
): Promise<SQSBatchResponse> {
  const groups = groupsOf(event).map((group) => group.map(deliveryOf));
  const isSuspect = ([first]: Delivery[]) => (first?.receiveCount ?? 0) >= suspectReceives;
  const failed = await Promise.all(
    groups.filter((group) => !isSuspect(group)).map((group) => applyGroup(deps, group, remainingMs)),
  );
  for (const group of groups.filter(isSuspect)) failed.push(await applyGroup(deps, group, remainingMs));
  deps.metrics.publish();
  return { batchItemFailures: failed.flat().map((messageId) => ({ itemIdentifier: messageId })) };
}

/** The messages that are handed back. */
async function applyGroup(deps: ApplyDeps, group: Delivery[], remainingMs: () => number): Promise<string[]> {
  for (const [done, delivery] of group.entries()) {
    const startedAt = deps.now();
    const verdict: Verdict =
      remainingMs() < reserveMs
        ? { kind: 'postpone', seconds: 0, reason: 'out_of_time' }
        : await applyNotification(deps, delivery, deps.now() + remainingMs());
    note(deps, delivery, verdict, deps.now() - startedAt);
    if (verdict.kind === 'done') continue;

    const rest = group.slice(done);
    await Promise.all(rest.map((each) => handBack(deps, each, verdict.seconds)));
    return rest.map(({ messageId }) => messageId);
  }
  return [];
}

/** A failure here is no loss: the message comes back after the queue's own visibility. */
async function handBack(deps: ApplyDeps, delivery: Delivery, seconds: number): Promise<void> {
  try {
    await deps.queue.changeVisibility(delivery.receiptHandle, seconds);
  } catch (error) {
    deps.log.warn('a visibility was not changed', {}, error);
  }
}

function note(deps: ApplyDeps, delivery: Delivery, verdict: Verdict, ms: number): void {
  const outcome = verdict.kind === 'done' ? verdict.outcome : verdict.reason;
  const { groupId, receiveCount: receives } = delivery;
  // Another system's webhook is in a group of its own making.
  const group = /^[a-z]+:[\w-]{1,64}$/.test(groupId) ? { group: groupId } : {};
  deps.log.info('notification', { ...verdict.about, ...group, outcome, receives, ms });
  deps.metrics.milliseconds('ApplyTime', ms);
  // What was sent on is recorded where it arrives.
  if (verdict.kind === 'postpone' || outcome === 'resolved') return;
  deps.metrics.count('Recorded');
  if (outcome === 'duplicate') deps.metrics.count('Duplicates');
  else if (outcome !== 'no_match') deps.metrics.count('Matched');
}

/** Without a group's name (some emulators leave it out) all are one group, and so in order. */
function groupsOf(event: SQSEvent): SQSRecord[][] {
  const groups = Map.groupBy(event.Records, ({ attributes }) => attributes.MessageGroupId ?? '');
  return [...groups.values()];
}

function deliveryOf(record: SQSRecord): Delivery {
  const attributes = Object.fromEntries(
    Object.entries(record.messageAttributes).map(([name, { stringValue }]) => [name, stringValue ?? '']),
  );
  return {
    messageId: record.messageId,
    receiptHandle: record.receiptHandle,
    groupId: record.attributes.MessageGroupId ?? '',
    kind: attributes['kind'] ?? 'notification',
    body: record.body,
    attributes,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    sentAt: Number(record.attributes.SentTimestamp),
  };
}
