import { foldTagName } from '../fold-tag-name.ts';
import type { Target } from '../rules/model.ts';
import { type LedgerView, newestIntent, unnamedId } from '../store/ledger.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import type { TargetExecution } from './execute-target.ts';
import { operationOf } from './operation-of.ts';
import { isUnnamed, type Step } from './resolve-steps.ts';
import type { ResolvedTag } from './tagging-port.ts';
import { type Standing, writeIntents } from './write-intents.ts';

/** Longer than a worker's knowledge of the tags may be behind: its catalogue's minute, and its list's. */
const behindMs = 10 * 60_000;

/**
 * Steps under the names of tags that their worker did not know. Where the ledger tells that another has tagged the
 * object by that name since, they are steps of that tag; else there is nothing to remove. Their intents stand in both
 * cases, so that no older addition is carried out after them.
 */
export async function nameSteps(
  execution: TargetExecution,
  target: Target,
  written: Standing,
  settled: Operation[],
): Promise<Standing> {
  const { record, removeOnlyOwn } = execution;
  const named: Step[] = [];
  for (const step of written.standing.filter(isUnnamed)) {
    const tag = tagByName(written.view, step.tag.name, execution.deps.now());
    const isSatisfied = step.facts === 'satisfied';
    if (isSatisfied && !isContested(written.view, tag, record)) continue;
    if (tag === null) {
      settled.push(operationOf(record, target, step, 'not_tagged'));
    } else if (removeOnlyOwn && written.view.get(tag.id)?.ours !== true) {
      settled.push(operationOf(record, target, step, 'not_ours', { tag_id: tag.id }));
    } else {
      named.push({ ...step, tag, ...(isSatisfied ? { facts: 'contested' } : {}) });
    }
  }
  const others = written.standing.filter((step) => !isUnnamed(step));
  if (named.length === 0) return { ...written, standing: others };
  const { standing, view } = await writeIntents(execution, target, named, settled);
  return { standing: [...others, ...standing], view };
}

/** Whether the last call was to add the tag, or was to be this record's: an attempt before this one contested it. */
function isContested(view: LedgerView, tag: ResolvedTag | null, { identity }: NotificationRecord): boolean {
  const called = tag === null ? null : view.get(tag.id)?.intent;
  return called?.op === 'add' || called?.record === identity;
}

function tagByName(view: LedgerView, name: string, now: number): ResolvedTag | null {
  for (const [id, entry] of view) {
    const intent = newestIntent(entry);
    if (intent === null || id === unnamedId(name) || foldTagName(intent.tag) !== foldTagName(name)) continue;
    if (now - intent.written_at < behindMs) return { id, name: intent.tag };
  }
  return null;
}
