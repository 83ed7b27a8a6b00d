import type { Change } from '../rules/model.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { callSteps } from './call-steps.ts';
import type { Execution } from './execute-changes.ts';
import { nameSteps } from './name-steps.ts';
import { resolveSteps } from './resolve-steps.ts';
import { settleTarget } from './settle-target.ts';
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

/**
 * The changes of one target, by the ledger's protocol: (1) write the intents if none is newer; (2) call
 * Intercom; (3) read the ledger, and where a newer intent stands by now, carry that out. So the last writer
 * by notification wins, whatever the order of delivery and whoever else works on the target.
 */
export async function executeTarget(execution: TargetExecution, change: Change): Promise<Execution> {
  const { target } = change;
  const operations: Operation[] = [];
  const failures: unknown[] = [];
  try {
    const steps = await resolveSteps(execution, change, operations);
    if (steps.length > 0) {
      const written = await writeIntents(execution, target, steps, operations);
      const { standing, view } = await nameSteps(execution, target, written, operations);
      const called = await callSteps(execution, target, { steps: standing, view }, { operations, failures });
      await settleTarget(execution.deps, target, called);
    }
    return { operations, failures };
  } catch (error) {
    // What was called and not settled is to be settled by the next attempt: none of it is done.
    return { operations: [], failures: [...failures, error] };
  }
}
