import { describeMove } from '../../../functions/publish/describe-move.ts';
import { publishRuleset } from '../../../functions/store/publish-ruleset.ts';
import type { Move, Pointer } from '../../../functions/store/ruleset-items.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import type { Session } from '../ops/session.ts';
import { wrap } from '../terminal.ts';
import { makePlan } from './make-plan.ts';
import { refuseBad } from './plan-command.ts';
import type { PlanMemory } from './plan-memory.ts';
import { printPlan } from './print-plan.ts';
import { isSame } from './ruleset-diff.ts';

export interface PublishOptions {
  by: string;
  message?: string | undefined;
  /** The version over which it is to be published; 0: none. */
  expect?: number | undefined;
}

/** The exit status: 0 it is current, 1 the file is bad, somebody was first, or the person said no. */
export async function publishCommand(
  session: Session,
  file: string,
  { by, message, expect }: PublishOptions,
  memory: PlanMemory,
): Promise<0 | 1> {
  const { environment, json } = session;
  const planned = await makePlan(environment, file);
  if (planned.outcome === 'bad') return refuseBad(session, planned);
  const { plan } = planned;
  const { pointer, source, diff } = plan;
  const seen = await seenMove(session, pointer, expect, memory.recall(environment, file));
  if (seen !== undefined) {
    const moves = await createRulesets(environment.table).moves();
    return refuseConflict(
      session,
      pointer,
      moves.filter(({ move }) => move > seen),
    );
  }
  printPlan(plan, environment.name, json ? session.err : session.out);
  if (plan.isRefused) return 1;
  if (pointer !== null && isSame(diff)) return tell(session, 'unchanged', pointer, '');
  if (!(await session.confirm(`Publish ${file} to ${environment.name}?`))) return 1;

  const order = { by, message, over: pointer?.move ?? 0, now: environment.now() };
  const result = await publishRuleset(environment.table, source, order);
  switch (result.outcome) {
    case 'moved':
    case 'unchanged':
      memory.forget(environment, file);
      return tell(session, result.outcome, result.pointer, inForce(environment.isRunning));
    case 'conflict':
      return refuseConflict(session, result.pointer, result.since);
    case 'bad':
      return refuseBad(session, { outcome: 'bad', source, diagnostics: result.diagnostics });
  }
}

/** Undefined where nobody has moved the pointer since it was looked at; else the move that was seen. */
async function seenMove(
  { environment }: Session,
  pointer: Pointer | null,
  expect: number | undefined,
  planned: number | undefined,
): Promise<number | undefined> {
  if (expect !== undefined) {
    if (expect === (pointer?.version ?? 0)) return undefined;
    const moves = await createRulesets(environment.table).moves();
    return moves.findLast(({ version }) => version === expect)?.move ?? 0;
  }
  // A higher one is of a table that is gone.
  return planned !== undefined && planned < (pointer?.move ?? 0) ? planned : undefined;
}

/** Says who changed what since, and that nothing was done. */
export function refuseConflict(session: Session, pointer: Pointer | null, since: readonly Move[]): 1 {
  const { json, printJson, environment, out } = session;
  const version = pointer?.version ?? 0;
  if (json) {
    printJson({ environment: environment.name, ok: false, outcome: 'conflict', version, since });
    return 1;
  }
  const lines = [
    `Nothing was changed: ${environment.name} has version ${version} by now, since`,
    ...since.flatMap((move) => wrap(`- ${describeMove(move)}`, out.width - 2).map((line) => `  ${line}`)),
    'See what is different with `rules plan`, and decide again.',
  ];
  out.write(`${lines.join('\n')}\n`);
  return 1;
}

export function tell(
  { environment, json, out, printJson }: Session,
  outcome: 'moved' | 'unchanged',
  pointer: Pointer,
  more: string,
): 0 {
  const { version, move, by, at, message } = pointer;
  if (json) {
    printJson({ environment: environment.name, ok: true, outcome, version, move, by, at, message });
  } else {
    const is = outcome === 'moved' ? 'is current' : 'is current already';
    out.write(`${wrap(`Version ${version} ${is} in ${environment.name}.${more}`, out.width).join('\n')}\n`);
  }
  return 0;
}

export function inForce(isRunning: boolean): string {
  return isRunning
    ? ' It decides within 10 s.'
    : ' The next npm start publishes the file of its --rules over it.';
}
