import type { Target } from '../rules/model.ts';
import { newestIntent } from '../store/ledger.ts';
import type { CalledStep } from './call-steps.ts';
import { carryOut } from './carry-out.ts';
import type { ExecutionDeps } from './execute-target.ts';

/**
 * The ledger's third step. Whoever called last reads after calling, and so sees every intent that was written
 * before its own call could undo what that one did: where a newer one wants otherwise, it is carried out, and
 * the ledger read once more.
 */
export async function settleTarget(
  deps: ExecutionDeps,
  target: Target,
  called: readonly CalledStep[],
): Promise<void> {
  if (called.length === 0) return;
  const owned = new Map(called.filter(({ nowOurs }) => nowOurs).map(({ tag, intent }) => [tag.id, intent]));
  const noted = owned.size > 0 ? await deps.ledger.own(target, owned) : null;
  let view = noted ?? (await deps.ledger.read(target));
  const carried = new Map(called.map(({ tag, intent }) => [tag.id, intent]));
  for (;;) {
    let repaired = false;
    for (const { tag } of called) {
      const entry = view.get(tag.id);
      const newest = entry === undefined ? null : newestIntent(entry);
      const last = carried.get(tag.id);
      if (newest === null || newest.order === last?.order) continue;
      if (newest.op !== last?.op && newest.op !== 'hold') {
        repaired = true;
        // What is newer still, the next look finds.
        if (!(await carryOut(deps, target, tag, { intent: newest, view }))) continue;
      }
      carried.set(tag.id, newest);
    }
    if (!repaired) return;
    view = await deps.ledger.read(target);
  }
}
