import { movePointer } from '../store/move-pointer.ts';
import { rollBackRuleset } from '../store/publish-ruleset.ts';
import type { Pointer } from '../store/ruleset-items.ts';
import { createRulesets } from '../store/rulesets.ts';
import type { Table } from '../store/table.ts';
import { DeployRefusedError } from './deploy-refused-error.ts';

/**
 * Takes back what the deploy did that CloudFormation is taking back, `change`, and no more: a deploy that was refused
 * did nothing, and what somebody has published since stays.
 */
export async function rollBackDeploy(
  { table, now }: { table: Table; now: () => number },
  change: string,
): Promise<string> {
  const was = await createRulesets(table).pointer();
  const note = was?.deployed;
  if (was === null || note?.change !== change || note.move !== was.move)
    return 'There is nothing to take back.';

  if (note.over === undefined) {
    await orRefuse(movePointer(table, was, { ...was, deployed: note.before }));
    return `Version ${was.version} stays current.`;
  }
  const order = { by: 'cdk deploy', message: 'The stack was rolled back', over: was.move, now: now() };
  const result = await rollBackRuleset(table, note.over, order, noteBefore);
  await orRefuse(Promise.resolve(result !== null && result.outcome !== 'conflict'));
  return `Version ${note.over} is current again.`;
}

/** What the deploy found, moved on with the pointer where it had published over its predecessor. */
function noteBefore(was: Pointer | null): Pointer['deployed'] {
  const note = was?.deployed;
  if (was === null || note?.before === undefined) return undefined;
  const { move, digest } = note.before;
  return { digest, move: move === note.move - 1 ? was.move + 1 : move };
}

async function orRefuse(done: Promise<boolean>): Promise<void> {
  if (await done) return;
  throw new DeployRefusedError('Somebody else was publishing at this very moment: roll back again.');
}
