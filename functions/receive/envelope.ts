import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { parseJson } from '../platform/parse-json.ts';
import { queueId } from '../platform/queue-id.ts';
import { objectOf } from '../rules/subject.ts';

/** What receive must know of a notification to queue it; the rest is apply's to read. */
export interface Envelope {
  appId: string;
  topic: string;
  groupId: string;
  deduplicationId: string;
}

const envelope = z.object({
  topic: z.string(),
  app_id: z.string(),
  id: z.nullable(z.string()),
  data: z.optional(z.object({ item: z.optional(z.record(z.string(), z.unknown())) })),
});

/** Null where the body is of no shape that Intercom is known to send. */
export function readEnvelope(raw: Uint8Array): Envelope | null {
  const result = envelope.safeParse(parseJson(raw));
  if (!result.success) return null;

  const { topic, app_id: appId, id, data } = result.data;
  const item = data?.item;
  const about = objectOf({ id, topic, ...(item === undefined ? {} : { data: { item } }) });
  // An id of null is no identity: pings have it. What is about no object needs no order.
  const identity = id ?? hashOf(raw);
  return {
    appId,
    topic,
    groupId: queueId(about === null ? `none:${identity}` : `${about.type}:${about.id}`),
    deduplicationId: queueId(`${appId}#${identity}`),
  };
}

/** The ids under which a signed body of unknown shape is queued: it is recorded, so that nothing is lost. */
export function unparsedIds(raw: Uint8Array): { groupId: string; deduplicationId: string } {
  return { groupId: 'unparsed', deduplicationId: queueId(`unparsed#${hashOf(raw)}`) };
}

function hashOf(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex');
}
