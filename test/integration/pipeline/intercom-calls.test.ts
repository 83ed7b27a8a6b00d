import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import type { Ruleset } from '../../../functions/rules/model.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { loadRules } from '../../../infra/local/start/load-rules.ts';
import { runSampleDay } from '../../../infra/local/start/run-sample-day.ts';
import { clientSecret, startLocalService } from '../../support/local-service.ts';
import { aRuleset } from '../../support/rulesets.ts';
import { spendOnMessages } from '../../support/spend-on-messages.ts';

/** The emulator's count of calls, by operation, after the sample day has run under these rules. */
async function callsOfDay(ruleset: Ruleset) {
  const { workspace, intercom, stack, close } = await startLocalService(ruleset, {
    workspace: { rateLimit: { limit: 1_000_000, windowMs: 10_000 } },
  });
  await workspace.subscribe({ url: stack.webhookUrl, secret: clientSecret });
  const adminId = workspace.options.admins[0]?.id ?? '';
  await runSampleDay({ workspace, url: intercom.url, stack, adminId, quiet: true, isJudged: false });
  const calls = Object.keys(workspace.counts.read()).map(
    (name) => [name, workspace.counts.total(name)] as const,
  );
  const records = await stack.listRecords();
  const transitions = workspace.core.transitions.all().length;
  await close();
  return { calls: new Map(calls), records, transitions };
}

/** Changes of a contact that another record had asked for before. */
function repeatedOnContacts(records: readonly NotificationRecord[]): number {
  const asked = records
    .flatMap((record) => record.changes)
    .filter(({ target }) => target.type === 'contact')
    .flatMap(({ target, add }) => add.map((tag) => `${target.id} ${JSON.stringify(tag)}`));
  return asked.length - new Set(asked).size;
}

const tagCalls = /^(attach|detach|tagCompan|untagCompan)/;
const fetches = /^(ShowContact|retrieveConversation|RetrieveACompanyById|getTicket)$/i;

describe("the sample day's calls of Intercom", () => {
  it('are none without a match, about one for each change, and one fetch for each object that decided', async () => {
    // What the day itself and its judge call: under no rules, nobody else does.
    const own = await callsOfDay(aRuleset([]));
    const source = await loadRules('rules/local.yaml');
    const { ruleset = aRuleset([]) } = checkRuleset(source, source);
    const day = await callsOfDay(ruleset);
    expect(own.records.flatMap(({ fetched, operations }) => [...fetched, ...operations])).toEqual([]);

    const spent = new Map([...day.calls].map(([name, count]) => [name, count - (own.calls.get(name) ?? 0)]));
    const sum = (names: RegExp) =>
      [...spent].reduce((total, [name, count]) => total + (names.test(name) ? count : 0), 0);
    const changes = day.records.flatMap((record) => record.operations).length;
    const made = day.transitions - own.transitions;
    const fetched = day.records.flatMap((record) => record.fetched).length;
    console.log(
      `sample day: ${day.records.length} notifications, ${changes} changes, ${sum(tagCalls)} tag calls ` +
        `(${(sum(tagCalls) / changes).toFixed(2)} for each), ${made} of which changed a tag: of the others, which add a tag ` +
        'to a person anew, no notification says whether it is there. ' +
        `${sum(fetches)} fetches for ${fetched} objects needed; all of apply's: ${JSON.stringify(
          Object.fromEntries([...spent].filter(([, count]) => count !== 0)),
        )}`,
    );
    expect(changes).toBeGreaterThan(10);
    expect(sum(tagCalls)).toBeLessThanOrEqual(1.05 * changes);
    // No payload names a contact's tags, so that a second refund of one person is a call that changes nothing.
    expect(sum(tagCalls) - made).toBeLessThanOrEqual(repeatedOnContacts(day.records));
    expect(sum(fetches)).toBeLessThanOrEqual(fetched);
    // The records know of each of them.
    expect(day.records.reduce((total, { calls = 0 }) => total + calls, 0)).toBe(sum(/./));
  });
});

describe("a thousand messages' calls of Intercom", () => {
  it('are one for each change and one for each object that decides, and none besides', async () => {
    const { messages, wanted, made } = await spendOnMessages(1_000);
    console.log(`${messages} messages: ${JSON.stringify(made)}`);
    expect(made).toEqual(wanted);
  });
});
