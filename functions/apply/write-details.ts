import type { GivenFacts } from '../rules/model.ts';
import type { NotificationRecord } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { onceRules } from './decide-once.ts';
import { expiry } from './new-record.ts';
import type { ActiveRuleset } from './ruleset-source.ts';

/**
 * What hangs on a hit's record: its text with the facts that were fetched, an entry in the list of each rule,
 * and the mark of those that match a subject once. Written under the claim and before the record is finished,
 * and again by whoever takes it up, so that a crash leaves none out.
 */
export async function writeDetails(
  deps: ApplyDeps,
  ruleset: ActiveRuleset,
  record: NotificationRecord,
  raw: Buffer,
  facts: GivenFacts,
): Promise<void> {
  const { subject, identity } = record;
  const writes: Promise<unknown>[] = record.matched.map(({ rule }) => deps.records.putByRule(record, rule));
  if (subject !== null) {
    for (const rule of onceRules(ruleset, record.matched)) {
      writes.push(deps.ledger.once(subject, rule, identity));
    }
  }
  if (deps.textDays > 0) {
    const text = { notification: raw.toString('utf8'), facts };
    writes.push(deps.records.putText(record, text, expiry(deps, deps.textDays)));
  }
  await Promise.all(writes);
}
