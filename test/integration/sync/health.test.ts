import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCounters, noRuleHour } from '../../../functions/store/counters.ts';
import { createRecordStore } from '../../../functions/store/records.ts';
import { createRunStore } from '../../../functions/store/runs.ts';
import { createTable } from '../../../functions/store/table.ts';
import { checkHealth } from '../../../functions/sync/health/health.ts';
import { healthStep } from '../../../functions/sync/health/health-state.ts';
import { localDynamoDb } from '../../../infra/local/local-dynamo-db.ts';
import { aRecord } from '../../support/records.ts';
import { type ScheduledDesk, startScheduledDesk } from '../../support/scheduled-desk.ts';

const hour = 3_600_000;
const rules = `
  - id: refunds
    trigger: [conversation.user.created]
    then: { add: [Refund] }
  - id: leads
    trigger: { every: 1h, over: contacts }
    when: { contact.role: lead }
    then: { add: [Lead] }
`;

let desk: ScheduledDesk;
beforeEach(async () => {
  desk = await startScheduledDesk(rules);
  desk.timers.advance(hour / 2);
});
afterEach(() => desk[Symbol.asyncDispose]());

const table = () => createTable(desk.database.client, desk.database.tableName, desk.timers.now);
const begins = (ago: number) =>
  new Date(Math.floor(desk.timers.now() / hour) * hour - (ago + 1) * hour).toISOString();

/** Five weeks in which rules matched as often in the hour so long ago. */
async function past(rules: string | string[], matched: (ago: number) => number): Promise<void> {
  const counters = createCounters(desk.database.client, desk.database.tableName, table());
  for (let ago = 0; ago < 5 * 168; ago += 4) {
    const counted = { ...noRuleHour, matched: matched(ago), tagged: matched(ago) };
    const counts = new Map([rules].flat().map((rule) => [rule, counted] as const));
    await counters.write(begins(ago), { records: 100, hits: matched(ago) }, counts, 2_000_000_000);
  }
}

const findings = async () => {
  const { run } = await desk.sync({ steps: [checkHealth] });
  return { findings: run?.steps[0]?.findings, unhealthy: desk.metrics.counts.UnhealthyRules };
};

describe('the health of the rules', () => {
  it('says of a rule that has gone silent what to do, and counts it', async () => {
    await past('refunds', (ago) => (ago < 24 ? 0 : 4));
    expect(await findings()).toEqual({
      unhealthy: 1,
      findings: {
        findings: [
          {
            rule: 'refunds',
            problem: 'silent',
            seen: 'No match in 24 hours, where 24 and more were usual at this time of the week.',
            advice: expect.stringContaining('ops rule refunds'),
          },
        ],
      },
    });
    // Within the hour nothing is looked at again, and what was found stands.
    desk.timers.advance(5 * 60_000);
    expect(await findings()).toMatchObject({ findings: { findings: [{ problem: 'silent' }] } });
  });

  it('goes on where it stopped, rules looked at before left as they are', async () => {
    const many = Array.from(
      { length: 25 },
      (_, n) => `
  - id: r${n}
    trigger: [conversation.user.created]
    then: { add: [Refund] }`,
    );
    desk.use(many.join(''));
    await past(['r1', 'r24'], (ago) => (ago < 24 ? 0 : 4));
    // A look at a rule takes a quarter of a minute.
    const client = localDynamoDb(desk.database.endpoint);
    let looks = 0;
    client.middlewareStack.add(
      (next) => (args) => {
        if (JSON.stringify(args.input).includes('STATS#r')) {
          looks += 1;
          desk.timers.advance(15_000);
        }
        return next(args);
      },
      { step: 'initialize' },
    );
    const stopped = await desk.sync({ steps: [checkHealth], client, minutes: 4 });
    expect(stopped.outcome).toBe('stopped');
    expect(looks).toBe(20);
    expect((await findings()).findings).toMatchObject({ findings: [{ rule: 'r1' }, { rule: 'r24' }] });
    client.destroy();
  });

  it('does not miss a schedule whose work is done', async () => {
    await past('leads', (ago) => (ago < 24 ? 0 : 4));
    expect(await findings()).toMatchObject({ findings: { findings: [] } });
    expect(desk.metrics.counts.UnhealthyRules).toBe(0);
  });

  it('looks after the tags that a rule set, and tells when people take them off', async () => {
    const contacts: string[] = [];
    for (let n = 0; n < 20; n += 1) contacts.push(await desk.workspace.create('contacts', { role: 'lead' }));
    await desk.sync();
    const lead = [...desk.workspace.workspace.core.tags.all()].find(({ name }) => name === 'Lead');
    for (const id of contacts.slice(0, 12)) await desk.api('DELETE', `/contacts/${id}/tags/${lead?.id}`);
    await past('leads', () => 1);
    desk.timers.advance(2 * hour);
    expect(await findings()).toMatchObject({
      unhealthy: 1,
      findings: {
        findings: [
          {
            rule: 'leads',
            problem: 'removed_again',
            seen: 'Of 20 tags that it set in the last week, people have taken 12 off again.',
          },
        ],
      },
    });
    // A search is enough, and once a day.
    expect(desk.calls('SearchContacts')).toBe(2);
    desk.timers.advance(2 * hour);
    await findings();
    expect(desk.calls('SearchContacts')).toBe(2);
  });

  it('is kept for the operator', async () => {
    await past('refunds', (ago) => (ago < 24 ? 0 : 4));
    await createRecordStore(table()).create(aRecord());
    await findings();
    const kept = await createRunStore(table(), desk.timers.now).readCursor(healthStep);
    expect(kept).toMatchObject({ rules: 2, findings: [{ rule: 'refunds' }] });
  });
});
