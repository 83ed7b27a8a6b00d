import { createHmac } from 'node:crypto';
import { seededRandom } from '../../infra/local/workspace/random.ts';
import { aReply } from '../support/notifications.ts';
import { hubSignature } from '../support/signed.ts';
import { billing, type ChaosMessage } from './generate.ts';
import { notificationId } from './judge.ts';
import { killingPart } from './with-kill-points.ts';
import { type ChaosWorld, externalId } from './world.ts';

const clientSecret = 'chaos-secret';
const billingSecret = 'billing-secret';

/** The webhook secret's text: Intercom's own, and how the other system signs. */
export const webhookSecret = JSON.stringify({
  client_secrets: [clientSecret],
  sources: {
    [billing]: {
      scheme: 'hmac',
      secrets: [billingSecret],
      header: 'X-Signature',
      timestamp_header: 'X-Time',
      signed: '{timestamp}.{body}',
      id_header: 'X-Id',
    },
  },
});

/** Posts messages as their senders do: again until they are accepted. `now` in milliseconds. */
export function createDelivery(url: string, world: ChaosWorld, now: () => number) {
  return async function deliver(message: ChaosMessage): Promise<void> {
    for (;;) {
      const at = Math.floor(now() / 1000);
      const { path, body, headers } =
        message.from === 'billing' ? billingRequest(message, at) : intercomRequest(message, world);
      const response = await fetch(`${url}${path}`, { method: 'POST', body, headers });
      await response.body?.cancel();
      if (response.status !== 200) continue;
      // Of duplicates the queue takes the first.
      if (message.from === 'billing' && !world.signedAt.has(message.rank)) {
        world.signedAt.set(message.rank, at);
      }
      return;
    }
  };
}

function intercomRequest(message: ChaosMessage, world: ChaosWorld) {
  const { rank, conversation, contact, body, poison } = message;
  const conversationId = world.conversationIds[conversation] ?? '';
  const text = JSON.stringify(
    aReply({
      appId: world.workspace.options.appId,
      conversationId,
      tags: tagsOf(world, conversationId),
      contactId: world.contactIds[contact] ?? '',
      body,
      id: notificationId(message),
      partId: `${rank + 1_000}${poison === 'kills' ? killingPart : ''}`,
      createdAt: world.beganAt + Math.floor(rank / 20),
    }),
  );
  return {
    path: '/webhooks/intercom',
    body: text,
    headers: { 'X-Hub-Signature': hubSignature(text, clientSecret) },
  };
}

/** As they are now. What is on its way may change them before the message is applied. */
function tagsOf({ workspace: { core } }: ChaosWorld, conversationId: string) {
  const taggings = core.conversations.find(conversationId)?.taggings ?? [];
  return taggings.flatMap(({ tagId }) => {
    const tag = core.tags.find(tagId);
    return tag === undefined ? [] : [{ id: tag.id, name: tag.name }];
  });
}

function billingRequest(message: ChaosMessage, at: number) {
  const text = JSON.stringify({ user: externalId(message.contact), says: message.body });
  const signature = createHmac('sha256', billingSecret).update(`${at}.${text}`).digest('hex');
  return {
    path: `/triggers/${billing}`,
    body: text,
    headers: { 'X-Signature': signature, 'X-Time': String(at), 'X-Id': notificationId(message) },
  };
}

/** The plan as it is delivered: one in twenty twice, and each up to some dozens of places out of order. */
export function deliveriesOf(messages: readonly ChaosMessage[], seed: number): ChaosMessage[] {
  const again = seededRandom(seed + 1);
  const twice = messages.flatMap((message) => (again.next() < 0.05 ? [message, message] : [message]));
  const random = seededRandom(seed + 3);
  const places = twice.map((message, i) => ({ message, place: i + random.next() * 60 }));
  return places.toSorted((a, b) => a.place - b.place).map(({ message }) => message);
}
