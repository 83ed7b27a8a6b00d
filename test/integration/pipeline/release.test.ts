import { afterEach, describe, expect, it } from 'vitest';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { releaseMessage } from '../../../functions/apply/release-order.ts';
import type { Ruleset } from '../../../functions/rules/model.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { openBrakes } from '../../support/open-brakes.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';

let desk: Desk;
let rules: Ruleset;
afterEach(() => desk.close());

const tagging = (id: string, tag: string, ...keywords: string[]) =>
  aRule({
    id,
    when: words(...keywords),
    then: [{ target: 'subject', add: [{ name: tag }], remove: [] }],
  });
const refund = tagging('refund', 'Refund', 'refund', 'money');
const capped = { ...refund, limit: { per_hour: 1 } };

/** The second reply's change is held back; the first one's tag is on a conversation of its own. */
async function start(ruleset: Ruleset, options: Parameters<typeof startDesk>[1] = {}) {
  rules = ruleset;
  desk = await startDesk(ruleset, { rulesets: async () => activateRuleset(rules, 1), ...options });
  const from = { type: 'user', id: desk.contactId };
  const other = await desk.api('POST', '/conversations', { from, body: 'Hello' });
  return { ...desk, otherId: String(other['conversation_id']) };
}

const tags = () => desk.tagsOf(`/conversations/${desk.conversationId}`);
const brakes = () => openBrakes(desk.stack.database, () => desk.clock.now());
const heldRecords = async () =>
  (await desk.stack.listRecords()).filter(({ operations }) =>
    operations.some(({ outcome }) => outcome === 'capped' || outcome === 'paused'),
  );
const outcomes = async () =>
  (await desk.stack.listRecords())
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .flatMap(({ operations }) => operations.map(({ outcome }) => outcome));

async function release(rule = 'refund', as_decided = false, run = '1') {
  for (const record of await heldRecords()) {
    desk.stack.queue.send(releaseMessage(record, { rule, as_decided }, run));
  }
  await desk.drainInTime();
}

describe('what a limit held back', () => {
  it('is applied on a word, beyond the limit, once, though the word comes twice', async () => {
    const { reply, otherId, workspace } = await start(aRuleset([capped]));
    await reply({ conversationId: otherId });
    await reply();
    await reply({ body: 'refund, I said' });
    expect(await tags()).toEqual([]);
    await release();
    expect(await tags()).toEqual(['Refund']);
    expect(await outcomes()).toEqual(['tagged', 'tagged', 'tagged']);
    const calls = workspace.counts.total('attachTagToConversation');
    await release();
    for (const record of await desk.stack.listRecords()) {
      desk.stack.queue.send(releaseMessage(record, { rule: 'refund', as_decided: false }, 'again'));
    }
    await desk.drainInTime();
    expect(workspace.counts.total('attachTagToConversation')).toBe(calls);
    expect(desk.outcomes().at(-1)).toBe('duplicate');
  });

  it('takes its own place in time: what came later stands', async () => {
    const removing = aRule({
      id: 'done',
      when: words('done'),
      then: [{ target: 'subject', add: [], remove: [{ name: 'Refund' }] }],
    });
    const { reply, otherId, api } = await start(aRuleset([capped, removing]));
    await reply({ conversationId: otherId });
    await reply();
    const { id } = await api('POST', '/tags', { name: 'Refund' });
    const tag = { id: String(id), name: 'Refund' };
    await reply({ body: 'done', tags: [tag] });
    await release();
    expect(await tags()).toEqual([]);
    expect(await outcomes()).toEqual(['tagged', 'superseded', 'untagged']);
  });

  it('is left alone where the mended rule no longer asks for it, unless the word is to go by what was decided', async () => {
    const { reply, otherId } = await start(aRuleset([capped]));
    await reply({ conversationId: otherId });
    await reply({ body: 'money, money' });
    await reply({ body: 'refund' });
    rules = aRuleset([tagging('refund', 'Refund', 'refund')]);
    await release();
    expect(await outcomes()).toEqual(['tagged', 'withdrawn', 'tagged']);
  });

  it('goes by what was decided where that is the word', async () => {
    const { reply, otherId } = await start(aRuleset([capped]));
    await reply({ conversationId: otherId });
    await reply({ body: 'money, money' });
    rules = aRuleset([]);
    await release('refund', true);
    expect(await tags()).toEqual(['Refund']);
  });

  it('survives failures of Intercom on its way, and ends in the dead letters after five', async () => {
    const { reply, otherId, workspace } = await start(aRuleset([capped]));
    await reply({ conversationId: otherId });
    await reply();
    const failing = { kind: 'server_error', status: 503, body: 'json', carried_out: false } as const;
    workspace.faults.set([{ ...failing, share: 1, operations: ['attachTagToConversation'] }]);
    await release();
    const [dead] = desk.stack.deadLetterQueue.peek();
    expect(await desk.stack.listRecords()).toContainEqual(expect.objectContaining({ status: 'failed' }));
    workspace.faults.set([]);
    if (dead === undefined) throw new Error('the dead letter is there');
    desk.stack.queue.send({
      ...dead,
      deduplicationId: 'r',
      attributes: { ...dead.attributes, redrive: '1' },
    });
    await desk.drainInTime();
    expect(await tags()).toEqual(['Refund']);
  });
});

describe('a paused rule', () => {
  it("keeps its changes back from within five seconds on, others' not, until it is resumed and released", async () => {
    const { reply, clock } = await start(aRuleset([refund, tagging('help', 'Help', 'help')]));
    await reply({ body: 'help' });
    await brakes().pauseRule('refund', { reason: 'wrong', since: new Date(clock.now()).toISOString() });
    clock.advance(5_000);
    await reply({ body: 'refund, help' });
    await reply();
    expect(await tags()).toEqual(['Help']);
    expect(await outcomes()).toEqual(['tagged', 'paused', 'tagged', 'paused']);
    expect(desk.outcomes()).toEqual(['tagged', 'tagged', 'paused']);

    await release();
    expect(await tags()).toEqual(['Help']);
    await brakes().resumeRule('refund');
    clock.advance(5_000);
    await release('refund', false, '2');
    expect(await tags()).toEqual(['Help', 'Refund']);
    expect(await heldRecords()).toEqual([]);
  });

  it('does not keep back what another rule asks for, too', async () => {
    const { reply } = await start(aRuleset([refund, tagging('other', 'refund', 'refund')]));
    await brakes().pauseRule('refund', { reason: 'wrong', since: '' });
    await reply();
    expect(await tags()).toHaveLength(1);
  });
});
