import type { Change } from '../rules/model.ts';
import type { NotificationRecord, Operation, SatisfiedTag } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { callSteps } from './call-steps.ts';
import type { Execution } from './execute-changes.ts';
import { nameSteps } from './name-steps.ts';
import { oneStepATag } from './one-step-a-tag.ts';
import { resolveSteps, satisfiedSteps } from './resolve-steps.ts';
import { settleTarget } from './settle-target.ts';
import { takeUpContested } from './take-up-contested.ts';
import { writeIntents } from './write-intents.ts';

export interface TargetExecution {
  deps: ExecutionDeps;
  record: NotificationRecord;
  createTags: boolean;
  /** Asked before a tag is made whose name comes out of a template. */
  takeTemplateTag: () => Promise<boolean>;
  removeOnlyOwn: boolean;
  /** An earlier attempt may have called Intercom. */
  resumed: boolean;
}

export interface ExecutionDeps extends Pick<ApplyDeps, 'intercom' | 'ledger' | 'now' | 'random'> {
  /** Unix ms at which the worker is ended: no call is begun that might not be over by then. */
  endsAt: number;
}

/** What a record wants of one target: its change, and what the facts showed as done. */
export interface Asked extends Change {
  satisfied: readonly SatisfiedTag[];
}

/**
 * The changes of one target, by the ledger's protocol: (1) write the intents if none is newer; (2) call
 * Intercom; (3) read the ledger, and where a newer intent stands by now, carry that out. So the last writer
 * by notification wins, whatever the order of delivery and whoever else works on the target. What the facts showed as
 * done has its intents written, too, and no call unless the ledger contradicts the facts.
 */
export async function executeTarget(execution: TargetExecution, asked: Asked): Promise<Execution> {
  const { target } = asked;
  const operations: Operation[] = [];
  const failures: unknown[] = [];
  try {
    const changed = await resolveSteps(execution, asked, operations);
    const found = await satisfiedSteps(execution, asked.satisfied);
    const steps = oneStepATag(execution.record, target, [...changed, ...found], operations);
    if (steps.length > 0) {
      const written = await writeIntents(execution, target, steps, operations);
      const taken = await takeUpContested(execution, target, written, operations);
      const { standing, view } = await nameSteps(execution, target, taken, operations);
      const called = await callSteps(execution, target, { steps: standing, view }, { operations, failures });
      await settleTarget(execution.deps, target, called);
    }
    return { operations, failures };
  } catch (error) {
    // What was called and not settled is to be settled by the next attempt: none of it is done.
    return { operations: [], failures: [...failures, error] };
  }
}
