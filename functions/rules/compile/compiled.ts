/** A ruleset ready to decide with. */

import type { CompiledCondition } from '../evaluate/condition.ts';
import type { Facts } from '../facts/extract-facts.ts';
import type { Mode, OutcomeTarget, Source, TagRef, TargetType } from '../model.ts';
import type { ExclusiveGroups } from '../outcome/merge.ts';
import type { TemplatePiece } from '../outcome/template.ts';
import type { Marks } from './marks.ts';
import type { RuleIndex } from './rule-index.ts';
import type { TopicPlans } from './triggers.ts';

/**
 * Immutable but for what it remembers of topics met, and of the decision in progress; made once for each published
 * version.
 */
export interface CompiledRuleset {
  zone: string;
  /** Rules that are not off, by priority, then as in the file. */
  rules: readonly CompiledRule[];
  index: RuleIndex;
  /** By position, which rules the decision in progress considers: one ruleset decides one notification at a time. */
  considered: Marks;
  topics: TopicPlans;
  /** The fields that rules on a topic test as texts, sorted. */
  textFields(topic: string): readonly string[];
  sources: ReadonlyMap<string, CompiledSource>;
  exclusive: ExclusiveGroups;
}

export interface CompiledRule {
  id: string;
  mode: Exclude<Mode, 'off'>;
  priority: number;
  stop: boolean;
  once: boolean;
  /** Place in the file. */
  place: number;
  /** Place in `CompiledRuleset.rules`. */
  position: number;
  /** Absent: always. */
  condition: CompiledCondition | undefined;
  outcomes: readonly CompiledOutcome[];
}

export interface CompiledOutcome {
  target: OutcomeTarget;
  /** Whether a notification of this kind has such an object at all. */
  reaches(facts: Facts): boolean;
  changes: readonly { op: 'add' | 'remove'; tag: CompiledTag }[];
}

export type CompiledTag = KnownTag | { pieces: readonly TemplatePiece[]; written: string };

/** A tag that needs no rendering. */
export interface KnownTag {
  tag: TagRef;
  /** The same for all ways in which its name is written; absent for an id. */
  key?: string;
}

export interface CompiledSource {
  type: TargetType;
  by: keyof NonNullable<Source['subject'][TargetType]>;
  pieces: readonly TemplatePiece[];
}
