/** `before`, `after` and `within`. */

import { momentOfFact, parseDate } from '../time/moment.ts';
import { isWithin, type WallSpans } from '../time/within.ts';
import type { Evaluation, Match } from './match.ts';
import type { WrittenValue } from './values.ts';

/** A whole day: `before` means before its first moment, `after` after its last. */
export function findDate(
  operator: 'before' | 'after',
  values: readonly WrittenValue[],
  fact: unknown,
  { facts, zone }: Evaluation,
): Match | undefined {
  const moment = momentOfFact(fact, zone);
  if (moment === undefined) {
    return undefined;
  }
  const held = values.find(({ text }) => {
    const date = parseDate(text, facts.now, zone);
    return date !== undefined && isHeld(operator, moment, date);
  });
  return held && { value: held.written, found: fact };
}

export function findWithin(
  written: unknown,
  spans: WallSpans,
  fact: unknown,
  { zone }: Evaluation,
): Match | undefined {
  const moment = momentOfFact(fact, zone);
  return moment !== undefined && isWithin(moment, spans, zone) ? { value: written, found: fact } : undefined;
}

function isHeld(
  operator: 'before' | 'after',
  moment: number,
  { start, end }: { start: number; end: number },
) {
  if (operator === 'before') {
    return moment < start;
  }
  return end === start ? moment > end : moment >= end;
}
