import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { aReply } from '../../support/notifications.ts';
import { openBrakes } from '../../support/open-brakes.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';

let desk: Desk;
afterEach(() => desk.close());

const refund = aRule({
  id: 'refund',
  when: words('refund'),
  then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
});

async function pause() {
  const { stack, clock } = desk;
  const brakes = openBrakes(stack.database, () => clock.now());
  await brakes.pause({ reason: 'by hand', since: new Date(clock.now()).toISOString(), until: null });
  clock.advance(5_000);
  return brakes;
}

/** Lets time pass in steps no longer than a message's first wait, until a condition holds. */
async function passTime(until: () => boolean) {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (until()) return;
    desk.clock.advance(20_000);
  }
}

describe('a pause', () => {
  it('holds five seconds later, and until it is ended, without a failure counted', async () => {
    desk = await startDesk(aRuleset([refund]));
    const { reply, stack, clock, tagsOf, conversationId } = desk;
    await reply();
    const brakes = await pause();
    const replied = reply({ body: 'refund, again' });
    const later = clock.now() + 3_600_000;
    await passTime(() => clock.now() > later);
    expect(await stack.listRecords()).toHaveLength(1);
    await brakes.resume();
    await replied;
    expect(await stack.listRecords()).toHaveLength(2);
    expect((await stack.listRecords()).map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
  });

  it('of an hour loses none of 5,000 notifications, applies them in order, and sends none to the dead letters', async () => {
    desk = await startDesk(aRuleset([refund]), { workers: 4 });
    const { stack, clock, workspace, contactId, api } = desk;
    const { appId } = workspace.options;
    const from = { type: 'user', id: contactId };
    const conversations: string[] = [];
    for (let n = 0; n < 100; n++) {
      const { conversation_id } = await api('POST', '/conversations', { from, body: 'Hello' });
      conversations.push(String(conversation_id));
    }
    const brakes = await pause();
    const writeTo = (conversationId: string, n: number) => {
      const createdAt = Math.floor(clock.now() / 1000) + n;
      const partId = String(10_000 + n);
      // The last one in each conversation is one that a rule matches.
      const body = n < 4_900 ? 'thanks' : 'refund';
      return desk.post(
        aReply({ appId, conversationId, contactId, createdAt, id: `notif_${n}`, partId, body }),
      );
    };
    for (let n = 0; n < 5_000; n += conversations.length) {
      const answers = await Promise.all(conversations.map((id, i) => writeTo(id, n + i)));
      expect(new Set(answers)).toEqual(new Set([200]));
    }
    const end = clock.now() + 3_600_000;
    await passTime(() => clock.now() > end);
    expect(await stack.listRecords()).toEqual([]);
    expect(stack.queue.size()).toBe(5_000);

    await expect.poll(looksUnderWay).toBe(0);
    await brakes.resume();
    // Longer than the last look was put off; then the clock stands, so that no lease runs out meanwhile.
    clock.advance(600_000);
    await stack.drain();
    const records = await stack.listRecords();
    expect(records).toHaveLength(5_000);
    expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['finished']));
    expect(records.filter(({ outcome }) => outcome === 'tagged')).toHaveLength(100);
    expect(stack.deadLetterQueue.size()).toBe(0);
    expect(await desk.tagsOf(`/conversations/${conversations[7]}`)).toEqual(['Refund']);
    expect(outOfOrder()).toEqual([]);
  }, 180_000);
});

/** Batches that found the line stopped and have not handed their messages back yet. */
function looksUnderWay(): number {
  const receives = new Map<string, number>();
  for (const { groupId, receiveCount } of desk.stack.queue.peek()) {
    receives.set(groupId, Math.max(receiveCount, receives.get(groupId) ?? 0));
  }
  const begun = [...receives.values()].reduce((sum, each) => sum + each, 0);
  return begun - desk.outcomes().filter((outcome) => outcome === 'postponed').length;
}

/** Notifications that were applied after a later one of their conversation, by the log. */
function outOfOrder(): string[] {
  const last = new Map<unknown, number>();
  const late: string[] = [];
  for (const { message, fields } of desk.log.lines) {
    if (message !== 'notification' || fields['outcome'] === 'postponed') continue;
    const number = Number(String(fields['notification']).slice('notif_'.length));
    if (number < (last.get(fields['subject']) ?? -1)) late.push(String(fields['notification']));
    last.set(fields['subject'], number);
  }
  return late;
}
