import { foldTagName } from '../fold-tag-name.ts';
import type { Change, TagRef, Target } from '../rules/model.ts';
import { type Intent, unnamedId } from '../store/ledger.ts';
import type { Operation, SatisfiedTag } from '../store/record.ts';
import type { TargetExecution } from './execute-target.ts';
import { operationOf } from './operation-of.ts';
import { originIn, rulesBehind } from './origin-in.ts';
import type { ResolvedTag } from './tagging-port.ts';

/** One tag to be added to or removed from a target. */
export interface Step {
  op: 'add' | 'remove';
  /** As the decision names it. */
  ref: TagRef;
  tag: ResolvedTag;
  intent: Intent;
  /**
   * `satisfied`: the facts show it as done, and no call goes with it. `contested`: they did, but the ledger does not
   * agree, and what they say of the tag is not relied on.
   */
  facts?: 'satisfied' | 'contested';
}

/**
 * Names to ids, before anything is written. What needs no call is settled here: it goes into `settled`. A removal by a
 * name that no tag has is a step, too, under an id of its own: see `nameSteps`.
 */
export async function resolveSteps(
  execution: TargetExecution,
  change: Change,
  settled: Operation[],
): Promise<Step[]> {
  const { deps, record, removeOnlyOwn } = execution;
  const { target } = change;
  const owned = removeOnlyOwn && change.remove.length > 0 ? await deps.ledger.read(target) : undefined;
  const steps: Step[] = [];
  for (const op of ['add', 'remove'] as const) {
    for (const ref of change[op]) {
      const tag = await resolveTag(execution, target, op, ref);
      if (tag === 'capped') {
        settled.push(operationOf(record, target, { op, ref }, 'capped'));
      } else if (tag === null && op === 'add') {
        settled.push(operationOf(record, target, { op, ref }, 'tag_gone'));
      } else if (tag === null) {
        const unnamed = unnamedTag(ref);
        steps.push({ op, ref, tag: unnamed, intent: intentOf(execution, target, { op, ref, tag: unnamed }) });
      } else if (op === 'remove' && owned !== undefined && owned.get(tag.id)?.ours !== true) {
        settled.push(operationOf(record, target, { op, ref }, 'not_ours', { tag_id: tag.id }));
      } else {
        steps.push({ op, ref, tag, intent: intentOf(execution, target, { op, ref, tag }) });
      }
    }
  }
  return steps;
}

/**
 * What the facts show as done, as steps: an older change that comes later finds their intents. No tag is asked for or
 * made for these: one that nobody knows of is nowhere to be removed from, but may be made by an older addition.
 */
export async function satisfiedSteps(
  execution: TargetExecution,
  satisfied: readonly SatisfiedTag[],
): Promise<Step[]> {
  const { intercom } = execution.deps;
  const steps: Step[] = [];
  for (const { op, target, tag: ref, tag_id } of satisfied) {
    const name = typeof ref === 'string' ? ref : '';
    const id = tag_id ?? (typeof ref === 'string' ? await idOf(intercom, ref) : ref.id);
    if (id === undefined && op === 'add') continue;
    const tag = id === undefined ? unnamedTag(ref) : { id, name };
    steps.push({ op, ref, tag, intent: intentOf(execution, target, { op, ref, tag }), facts: 'satisfied' });
  }
  return steps;
}

/** Not of a tag that had the name once: the facts name it otherwise, and so say nothing of it. */
async function idOf(
  intercom: TargetExecution['deps']['intercom'],
  name: string,
): Promise<string | undefined> {
  const known = await intercom.knownTag(name);
  return known !== null && foldTagName(known.name) === foldTagName(name) ? known.id : undefined;
}

/** Whether its worker knew of no tag of that name. */
export function isUnnamed({ tag }: Step): boolean {
  return tag.id === unnamedId(tag.name);
}

function unnamedTag(ref: TagRef): ResolvedTag {
  const name = typeof ref === 'string' ? ref : ref.id;
  return { id: unnamedId(name), name };
}

/** A tag out of a template is looked for before it is made: only those that are made count towards the day's limit. */
async function resolveTag(
  { deps: { intercom }, record, createTags, takeTemplateTag }: TargetExecution,
  target: Target,
  op: 'add' | 'remove',
  ref: TagRef,
): Promise<ResolvedTag | 'capped' | null> {
  const mayCreate = op === 'add' && createTags;
  if (!mayCreate || originIn(record, target, op, ref)?.template !== true) {
    return intercom.resolveTag(ref, mayCreate);
  }
  const tag = await intercom.resolveTag(ref, false);
  if (tag !== null) return tag;
  return (await takeTemplateTag()) ? intercom.resolveTag(ref, true) : 'capped';
}

function intentOf(
  { deps, record }: TargetExecution,
  target: Target,
  { op, ref, tag }: Omit<Step, 'intent'>,
): Intent {
  return {
    op,
    order: record.order,
    rules: rulesBehind(record, target, op, ref),
    record: record.identity,
    tag: tag.name,
    written_at: deps.now(),
  };
}
