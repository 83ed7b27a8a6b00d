import { startConversation } from '../../../infra/local/workspace/conversations/start-conversation.ts';
import { clockTimers } from '../clock-timers.ts';
import { clientSecret, type LocalService, startLocalService } from '../local-service.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { aRuleset } from '../rulesets.ts';
import { type DayTags, dayRules, generateDay, type Happening, tagsOfDay } from './generate-day.ts';

export interface OutageOptions {
  conversations: number;
  seed: number;
  /** Hours of the day, from and to, in which receive is gone. */
  gone: [from: number, to: number];
}

export interface OutageReport {
  /** Notifications of which a rule wants to know and that nobody took. */
  lost: number;
  /** Of these, those that the sync sent on. */
  recovered: number;
  expected: DayTags;
  tags: DayTags;
  /** Calls to Intercom of the one sync that follows. */
  calls: number;
  /** Conversations that changed since the sync before. */
  changed: number;
}

const dayHours = 12;

/** A day on the whole service, receive gone for some hours of it; then one run of the sync. */
export async function playOutage(options: OutageOptions): Promise<OutageReport> {
  const clock = manualClock(Date.UTC(2026, 0, 7, 6));
  const dayStart = clock.now();
  let gone = false;
  const service = await startLocalService(aRuleset(dayRules), {
    clock,
    intercomOptions: { clock: { now: () => clock.now(), sleep: (ms, signal) => clock.wait(ms, signal) } },
    workspace: {
      timers: clockTimers(clock),
      // The clock stands while the sync runs, and with it the window of the limit.
      rateLimit: { limit: 1_000_000, windowMs: 10_000 },
      fetch: (url, init) => (gone ? Promise.reject(new Error('connection refused')) : fetch(url, init)),
    },
  });
  try {
    await service.workspace.subscribe({ url: service.stack.webhookUrl, secret: clientSecret });
    await service.stack.sync();
    const day = generateDay(options.conversations, options.seed, dayHours * 3_600);
    const players = await startPlayers(service, options.conversations);
    let lost = 0;
    for (const happening of day) {
      await moveTo(service, clock, dayStart + happening.at * 1_000);
      gone = isWithin(happening.at, options.gone);
      await players.play(happening);
      if (gone && happening.kind !== 'answers') lost += 1;
      await settle(service);
    }
    gone = false;
    clock.advance(10 * 60_000);
    await settle(service);

    const { run } = await service.stack.sync();
    await settle(service);
    const caughtUp = run?.steps.find(({ name }) => name === 'catch_up')?.counts ?? {};
    return {
      lost,
      recovered: caughtUp['recovered'] ?? 0,
      expected: tagsOfDay(day, options.conversations),
      tags: await players.tags(),
      calls: run?.steps.reduce((sum, { calls }) => sum + calls, 0) ?? 0,
      changed: caughtUp['changed'] ?? 0,
    };
  } finally {
    await service.close();
  }
}

function isWithin(seconds: number, [from, to]: [number, number]): boolean {
  return seconds >= from * 3_600 && seconds < to * 3_600;
}

/** Time passes in steps of a minute at most, so that Intercom's second try comes when it should. */
async function moveTo(service: LocalService, clock: ManualClock, ms: number): Promise<void> {
  if (ms - clock.now() > 60_000) {
    clock.advance(60_000);
    await settle(service);
  }
  clock.advance(Math.max(0, ms - clock.now()));
  await settle(service);
}

async function settle({ workspace, stack }: LocalService): Promise<void> {
  await workspace.webhooks.idle();
  await stack.drain();
}

async function startPlayers(service: LocalService, count: number) {
  const { workspace, api } = service;
  const [admin] = workspace.options.admins;
  const admin_id = admin?.id ?? '';
  const customers: string[] = [];
  for (let n = 0; n < count; n++) {
    const made = await api('POST', '/contacts', { role: 'user', email: `customer-${n}@example.test` });
    customers.push(String(made['id']));
  }
  const conversations = new Map<number, string>();

  async function play({ conversation, kind, text }: Happening): Promise<void> {
    const customer = customers[conversation] ?? '';
    if (kind === 'begins') {
      const contact = workspace.core.contacts.find(customer);
      if (contact === undefined) throw new Error('no such customer');
      conversations.set(conversation, startConversation(workspace.core, { contact, body: text }).id);
      return;
    }
    const path = `/conversations/${conversations.get(conversation)}`;
    const byAdmin = { type: 'admin', admin_id, body: text };
    const body = {
      writes: { message_type: 'comment', type: 'user', intercom_user_id: customer, body: text },
      answers: { message_type: 'comment', ...byAdmin },
      notes: { message_type: 'note', ...byAdmin },
      closes: { message_type: 'close', type: 'admin', admin_id },
    }[kind];
    await api('POST', `${path}/${kind === 'closes' ? 'parts' : 'reply'}`, body);
  }

  const namesOn = (tagged: { taggings: readonly { tagId: string }[] } | undefined) =>
    (tagged?.taggings ?? []).map(({ tagId }) => workspace.core.tags.find(tagId)?.name ?? tagId).sort();

  return {
    play,
    tags: async () =>
      customers.map((customer, n) => ({
        conversation: namesOn(workspace.core.conversations.find(conversations.get(n) ?? '')),
        customer: namesOn(workspace.core.contacts.find(customer)),
      })),
  };
}
