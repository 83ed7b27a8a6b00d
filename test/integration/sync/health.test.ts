import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCounters, noRuleHour } from '../../../functions/store/counters.ts';
import { createRecordStore } from '../../../functions/store/records.ts';
import { createRunStore } from '../../../functions/store/runs.ts';
import { createTable } from '../../../functions/store/table.ts';
import { checkHealth } from '../../../functions/sync/health/health.ts';
import { healthStep } from '../../../functions/sync/health/health-state.ts';
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

/** Five weeks in which a rule matched as often in the hour so long ago. */
async function past(rule: string, matched: (ago: number) => number): Promise<void> {
  const counters = createCounters(desk.database.client, desk.database.tableName, table());
  for (let ago = 0; ago < 5 * 168; ago += 4) {
    const counts = new Map([[rule, { ...noRuleHour, matched: matched(ago), tagged: matched(ago) }]]);
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
