/** What a test found, and the values against which a ruleset's values are held. */

import type { Facts } from '../facts/extract-facts.ts';
import type { Operator } from '../model.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import type { Grams } from '../text/grams.ts';
import type { Anchors } from '../text/keyword-anchors.ts';
import { type PreparedText, prepareText } from '../text/prepare-text.ts';

/** Why a test holds. */
export interface Match {
  /** As written in the ruleset or list. */
  value: unknown;
  found: unknown;
  /** Text operators only: UTF-16 offsets into the field's own text. */
  start?: number;
  end?: number;
}

/** One decision's work in progress: its facts, and what need be done only once for all rules. */
export interface Evaluation {
  facts: Facts;
  zone: string;
  /** By test: what it found, or why not. */
  outcomes: Map<CompiledTest, Match | 'failed' | 'unknown'>;
  prepared: Map<string, PreparedText>;
}

/** One operator on one field, compiled; shared by all rules that write it the same way. */
export interface CompiledTest {
  kind: 'test';
  field: string;
  operator: Operator;
  /** As written, for `missed`. */
  written: unknown;
  /** `value` is neither missing nor unknown. */
  find(value: unknown, evaluation: Evaluation): Match | undefined;
  /** Whether a missing fact passes: `exists: false` alone. */
  holdsMissing: boolean;
  /** `matches` only: what a named group took, of a test that held. */
  capture?(group: string, evaluation: Evaluation): string | undefined;
  /** File the test in the index, each for a part of its values; absent where it can hold for any value. */
  keys?: readonly IndexKeys[];
}

/** A test that the index can file. */
export type FilableTest = CompiledTest & { keys: readonly IndexKeys[] };

export function isFilable(test: CompiledTest): test is FilableTest {
  return test.keys !== undefined;
}

/**
 * What must be among a field's value for a test to hold; the test need be tried only where one of these is.
 * The same object for all tests that name a list in the same way.
 */
export type IndexKeys =
  | { kind: 'text'; keywords: readonly Anchors[] }
  | { kind: 'grams'; options: FoldOptions; values: readonly Grams[] }
  | { kind: 'values'; values: ReadonlyMap<string, unknown> };

export function startEvaluation(facts: Facts, zone: string): Evaluation {
  return { facts, zone, outcomes: new Map(), prepared: new Map() };
}

/** A text made ready for matching, once for each text of a decision. */
export function preparedText(text: string, { prepared }: Evaluation): PreparedText {
  const known = prepared.get(text);
  if (known !== undefined) {
    return known;
  }
  const made = prepareText(text);
  prepared.set(text, made);
  return made;
}

/** What text operators read: text, and of fields whose type is not known numbers and booleans as they print. */
export function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
