import { isDeepStrictEqual } from 'node:util';
import type { Change, TagRef, Target } from '../rules/model.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import { keyOf } from './decide-with-facts.ts';
import { type Asked, type ExecutionDeps, executeTarget, type TargetExecution } from './execute-target.ts';

export interface Execution {
  /** What is settled, those of earlier attempts included; never to be done again. */
  operations: Operation[];
  /** What went wrong on the rest, worst last. Empty: all is settled. */
  failures: unknown[];
}

/**
 * Carries out the stored decision of a claimed record: targets side by side, the tags of one in order. What
 * fails neither undoes nor repeats the others.
 */
export async function executeChanges(
  deps: ExecutionDeps,
  record: NotificationRecord,
  options: Pick<TargetExecution, 'createTags' | 'takeTemplateTag' | 'removeOnlyOwn' | 'resumed'>,
): Promise<Execution> {
  const executed = await Promise.all(
    targetsOf(record).map((target) => executeTarget({ deps, record, ...options }, openOn(target, record))),
  );
  return {
    operations: [...record.operations, ...executed.flatMap(({ operations }) => operations)],
    failures: executed.flatMap(({ failures }) => failures),
  };
}

function targetsOf({ changes, satisfied = [] }: NotificationRecord): Target[] {
  const targets = [...changes, ...satisfied].map(({ target }) => target);
  return [...new Map(targets.map((target) => [keyOf(target), target])).values()];
}

/** What is asked of a target, without what an earlier attempt settled. */
function openOn(target: Target, { changes, satisfied = [], operations }: NotificationRecord): Asked {
  const { add, remove } = changes.find((change) => keyOf(change.target) === keyOf(target)) ?? noChange;
  return {
    target,
    add: add.filter((tag) => !isSettled(operations, target, 'add', tag)),
    remove: remove.filter((tag) => !isSettled(operations, target, 'remove', tag)),
    satisfied: satisfied.filter(
      (each) => keyOf(each.target) === keyOf(target) && !isSettled(operations, target, each.op, each.tag),
    ),
  };
}

const noChange: Pick<Change, 'add' | 'remove'> = { add: [], remove: [] };

/** Whether one of the operations says what became of this change. */
export function isSettled(
  done: readonly Operation[],
  target: Target,
  op: 'add' | 'remove',
  tag: TagRef,
): boolean {
  return done.some(
    (each) =>
      each.op === op &&
      isDeepStrictEqual(each.tag, tag) &&
      each.target.type === target.type &&
      each.target.id === target.id,
  );
}
