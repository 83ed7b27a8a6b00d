import type { Core } from '../core.ts';
import type { WorkspaceOptions } from '../options.ts';
import { seededRandom } from '../random.ts';
import { type Timers, unixSeconds } from '../timers.ts';
import type { Dispatcher } from './dispatcher.ts';

/**
 * Where the operations tell what happened. Rendered at once: a notification says how things were then. `before`
 * counts the notifications of earlier runs on the same data: receivers remember the ids of those.
 */
export function createPublisher(
  webhooks: Dispatcher,
  timers: Timers,
  { appId, seed }: WorkspaceOptions,
  before: number,
): Core['publish'] {
  const random = seededRandom(seed + 3 + 1_000_003 * before);
  return (topic, item) => {
    if (webhooks.subscription === undefined) return;
    const createdAt = unixSeconds(timers);
    webhooks.send({ id: `notif_${random.uuid()}`, appId, topic, item: item(), createdAt });
  };
}

/** What Intercom sends now and then, and whenever it is asked to: it has no id. */
export function ping(webhooks: Dispatcher, timers: Timers, { appId }: WorkspaceOptions): void {
  webhooks.send({
    id: null,
    appId,
    topic: 'ping',
    item: { type: 'ping', message: 'something something interzen' },
    createdAt: unixSeconds(timers),
  });
}
