import { afterEach, describe, expect, it } from 'vitest';
import type { Ruleset } from '../../../functions/rules/model.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';

let desk: Desk;
afterEach(() => desk.close());

const start = async (ruleset: Ruleset, options?: Parameters<typeof startDesk>[1]) => {
  desk = await startDesk(ruleset, options);
  return desk;
};
const operations = async () =>
  (await desk.stack.listRecords())
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .flatMap((record) =>
      record.operations.map(
        ({ tag, rules, outcome }) =>
          `${typeof tag === 'string' ? tag : tag.id} by ${rules.join('+')}: ${outcome}`,
      ),
    );

describe("a rule's limit", () => {
  // The replies show the conversation without tags, so that each is a change.
  const refund = aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  });

  it('leaves what goes beyond it to a person, says so, and leaves other rules alone', async () => {
    const { reply, metrics, tagsOf, conversationId, log } = await start(
      aRuleset([{ ...refund, limit: { per_hour: 1 } }, aRule({ id: 'Help', when: words('help') })]),
    );
    await reply();
    await reply({ body: 'refund, help' });
    expect(await operations()).toEqual([
      'Refund by refund: tagged',
      'Refund by refund: capped',
      'Help by Help: tagged',
    ]);
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund', 'Help']);
    expect(metrics.counts.Capped).toBe(1);
    expect(metrics.counts.Changes).toBe(2);
    expect(log.lines).toContainEqual({
      level: 'warn',
      message: 'changes are capped',
      fields: expect.objectContaining({ rules: ['refund'], changes: 1 }),
    });
  });

  it("is the environment's where the rule has none, and ends with the hour", async () => {
    const { reply, clock } = await start(aRuleset([refund]), { changesPerHour: 1 });
    await reply();
    await reply();
    expect(desk.outcomes()).toEqual(['tagged', 'capped']);
    clock.advance(3_600_000);
    await reply();
    expect(desk.outcomes().at(-1)).toBe('tagged');
  });

  it("is the environment's for what a schedule changes, too", async () => {
    const leads = aRule({ id: 'leads', trigger: [{ every: '1h', over: 'contacts' }] });
    const { api, stack } = await start(aRuleset([leads]), { changesPerHour: 1 });
    await api('POST', '/contacts', { role: 'lead', email: 'second@example.test' });
    await stack.sync();
    expect((await operations()).toSorted()).toEqual(['leads by leads: capped', 'leads by leads: tagged']);
  });

  it('counts a change once, however often it is tried', async () => {
    const { reply, workspace } = await start(aRuleset([refund]), { changesPerHour: 2 });
    const failing = { kind: 'server_error', status: 503, body: 'json', carried_out: false } as const;
    workspace.faults.set([{ ...failing, share: 1, operations: ['attachTagToConversation'], times: 3 }]);
    await reply();
    await reply();
    await reply();
    expect((await operations()).filter((each) => each.includes('by refund'))).toEqual([
      'Refund by refund: tagged',
      'Refund by refund: tagged',
      'Refund by refund: capped',
    ]);
  });

  it('holds back no change that it let go before: though its answer was lost, it may be done', async () => {
    const { reply, api, workspace, tagsOf, conversationId, contactId } = await start(aRuleset([refund]), {
      changesPerHour: 1,
    });
    const from = { type: 'user', id: contactId };
    const other = String((await api('POST', '/conversations', { from, body: 'Hello' }))['conversation_id']);
    const lost = { kind: 'server_error', status: 503, body: 'json', carried_out: true } as const;
    workspace.faults.set([{ ...lost, share: 1, operations: ['attachTagToConversation'], times: 1 }]);
    const replies = [reply({ drain: 'now' })];
    await expect.poll(() => desk.outcomes()).toEqual(['retry']);
    // Another one comes before it is tried again.
    replies.push(reply({ conversationId: other, drain: 'now' }));
    await expect.poll(() => desk.outcomes()).toEqual(['retry', 'capped']);
    await desk.drainInTime();
    await Promise.all(replies);
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
    expect(await tagsOf(`/conversations/${other}`)).toEqual([]);
    expect((await operations()).toSorted()).toEqual(['Refund by refund: capped', 'Refund by refund: tagged']);
  });

  it('stops a change only where all rules that ask for it have used up theirs', async () => {
    const other = { ...refund, id: 'other', priority: -1 };
    const { reply } = await start(aRuleset([{ ...refund, limit: { per_hour: 1 } }, other]));
    await reply();
    await reply();
    await reply();
    expect((await operations()).map((each) => each.split(': ')[1])).toEqual(['tagged', 'tagged', 'tagged']);
  });
});

describe('tags out of templates', () => {
  const templated = aRule({
    id: 'order',
    when: { field: 'message.text', operator: 'matches', values: ['order (?<n>\\d+)'] },
    then: [{ target: 'subject', add: [{ template: 'Order {{match.n}}' }], remove: [] }],
  });

  it('are made fifty times a day, and those that are there cost nothing', async () => {
    const { reply, api, tagsOf, conversationId, clock } = await start(aRuleset([templated]));
    await api('POST', '/tags', { name: 'order 999' });
    for (let n = 0; n < 50; n++) await reply({ body: `order ${n}`, drain: 'now' });
    await reply({ body: 'order 7 again: ORDER 50' });
    await reply({ body: 'order 50' });
    await reply({ body: 'order 999' });
    const tags = await tagsOf(`/conversations/${conversationId}`);
    expect(tags).toHaveLength(51);
    expect(tags).toContain('order 999');
    expect((await operations()).filter((each) => each.includes('capped'))).toEqual([
      'Order 50 by order: capped',
    ]);
    clock.advance(24 * 3_600_000);
    await reply({ body: 'order 50' });
    expect(await tagsOf(`/conversations/${conversationId}`)).toContain('Order 50');
  });
});
