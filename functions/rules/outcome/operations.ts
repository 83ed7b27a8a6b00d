/** What matched rules ask for, one tag on one object at a time, their templates rendered. */

import type { CompiledOutcome, CompiledRule, CompiledTag, KnownTag } from '../compile/compiled.ts';
import { eachTestOutsideNone, tryTest } from '../evaluate/condition.ts';
import type { Evaluation } from '../evaluate/match.ts';
import { readFact } from '../facts/read-fact.ts';
import type { SkippedChange, TagRef, Target } from '../model.ts';
import { targetsOf } from './targets.ts';
import { render } from './template.ts';

export interface Operation {
  rule: CompiledRule;
  target: Target;
  op: 'add' | 'remove';
  tag: TagRef;
  /** Its name comes out of a template. */
  template: boolean;
  /** The tag's `nameKey`, where it is known beforehand. */
  key: string | undefined;
}

export interface Operations {
  operations: Operation[];
  skipped: SkippedChange[];
}

/** In file order. Fields that a template or target lacks go into `needs`, and the change is left out meanwhile. */
export function operationsOf(rule: CompiledRule, evaluation: Evaluation, needs: Set<string>): Operations {
  const result: Operations = { operations: [], skipped: [] };
  for (const outcome of rule.outcomes) {
    if (outcome.reaches(evaluation.facts)) {
      addOutcome(rule, outcome, evaluation, needs, result);
    }
  }
  return result;
}

/** A tag's name as this notification renders it. */
export function renderTag(rule: CompiledRule, tag: CompiledTag, evaluation: Evaluation): RenderedTag {
  if ('tag' in tag) {
    return tag;
  }
  const rendered = render(tag.pieces, evaluation.zone, (piece) =>
    'field' in piece ? readFact(evaluation.facts, piece.field) : captured(rule, piece.group, evaluation),
  );
  if ('skipped' in rendered) {
    return { skipped: { tag: tag.written, reason: rendered.skipped } };
  }
  return 'needs' in rendered ? rendered : { tag: rendered.text };
}

/** A tag; or the fields that have to be known first; or why the change is left out. */
interface RenderedTag extends Partial<KnownTag> {
  needs?: readonly string[];
  skipped?: Pick<SkippedChange, 'tag' | 'reason'>;
}

function addOutcome(
  rule: CompiledRule,
  { target, changes }: CompiledOutcome,
  evaluation: Evaluation,
  needs: Set<string>,
  result: Operations,
): void {
  const targets = targetsOf(target, evaluation.facts);
  if ('needs' in targets) {
    needs.add(targets.needs);
  }
  for (const { op, tag } of changes) {
    const rendered = renderTag(rule, tag, evaluation);
    if (rendered.needs !== undefined) {
      addAll(needs, rendered.needs);
    }
    if (rendered.skipped !== undefined) {
      result.skipped.push({ rule: rule.id, target, op, ...rendered.skipped });
    }
    if (rendered.tag !== undefined && Array.isArray(targets)) {
      const template = 'pieces' in tag;
      for (const each of targets) {
        result.operations.push({ rule, target: each, op, tag: rendered.tag, template, key: rendered.key });
      }
    }
  }
}

/** Of the first test, in file order, that held with that group. */
function captured(rule: CompiledRule, group: string, evaluation: Evaluation): string | undefined {
  let taken: string | undefined;
  if (rule.condition !== undefined) {
    eachTestOutsideNone(rule.condition, (test) => {
      if (
        taken === undefined &&
        test.capture !== undefined &&
        typeof tryTest(test, evaluation) === 'object'
      ) {
        taken = test.capture(group, evaluation);
      }
    });
  }
  return taken;
}

function addAll(to: Set<string>, items: readonly string[]): void {
  for (const item of items) {
    to.add(item);
  }
}
