import type { Ruleset } from '../rules/model.ts';
import type { NotificationRecord, Operation, SatisfiedTag } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { isSettled } from './execute-changes.ts';
import { operationOf } from './operation-of.ts';
import { rulesBehind } from './origin-in.ts';

export type HoldBackDeps = Pick<ApplyDeps, 'brakes' | 'limits' | 'changesPerHour'>;

/**
 * Holds back those changes that are not to be carried out now: `paused` where every rule that asks for it is, `capped`
 * where those that are not have used up their hour. They are recorded, and `ops release` has them carried out.
 * Without a ruleset no limit is asked.
 */
export async function holdBack(
  { brakes, limits, changesPerHour }: HoldBackDeps,
  record: NotificationRecord,
  ruleset: Pick<Ruleset, 'rules'> | null,
): Promise<Operation[]> {
  const { rules: paused } = await brakes.current();
  const held: Operation[] = [];
  for (const { target, op, ref } of openChanges(record)) {
    const askedBy = rulesBehind(record, target, op, ref);
    const free = askedBy.filter((rule) => !paused.has(rule));
    if (ruleset === null && free.length > 0) continue;
    const isWithin = await someWithin(free, (id) => {
      const own = ruleset?.rules.find((each) => each.id === id)?.limit?.per_hour;
      return limits.takeChange(id, own ?? changesPerHour);
    });
    if (isWithin) continue;
    const outcome = free.length === 0 ? 'paused' : 'capped';
    held.push(operationOf(record, target, { op, ref }, outcome));
  }
  return held;
}

/** Of what the facts showed as done, that which more than paused rules want: these decide about nobody's change. */
export async function withoutPaused(
  { brakes }: Pick<HoldBackDeps, 'brakes'>,
  satisfied: readonly SatisfiedTag[] = [],
): Promise<SatisfiedTag[]> {
  if (satisfied.length === 0) return [];
  const { rules: paused } = await brakes.current();
  return satisfied.filter(({ rules }) => rules.some((rule) => !paused.has(rule)));
}

/** A change goes on the account of the first of its rules that has something left. */
async function someWithin(
  rules: readonly string[],
  take: (rule: string) => Promise<boolean>,
): Promise<boolean> {
  for (const rule of rules) if (await take(rule)) return true;
  return false;
}

function openChanges({ changes, operations }: NotificationRecord) {
  return changes
    .flatMap(({ target, add, remove }) => [
      ...add.map((ref) => ({ target, op: 'add' as const, ref })),
      ...remove.map((ref) => ({ target, op: 'remove' as const, ref })),
    ])
    .filter(({ target, op, ref }) => !isSettled(operations, target, op, ref));
}
