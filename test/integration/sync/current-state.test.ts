import { afterEach, beforeEach, expect, it } from 'vitest';
import { clockTimers } from '../../support/clock-timers.ts';
import { type LocalService, startLocalService } from '../../support/local-service.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';

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
