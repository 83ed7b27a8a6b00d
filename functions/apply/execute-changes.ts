import { isDeepStrictEqual } from 'node:util';
import type { Change, TagRef } from '../rules/model.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import { type ExecutionDeps, executeTarget } from './execute-target.ts';

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
  options: { createTags: boolean; removeOnlyOwn: boolean; resumed: boolean },
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
  const open = (op: 'add' | 'remove', tag: TagRef) =>
    !done.some(
      (each) =>
        each.op === op &&
        isDeepStrictEqual(each.tag, tag) &&
        each.target.type === target.type &&
        each.target.id === target.id,
    );
  return {
    target,
    add: add.filter((tag) => open('add', tag)),
    remove: remove.filter((tag) => open('remove', tag)),
  };
}
