import { afterEach, describe, expect, it } from 'vitest';
import { mortal } from '../../support/mortal.ts';
import { runs } from '../../support/runs.ts';
import { type ScheduledDesk, startScheduledDesk } from '../../support/scheduled-desk.ts';

const rules = `
  - id: leads
    trigger: { every: 1h, over: contacts }
    when: { contact.role: lead }
    then: { add: [Lead] }
    keep: true
`;

let desk: ScheduledDesk;
afterEach(() => desk[Symbol.asyncDispose]());

/** Leads to be tagged, and users whose tag, set while they were leads, is to go. */
async function startDesk(): Promise<{ leads: string[]; users: string[] }> {
  desk = await startScheduledDesk(rules);
  const make = () => desk.workspace.create('contacts', { role: 'lead' });
  const users = [await make(), await make()];
  await desk.sync();
  for (const [n, id] of users.entries()) {
    await desk.api('PUT', `/contacts/${id}`, { role: 'user', email: `u${n}@acme.test` });
  }
  desk.timers.advance(3_600_000);
  const leads = [await make(), await make(), await make()];
  desk.workspace.workspace.counts.clear();
  return { leads, users };
}

const changes = () =>
  desk.calls('createTag') + desk.calls('attachTagToContact') + desk.calls('detachTagFromContact');

async function expectDone({ leads, users }: { leads: string[]; users: string[] }): Promise<void> {
  for (const id of leads) expect(await desk.tagsOf('contacts', id)).toEqual(['Lead']);
  for (const id of users) expect(await desk.tagsOf('contacts', id)).toEqual([]);
  const records = await desk.records();
  expect(records.map(({ status }) => status)).toEqual(Array.from({ length: 2 + 3 + 2 }, () => 'finished'));
}

describe('a scheduled run', () => {
  it('killed at one step after another and begun again, ends the same, and makes again only what no record says is made', async () => {
    const people = await startDesk();
    const whole = mortal(desk.database.endpoint);
    await desk.sync({ client: whole.client, fetch: whole.fetch });
    await expectDone(people);
    // Three in one call, and two that are taken away.
    expect(changes()).toBe(1 + 2);
    await desk[Symbol.asyncDispose]();

    let [deaths, repeated] = [0, 0];
    // Every second, before it is sent or with its answer on the way by turns; `RUNS=2` has each in both ways.
    const thorough = runs(1) > 1;
    for (let diesAt = 1; diesAt <= whole.steps.length; diesAt += thorough ? 1 : 2) {
      for (const unsent of thorough ? [false, true] : [diesAt % 4 === 1]) {
        const again = await startDesk();
        const life = mortal(desk.database.endpoint, { diesAt, unsent });
        // Side by side, steps come in another order each time, and one more or less may be needed.
        await Promise.race([desk.sync({ client: life.client, fetch: life.fetch }), life.killed]);
        if (life.isDead()) deaths += 1;
        // The leases of the dead run out.
        desk.timers.advance(16 * 60_000);
        const next = await desk.sync();
        expect(next.run?.status, `killed at ${diesAt}`).toBe('finished');
        await expectDone(again);
        repeated += changes() - (1 + 2);
        await desk[Symbol.asyncDispose]();
      }
    }
    // Of what was in hand, a call for many or two for one: in none of the deaths more than these.
    expect(repeated).toBeLessThanOrEqual(2 * deaths);
    // The last runs may need a step less than the one that was counted.
    expect(deaths).toBeGreaterThan(0.7 * (whole.steps.length / 2));
    desk = await startScheduledDesk(rules);
  }, 120_000);

  it('over more than one invocation has time for goes on where it stopped', async () => {
    desk = await startScheduledDesk(rules);
    const ids: string[] = [];
    for (let n = 0; n < 170; n += 1) ids.push(await desk.workspace.create('contacts', { role: 'lead' }));
    // Every call for fifty takes five minutes.
    const slow: typeof fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (typeof init?.body === 'string' && init.body.includes('"users"')) desk.timers.advance(5 * 60_000);
      return response;
    };
    const outcomes: string[] = [];
    for (let invocation = 0; invocation < 5; invocation += 1) {
      outcomes.push((await desk.sync({ fetch: slow, minutes: 14 })).outcome);
      desk.timers.advance(60_000);
    }
    expect(outcomes[0]).toBe('stopped');
    expect(outcomes).toContain('finished');
    for (const id of ids) expect(await desk.tagsOf('contacts', id)).toEqual(['Lead']);
    expect(await desk.records()).toHaveLength(170);
    // 170 contacts are four calls; the tag itself is one.
    expect(desk.calls('createTag')).toBe(5);
  });
});
