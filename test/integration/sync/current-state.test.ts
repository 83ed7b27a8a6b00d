import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunStore } from '../../../functions/store/runs.ts';
import { createTable } from '../../../functions/store/table.ts';
import { syncCatalogue } from '../../../functions/sync/catalogue/sync-catalogue.ts';
import { currentContacts } from '../../../functions/sync/catch-up/contacts-and-companies.ts';
import { clockTimers } from '../../support/clock-timers.ts';
import { type LocalService, startLocalService } from '../../support/local-service.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';
import { startScheduledDesk } from '../../support/scheduled-desk.ts';

const hour = 3_600_000;

let clock: ManualClock;
let service: LocalService;
beforeEach(async () => {
  clock = manualClock();
  const named = (field: string) => ({ field, operator: 'contains' as const, values: ['vip'] });
  service = await startLocalService(
    aRuleset([
      aRule({ id: 'contact', trigger: ['contact.user.updated'], when: named('contact.name') }),
      aRule({ id: 'company', trigger: ['company.created'], when: named('company.name') }),
    ]),
    {
      clock,
      intercomOptions: { clock: { now: () => clock.now(), sleep: (ms, signal) => clock.wait(ms, signal) } },
      workspace: { timers: clockTimers(clock) },
    },
  );
  await sync(0);
});
afterEach(() => service.close());

/** A run so many hours later: what its steps for contacts and companies counted, and their calls. */
async function sync(hours: number) {
  clock.advance(hours * hour);
  const { run } = await service.stack.sync();
  await service.stack.drain();
  const stepOf = (name: string) => run?.steps.find((step) => step.name === name);
  return { contacts: stepOf('contacts'), companies: stepOf('companies') };
}

const tagsOn = (tagged: { taggings: readonly { tagId: string }[] } | undefined) =>
  tagged?.taggings.map(({ tagId }) => service.workspace.core.tags.find(tagId)?.name);

it('brings contacts that changed to what the rules say of them now, by the day’s pages, once an hour', async () => {
  const { id } = await service.api('POST', '/contacts', { role: 'user', name: 'A vip' });
  await service.api('POST', '/contacts', { role: 'user', name: 'Somebody' });
  expect(await sync(1)).toMatchObject({ contacts: { calls: 1, counts: { changed: 2, sent: 2 } } });
  expect(tagsOn(service.workspace.core.contacts.find(String(id)))).toEqual(['contact']);
  expect(await sync(0.25)).toMatchObject({ contacts: { calls: 0, counts: {} } });
});

it('decides again what its own tag has changed, once, and then leaves it alone', async () => {
  await service.api('POST', '/contacts', { role: 'user', name: 'A vip' });
  await sync(1);
  expect((await sync(1)).contacts).toMatchObject({ counts: { sent: 1 } });
  expect((await sync(1)).contacts).toMatchObject({ counts: { changed: 0 } });
});

it('lists companies at most once a day', async () => {
  const contact = await service.api('POST', '/contacts', { role: 'user', name: 'Somebody' });
  const company = await service.api('POST', '/companies', { company_id: 'acme', name: 'Acme vip' });
  await service.api('POST', `/contacts/${String(contact['id'])}/companies`, { id: company['id'] });
  expect(await sync(1)).toMatchObject({ companies: { calls: 0 } });
  expect(await sync(24)).toMatchObject({ companies: { calls: 1, counts: { changed: 1, sent: 1 } } });
  const tagged = service.workspace.core.companies.find(String(company['id']));
  expect(tagsOn(tagged)).toEqual(['company']);
});

it('goes on where an invocation stopped, though the next one has asked Intercom for nothing before', async () => {
  await using desk = await startScheduledDesk(`
  - id: contact
    trigger: [contact.user.updated]
    then: { add: [Contact] }
`);
  const steps = [syncCatalogue, currentContacts];
  await desk.sync({ steps });
  desk.timers.advance(hour);
  for (let n = 0; n < 170; n += 1) await desk.workspace.create('contacts', { role: 'user' });
  desk.timers.advance(10 * 60_000);
  const slow: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input;
    if (url.toString().endsWith('/contacts/search')) desk.timers.advance(5 * 60_000);
    return fetch(input, init);
  };
  const stopped = await desk.sync({ steps, fetch: slow, minutes: 4 });
  expect(stopped.run?.steps[1]).toMatchObject({ status: 'stopped', counts: { sent: 150 } });

  await desk.sync({ steps });
  const runs = createRunStore(
    createTable(desk.database.client, desk.database.tableName, desk.timers.now),
    desk.timers.now,
  );
  const whole = await runs.read(stopped.run?.id ?? '');
  expect(whole?.steps[1]).toMatchObject({ status: 'done', counts: { sent: 170 }, calls: 2 });
});

it('makes up for a month without the sync, but not for the time before a rule listened', async () => {
  const listening = `
  - id: contact
    trigger: [contact.user.updated]
    then: { add: [Contact] }
`;
  await using desk = await startScheduledDesk(listening);
  const sync = async () =>
    (await desk.sync({ steps: [syncCatalogue, currentContacts] })).run?.steps[1]?.counts;
  const day = 24 * hour;
  await sync();
  await desk.workspace.create('contacts', { role: 'user' });
  desk.timers.advance(30 * day);
  expect(await sync()).toMatchObject({ sent: 1 });

  desk.use(listening.replace('contact.user.updated', 'conversation.user.replied'));
  await desk.workspace.create('contacts', { role: 'user' });
  for (let n = 0; n < 3; n += 1) {
    desk.timers.advance(day);
    await sync();
  }
  desk.use(listening);
  desk.timers.advance(hour);
  expect(await sync()).toMatchObject({ changed: 0 });
});
