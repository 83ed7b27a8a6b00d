import { foldTagName } from '../fold-tag-name.ts';
import type { Target } from '../rules/model.ts';
import { type LedgerView, unnamedId } from '../store/ledger.ts';
import type { Operation } from '../store/record.ts';
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
    if (tag === null) {
      settled.push(operationOf(record, target, step, 'not_tagged'));
    } else if (removeOnlyOwn && written.view.get(tag.id)?.ours !== true) {
      settled.push(operationOf(record, target, step, 'not_ours', { tag_id: tag.id }));
    } else {
      named.push({ ...step, tag });
    }
  }
  const others = written.standing.filter((step) => !isUnnamed(step));
  if (named.length === 0) return { ...written, standing: others };
  const { standing, view } = await writeIntents(execution, target, named, settled);
  return { standing: [...others, ...standing], view };
}

function tagByName(view: LedgerView, name: string, now: number): ResolvedTag | null {
  for (const [id, { intent }] of view) {
    const isTag = id !== unnamedId(name) && foldTagName(intent.tag) === foldTagName(name);
    if (isTag && now - intent.written_at < behindMs) return { id, name: intent.tag };
  }
  return null;
}
