import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ApplyDeps, Delivery, FinalVerdict } from './apply-deps.ts';
import { applyNotification } from './apply-notification.ts';

/** Below this, a message that is begun might not be ended: the rest is handed back at once. */
const reserveMs = 15_000;

/**
 * One batch: groups side by side, in order within a group. A message that is handed back takes the rest of
 * its group with it, all with the same new visibility, or the queue would deliver them out of order.
 *
 * A message whose worker died goes by itself, behind the others. It is counted a failure for each time, and so is
 * whatever else was under way: this way it dies alone. The record tells, not the number of receives, which a wait for
 * the rate limit raises as well.
 */
export async function applyBatch(
  deps: ApplyDeps,
  event: SQSEvent,
  remainingMs: () => number,
): Promise<SQSBatchResponse> {
  const groups = groupsOf(event).map((group) => group.map(deliveryOf));
  const batch = { remainingMs, left: event.Records.length };
  const together = await Promise.all(groups.map((group) => applyGroup(deps, group, batch, false)));
  const failed = together.map(({ handedBack }) => handedBack);
  for (const { suspect } of together) {
    failed.push((await applyGroup(deps, suspect, batch, true)).handedBack);
  }
  deps.metrics.publish();
  return { batchItemFailures: failed.flat().map((messageId) => ({ itemIdentifier: messageId })) };
}

interface Batch {
  remainingMs: () => number;
  /** Messages of which nothing has been logged yet. */
  left: number;
}

interface GroupApplied {
  handedBack: string[];
  /** The rest of the group, from the message on whose worker died: to be applied alone. */
  suspect: Delivery[];
}

async function applyGroup(
  deps: ApplyDeps,
  group: Delivery[],
  batch: Batch,
  alone: boolean,
): Promise<GroupApplied> {
  const { remainingMs } = batch;
  for (const [done, delivery] of group.entries()) {
    const startedAt = deps.now();
    const verdict =
      remainingMs() < reserveMs
        ? ({ kind: 'postpone', seconds: 0, reason: 'out_of_time' } as const)
        : await applyNotification(deps, delivery, { endsAt: deps.now() + remainingMs(), alone });
    if (verdict.kind === 'suspect') return { handedBack: [], suspect: group.slice(done) };
    batch.left -= 1;
    note(deps, delivery, verdict, { ms: deps.now() - startedAt, isLast: batch.left === 0 });
    if (verdict.kind === 'done') continue;

    const rest = group.slice(done);
    await Promise.all(rest.map((each) => handBack(deps, each, verdict.seconds)));
    return { handedBack: rest.map(({ messageId }) => messageId), suspect: [] };
  }
  return { handedBack: [], suspect: [] };
}

/** A failure here is no loss: the message comes back after the queue's own visibility. */
async function handBack(deps: ApplyDeps, delivery: Delivery, seconds: number): Promise<void> {
  try {
    await deps.queue.changeVisibility(delivery.receiptHandle, seconds);
  } catch (error) {
    deps.log.warn('a visibility was not changed', {}, error);
  }
}

/** One line a notification; the batch's metrics go with the last of them. */
function note(
  deps: ApplyDeps,
  delivery: Delivery,
  verdict: FinalVerdict,
  { ms, isLast }: { ms: number; isLast: boolean },
): void {
  const outcome = verdict.kind === 'done' ? verdict.outcome : verdict.reason;
  const { groupId, receiveCount: receives } = delivery;
  // What was sent on is recorded where it arrives.
  if (verdict.kind === 'done' && outcome !== 'resolved') {
    deps.metrics.milliseconds('ApplyTime', ms);
    if (outcome === 'duplicate') deps.metrics.count('Duplicates');
    else if (outcome !== 'no_match') deps.metrics.count('Matched');
  }
  // A notification's group is its subject; another system's webhook is in one of its own making.
  const isTold = groupId === verdict.about?.['subject'] || !/^[a-z]+:[\w-]{1,64}$/.test(groupId);
  const fields = {
    ...verdict.about,
    ...(isTold ? {} : { group: groupId }),
    outcome,
    ...(receives > 1 ? { receives } : {}),
    ms,
  };
  deps.log.info('notification', fields, isLast ? deps.metrics.take() : {});
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
