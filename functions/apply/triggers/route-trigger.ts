import { pack } from '../../platform/pack.ts';
import { queueId } from '../../platform/queue-id.ts';
import type { Target } from '../../rules/model.ts';
import type { SourceSubject } from '../../rules/origin.ts';
import type { NotificationRecord } from '../../store/record.ts';
import type { Verdict } from '../apply-deps.ts';
import { finishAs, giveBack } from '../handle-failure.ts';
import { identityOf } from '../identity-of.ts';
import type { ReadNotification } from '../read-notification.ts';
import { isRedriven } from '../take-up.ts';
import type { Work } from '../work.ts';
import { idBefore, isWithinWindow } from './read-trigger.ts';

/** How long a subject that is not found may still come: the contact search is minutes behind. */
const patienceSeconds = 600;
const retrySeconds = 60;

/**
 * Sends another system's webhook on under its subject's group, where it is decided in order with all else about that
 * subject. Null: it is to be decided here and now, for its subject is known, or no rule asks for one.
 */
export async function routeTrigger(
  work: Work,
  fresh: NotificationRecord,
  notification: ReadNotification,
): Promise<Verdict | null> {
  const { deps } = work;
  if (await isKnown(work, fresh, notification)) return { kind: 'done', outcome: 'duplicate' };

  const ruleset = await deps.rulesets();
  const { matched, needs } = ruleset.decide({ notification }).decision;
  if (matched.length === 0 && needs.length === 0) return null;
  const wanted = ruleset.subjectIn(notification.topic.slice('source:'.length), notification.payload);
  if (wanted === null) {
    await finishAs(work, 'subject_gone', 'the payload does not say whom it is about');
    return { kind: 'done', outcome: 'subject_gone' };
  }
  // A ruleset since published may look for a subject of another type.
  return notification.subject?.type === wanted.type ? null : resolve(work, notification, wanted);
}

/**
 * Whether another message has been at it, or the same body was in the window before. Asked on a first delivery, which
 * else asks nobody before it calls Intercom; `takeUp` asks on the others.
 */
async function isKnown(
  { deps, delivery }: Work,
  fresh: NotificationRecord,
  notification: ReadNotification,
): Promise<boolean> {
  if (delivery.kind === 'trigger' && delivery.receiveCount === 1 && !isRedriven(delivery)) {
    const was = await deps.records.read(fresh.app_id, fresh.identity);
    if (was !== null && was.status !== 'begun') return true;
  }
  const id = idBefore(notification);
  if (id === null) return false;
  const before = await deps.records.read(fresh.app_id, identityOf({ ...notification, id }, null));
  return before !== null && before.status !== 'begun' && isWithinWindow(before.happened_at, notification);
}

async function resolve(work: Work, notification: ReadNotification, wanted: SourceSubject): Promise<Verdict> {
  const found = await work.deps.intercom.findSubject(wanted);
  switch (found.outcome) {
    case 'found':
      return sendOn(work, notification, { type: wanted.type, id: found.id });
    case 'ambiguous':
      await finishAs(
        work,
        'ambiguous_subject',
        `several objects of type ${wanted.type} have this ${wanted.by}`,
      );
      return { kind: 'done', outcome: 'ambiguous_subject' };
    case 'none':
      return waitFor(work, notification, wanted);
  }
}

async function waitFor(work: Work, notification: ReadNotification, wanted: SourceSubject): Promise<Verdict> {
  const { deps } = work;
  const age = deps.now() / 1000 - (notification.created_at ?? 0);
  if (age >= patienceSeconds) {
    await finishAs(work, 'subject_gone', `no object of type ${wanted.type} has this ${wanted.by}`);
    return { kind: 'done', outcome: 'subject_gone' };
  }
  deps.metrics.count('Postponed');
  await giveBack(work, {});
  return { kind: 'postpone', seconds: retrySeconds, reason: 'subject_not_found' };
}

/**
 * Sent twice, after a crash between the send and the acknowledgement, it is one message to the queue, or one record.
 */
async function sendOn(work: Work, notification: ReadNotification, subject: Target): Promise<Verdict> {
  const { deps, delivery } = work;
  await giveBack(work, {});
  const { redrive } = delivery.attributes;
  const again = redrive === undefined ? '' : `#redrive${redrive}`;
  const identity = identityOf(notification, null);
  await deps.queue.send({
    groupId: queueId(`${subject.type}:${subject.id}`),
    deduplicationId: queueId(`${notification.app_id}#${identity}#resolved${again}`),
    body: pack(Buffer.from(JSON.stringify({ ...notification, subject }))),
    attributes: { kind: 'resolved_trigger', ...(redrive === undefined ? {} : { redrive }) },
  });
  return { kind: 'done', outcome: 'resolved' };
}
