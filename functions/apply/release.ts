import type { NotificationRecord, Operation } from '../store/record.ts';
import type { Verdict } from './apply-deps.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { deadLetter } from './dead-letter.ts';
import { executeRecord } from './execute-record.ts';
import { leaseMs } from './new-record.ts';
import { isHeldFor, type ReleaseOrder, readReleaseOrder } from './release-order.ts';
import { stillAskedFor } from './still-asked-for.ts';
import { isRedriven } from './take-up.ts';
import type { Work } from './work.ts';

/**
 * Carries out what of a finished record was held back, on a person's word: without the limit, by the ledger, in the
 * notification's own place in time. The record is claimed for it like any other, so that it is done once.
 */
export async function release(work: Work): Promise<Verdict> {
  const { deps, delivery } = work;
  const order = readOrder(work);
  if (order === null) {
    await deadLetter(work, {});
    return { kind: 'done', outcome: 'failed' };
  }
  const was = await deps.records.read(order.app_id, order.identity);
  if (was === null) return { kind: 'done', outcome: 'gone' };
  const held = was.lease_until ?? 0;
  if (held > deps.now()) throw new ClaimHeldError(held);
  if (held > 0 && !work.alone) return { kind: 'suspect' };
  if (was.status === 'failed' && !isRedriven(delivery)) return { kind: 'done', outcome: 'failed' };

  const settled = was.status === 'finished' ? await withoutReleased(work, was, order) : was.operations;
  if (settled === null) return { kind: 'done', outcome: 'duplicate' };
  const record: NotificationRecord = {
    ...was,
    status: 'claimed',
    operations: settled,
    attempts: was.status === 'claimed' ? was.attempts : 0,
    lease_until: deps.now() + leaseMs,
    lease_holder: deps.worker,
  };
  if (!(await deps.records.replace(record, was))) throw new ClaimHeldError(deps.now() + leaseMs);
  work.record = record;
  return executeRecord(work, record, { resumed: was.status !== 'finished', released: true });
}

/** Null where there is none: no try will read it, and no record counts them. */
function readOrder({ deps, delivery }: Work): ReleaseOrder | null {
  try {
    return readReleaseOrder(delivery.body);
  } catch (error) {
    deps.log.error('a release order cannot be read', {}, error);
    return null;
  }
}

/** The operations that are settled, with those marked `withdrawn` that no rule asks for any more. Null: none is held. */
async function withoutReleased(
  work: Work,
  record: NotificationRecord,
  { rule, as_decided }: ReleaseOrder,
): Promise<Operation[] | null> {
  const isHeld = (each: Operation) => isHeldFor(rule, each);
  if (!record.operations.some(isHeld)) return null;

  const isAsked = as_decided ? () => true : await stillAskedFor(work.deps, record, rule);
  const withdrawn: Operation[] = record.operations
    .filter((each) => isHeld(each) && !isAsked(each))
    .map((each) => ({ ...each, outcome: 'withdrawn' }));
  return [...record.operations.filter((each) => !isHeld(each)), ...withdrawn];
}
