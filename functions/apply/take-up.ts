import { unpack } from '../platform/pack.ts';
import type { NotificationRecord } from '../store/record.ts';
import type { Delivery, Verdict } from './apply-deps.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { executeRecord } from './execute-record.ts';
import { failRecord } from './handle-failure.ts';
import { leaseMs } from './new-record.ts';
import type { Work } from './work.ts';
import { writeDetails } from './write-details.ts';

/**
 * What an earlier delivery left behind. Null: nothing that keeps this one from deciding.
 *
 *     record      lease        what it means                         done here
 *     none, begun -            never decided                         (re)begin, counting a begun one that was
 *                                                                    not given back as a crash
 *     claimed     runs         somebody is at it                     ClaimHeldError: postponed
 *     claimed     0            given back, its failure counted       take up: execute the stored decision
 *     claimed     ran out      the holder died                       count a failure, then take up, alone
 *     finished    -            done                                  duplicate
 *     failed      -            dead-lettered                         duplicate, unless redriven by a person
 */
export async function takeUp(work: Work, fresh: NotificationRecord): Promise<Verdict | null> {
  const { deps, delivery } = work;
  const was = await deps.records.read(fresh.app_id, fresh.identity);
  const redrive = Number(delivery.attributes['redrive'] ?? 0);
  // Only a message's first delivery after a redrive begins anew; the record remembers which it was.
  const isAnew = redrive > (was?.redrive ?? 0);
  if (was?.status === 'finished' || (was?.status === 'failed' && !isAnew)) {
    return { kind: 'done', outcome: 'duplicate' };
  }
  const held = was?.lease_until ?? 0;
  if (was !== null && held > deps.now()) throw new ClaimHeldError(held);

  // It waited for its calls before, or for a message of its group that did.
  deps.intercom.checkRateLimit();

  const crashed = held > 0;
  if (crashed && !work.alone) return { kind: 'suspect' };
  const attempts = isAnew ? 0 : (was?.attempts ?? 0) + (crashed ? 1 : 0);
  const lease = {
    lease_until: deps.now() + leaseMs,
    lease_holder: deps.worker,
    ...(redrive > 0 ? { redrive } : {}),
  };
  const calls = was?.calls === undefined ? {} : { calls: was.calls };
  const begun = was === null || was.status === 'begun' || was.matched.length === 0;
  const record: NotificationRecord = begun
    ? { ...fresh, status: 'begun', attempts, ...calls, ...lease }
    : // What its worker let go before it died may be done.
      { ...was, status: 'claimed', attempts, ...(crashed ? { counted: true } : {}), ...lease };
  const taken = was === null ? await deps.records.create(record) : await deps.records.replace(record, was);
  if (!taken) throw new ClaimHeldError(deps.now() + leaseMs);

  work.record = record;
  if (crashed) {
    const failed = await failRecord(work, record, 'the worker that held it died');
    if (failed !== null) return failed;
  }
  Object.assign(fresh, { attempts, ...calls, ...(redrive > 0 ? { redrive } : {}) });
  return begun ? null : executeAgain(work, record);
}

async function executeAgain(work: Work, record: NotificationRecord): Promise<Verdict> {
  const { deps, delivery } = work;
  // What was fetched for the decision is lost with the one who fetched it.
  const ruleset = await deps.rulesets(record.ruleset_version);
  await writeDetails(deps, ruleset, record, unpack(delivery.body), {});
  return executeRecord(work, record, { resumed: true });
}

/** A person returned it from the dead-letter queue: it begins anew. */
export function isRedriven({ attributes }: Delivery): boolean {
  return attributes['redrive'] !== undefined;
}
