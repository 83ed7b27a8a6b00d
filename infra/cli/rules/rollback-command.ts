import { rollBackRuleset } from '../../../functions/store/publish-ruleset.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import { OpsError } from '../ops/ops-error.ts';
import type { Session } from '../ops/session.ts';
import { printDiff } from './print-plan.ts';
import { inForce, type PublishOptions, refuseConflict, tell } from './publish-command.ts';
import { diffRulesets } from './ruleset-diff.ts';

/** Makes an older version current again. The exit status: 0 it is, 1 somebody was first, or the person said no. */
export async function rollbackCommand(
  session: Session,
  version: number,
  { by, message, expect }: PublishOptions,
): Promise<0 | 1> {
  const { environment, json } = session;
  const rulesets = createRulesets(environment.table);
  const pointer = await rulesets.pointer();
  const moves = await rulesets.moves();
  if (pointer === null || !moves.some((move) => move.version === version)) {
    throw new OpsError(
      `${environment.name} never had a version ${version}: npm run --silent rules -- versions ${environment.flags}`,
    );
  }
  if (expect !== undefined && expect !== pointer.version) {
    const seen = moves.findLast((move) => move.version === expect)?.move ?? 0;
    return refuseConflict(
      session,
      pointer,
      moves.filter(({ move }) => move > seen),
    );
  }
  if (pointer.version === version) return tell(session, 'unchanged', pointer, '');
  const target = await rulesets.read(version);
  const current = await rulesets.read(pointer.version).catch(() => null);
  const shown = json ? session.err : session.out;
  shown.write(`From version ${pointer.version} back to ${version} in ${environment.name}:\n`);
  printDiff(diffRulesets(current, target), current, target, shown);
  if (!(await session.confirm(`Make version ${version} current in ${environment.name}?`))) return 1;

  const order = { by, message, over: pointer.move, now: environment.now() };
  const result = await rollBackRuleset(environment.table, version, order);
  if (result === null || result.outcome === 'conflict') {
    return refuseConflict(session, result?.pointer ?? pointer, result?.since ?? []);
  }
  return tell(session, result.outcome, result.pointer, inForce(environment.isRunning));
}
