import * as z from 'zod';
import { pack, unpack } from '../platform/pack.ts';
import type { QueueMessage } from '../platform/queue.ts';
import { queueId } from '../platform/queue-id.ts';
import { heldOutcomes, type NotificationRecord, type Operation } from '../store/record.ts';

const releaseOrder = z.object({
  app_id: z.string(),
  identity: z.string(),
  rule: z.string(),
  /** Though the rules may no longer ask for it. */
  as_decided: z.boolean(),
});

/** To carry out what a record holds back of a rule's changes. */
export type ReleaseOrder = z.infer<typeof releaseOrder>;

/**
 * The order as a message, in the group of the record's subject. `run` tells one release from another, since the queue
 * drops what it has had within five minutes; that it is done once is the record's doing.
 */
export function releaseMessage(
  { app_id, identity, subject }: Pick<NotificationRecord, 'app_id' | 'identity' | 'subject'>,
  { rule, as_decided }: Pick<ReleaseOrder, 'rule' | 'as_decided'>,
  run: string,
): QueueMessage {
  const order: ReleaseOrder = { app_id, identity, rule, as_decided };
  return {
    groupId: queueId(subject === null ? `none:${identity}` : `${subject.type}:${subject.id}`),
    deduplicationId: queueId(`${app_id}#${identity}#release#${rule}#${run}`),
    body: pack(Buffer.from(JSON.stringify(order))),
    attributes: { kind: 'release' },
  };
}

/** Throws where the body is none. */
export function readReleaseOrder(body: string): ReleaseOrder {
  return releaseOrder.parse(JSON.parse(unpack(body).toString('utf8')));
}

/** Whether the operation is a change of the rule's that waits for a person. */
export function isHeldFor(rule: string, { outcome, rules }: Operation): boolean {
  return heldOutcomes.has(outcome) && rules.includes(rule);
}
