import * as z from 'zod';
import type { Ruleset } from '../../functions/rules/model.ts';
import type { LocalStackOptions } from '../../infra/local/stack.ts';
import { realTimers } from '../../infra/local/workspace/timers.ts';
import { drainInTime } from './drain-in-time.ts';
import { type LocalService, startLocalService } from './local-service.ts';
import { canary } from './log-leaks.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { aReply } from './notifications.ts';

/** The service with one customer and one conversation, and a clock that stands. */
export interface Desk extends LocalService {
  clock: ManualClock;
  contactId: string;
  conversationId: string;
  /** Posts a reply of the customer, and resolves when the queue is empty: after some time, or `now`, the clock standing. */
  reply: (fields?: Partial<Parameters<typeof aReply>[0]> & { drain?: 'now' }) => Promise<void>;
  /** Lets time pass until the queue is empty: postponed messages come again. */
  drainInTime: () => Promise<void>;
  /** Names of the tags on an object, or ids where it gives none. */
  tagsOf: (path: string) => Promise<string[]>;
  /** Outcomes of the messages so far, in order. */
  outcomes: () => unknown[];
}

export async function startDesk(
  ruleset: Ruleset | undefined,
  options: Parameters<typeof startLocalService>[1] & Partial<LocalStackOptions> = {},
): Promise<Desk> {
  const clock = manualClock();
  const service = await startLocalService(ruleset, {
    clock,
    ...options,
    intercomOptions: {
      clock: { now: () => clock.now(), sleep: (ms, signal) => clock.wait(ms, signal) },
      retry: { maxTries: 1 },
      ...options.intercomOptions,
    },
    workspace: { timers: { ...realTimers(), now: () => clock.now() }, ...options.workspace },
  });
  const contact = await service.api('POST', '/contacts', {
    role: 'user',
    email: 'mira@example.test',
    name: canary,
  });
  const contactId = String(contact['id']);
  const from = { type: 'user', id: contactId };
  const created = await service.api('POST', '/conversations', { from, body: 'Hello' });
  const conversationId = String(created['conversation_id']);
  const { appId } = service.workspace.options;
  let next = 1;

  return {
    ...service,
    clock,
    contactId,
    conversationId,
    drainInTime: () => drainInTime(service.stack, clock),
    async reply({ drain, ...fields } = {}) {
      const n = next++;
      const createdAt = Math.floor(clock.now() / 1000);
      const standard = {
        appId,
        conversationId,
        contactId,
        createdAt,
        id: `notif_${n}`,
        partId: String(1000 + n),
      };
      await service.post(aReply({ ...standard, body: 'refund, please', ...fields }));
      await (drain === 'now' ? service.stack.drain() : drainInTime(service.stack, clock));
    },
    async tagsOf(path) {
      const { tags } = taggedObject.parse(await service.api('GET', path));
      return (tags.tags ?? tags.data ?? []).map(({ name, id }) => name ?? id);
    },
    outcomes: () =>
      service.log.lines
        .filter(({ message }) => message === 'notification')
        .map(({ fields }) => fields['outcome']),
  };
}

const tag = z.object({ id: z.string(), name: z.string().optional() });
const taggedObject = z.object({
  tags: z.object({ tags: z.array(tag).optional(), data: z.array(tag).optional() }),
});
