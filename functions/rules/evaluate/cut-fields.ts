/** Which texts were too long to be looked at whole. */

import type { CompiledRuleset } from '../compile/compiled.ts';
import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import { TEXT_LIMIT } from '../text/prepare-text.ts';
import type { Evaluation } from './match.ts';

/** The fields, sorted, whose text the rules on this topic test and which is longer than what is looked at. */
export function cutFields(compiled: CompiledRuleset, { facts }: Evaluation): string[] {
  if (facts.type === null) {
    return [];
  }
  return compiled.textFields(facts.notification.topic).filter((field) => isCut(readFact(facts, field)));
}

function isCut(value: unknown): boolean {
  if (value === UNKNOWN || value === undefined) {
    return false;
  }
  return typeof value === 'string' ? value.length > TEXT_LIMIT : Array.isArray(value) && value.some(isCut);
}
