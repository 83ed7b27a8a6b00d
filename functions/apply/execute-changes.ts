import { isDeepStrictEqual } from 'node:util';
import type { Change, TagRef, Target } from '../rules/model.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import { type ExecutionDeps, executeTarget, type TargetExecution } from './execute-target.ts';

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
  const open = record.changes.map((change) => remaining(change, record.operations));
  const executed = await Promise.all(
    open.map((change) => executeTarget({ deps, record, ...options }, change)),
  );
  return {
    operations: [...record.operations, ...executed.flatMap(({ operations }) => operations)],
    failures: executed.flatMap(({ failures }) => failures),
  };
}

/** The change without what an earlier attempt settled. */
function remaining({ target, add, remove }: Change, done: readonly Operation[]): Change {
  return {
    target,
    add: add.filter((tag) => !isSettled(done, target, 'add', tag)),
    remove: remove.filter((tag) => !isSettled(done, target, 'remove', tag)),
  };
}

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
