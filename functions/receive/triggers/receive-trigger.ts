import { createHash } from 'node:crypto';
import { pack } from '../../platform/pack.ts';
import { queueId } from '../../platform/queue-id.ts';
import { createKeptSecret, type KeptSecret } from '../kept-secret.ts';
import { enqueue, type ReceiveDeps, type ReceiveOutcome } from '../receive-notification.ts';
import { deliveryId } from './delivery-id.ts';
import type { Signing } from './signing.ts';
import { parseTriggerSources, type TriggerSources } from './trigger-sources.ts';
import { type SignedRequest, verifyTrigger } from './verify-trigger.ts';

interface TriggerRequest extends SignedRequest {
  /** The source's name, from the path. */
  source: string;
}

export type ReceiveTrigger = (request: TriggerRequest) => Promise<ReceiveOutcome>;

type Deps = Pick<ReceiveDeps, 'appId' | 'send' | 'log' | 'metrics'>;

export interface TriggerOptions extends Deps {
  /** Reads the webhook secret's text. */
  readSecret: () => Promise<string>;
  /** Unix milliseconds. */
  now: () => number;
}

/** What takes other systems' webhooks. */
export function createTriggerReceiver({ readSecret, now, ...deps }: TriggerOptions): ReceiveTrigger {
  const sources = createKeptSecret(readSecret, parseTriggerSources, now);
  return (request) => receiveTrigger({ ...deps, sources, now }, request);
}

interface TriggerDeps extends Deps {
  sources: KeptSecret<TriggerSources>;
  now: () => number;
}

/**
 * From another system's signed webhook to its place in the queue. Its subject is known only when it is applied, so
 * it has a group of its own until then: one that waits for its subject holds up no other.
 */
async function receiveTrigger(deps: TriggerDeps, request: TriggerRequest): Promise<ReceiveOutcome> {
  const accepted = await acceptedBy(deps, request);
  if (accepted === null) {
    deps.metrics.count('Refused');
    return { status: 401, text: 'unknown source or bad signature' };
  }
  const { source, raw } = request;
  const id = deliveryId(accepted.signing, request);
  // Without an id of its own, what says the same is the same: apply keeps that to ten minutes.
  const identity = id ?? createHash('sha256').update(raw).digest('hex');
  const happenedAt = Math.floor(accepted.signedAt ?? deps.now() / 1000);
  return enqueue(deps, {
    groupId: queueId(`source:${source}:${identity}`),
    deduplicationId: queueId(`${deps.appId}#source:${source}#${identity}`),
    body: pack(raw),
    attributes: {
      kind: 'trigger',
      source,
      happened_at: String(happenedAt),
      ...(id === null ? {} : { delivery_id: id }),
    },
  });
}

/** How the source signs and when it did, by the secrets held or, where none fits, by those read again. */
async function acceptedBy(
  { sources, now }: TriggerDeps,
  request: TriggerRequest,
): Promise<{ signing: Signing; signedAt: number | null } | null> {
  const acceptBy = (known: TriggerSources) => {
    const signing = known.find(request.source);
    const verified = signing === null ? null : verifyTrigger(signing, request, now());
    return signing === null || verified === null ? null : { signing, ...verified };
  };
  const accepted = acceptBy(await sources.current());
  if (accepted !== null) return accepted;
  const read = await sources.reread();
  return read === null ? null : acceptBy(read);
}
