/** The tests of which at least one holds or is unknown wherever a condition does: what files a rule in the index. */

import type { CompiledCondition } from '../evaluate/condition.ts';
import { type CompiledTest, type FilableTest, type IndexKeys, isFilable } from '../evaluate/match.ts';
import { numberAt } from '../text/number-at.ts';

export interface Cover {
  tests: FilableTest[];
  /** Lower is more selective: how many messages are likely to be tried in vain. */
  cost: number;
}

/** Undefined where nothing need hold, as under `none`. */
export function coverOf(condition: CompiledCondition): Cover | undefined {
  switch (condition.kind) {
    case 'test':
      return coverOfTest(condition);
    case 'all':
      return cheapest(condition.conditions);
    case 'any':
      return coverOfAny(condition.conditions.map(coverOf));
    default:
      return undefined;
  }
}

/** A value such as `user` is met in most messages, a keyword in few. */
const VALUE_COST = 100;
/** Of grams of no, one, two and three units: most texts have the shorter ones. */
const GRAM_COSTS: readonly number[] = [0, 200, 150, 10];
/** What a notification may not hold makes all that is filed under it a candidate. */
const UNHELD_COST = 10;

function coverOfTest(test: CompiledTest): Cover | undefined {
  if (!isFilable(test)) {
    return undefined;
  }
  let cost = 0;
  for (const keys of test.keys) {
    cost += costOfKeys(keys);
  }
  return { tests: [test], cost: test.field.startsWith('message.') ? cost : cost * UNHELD_COST };
}

function costOfKeys(keys: IndexKeys): number {
  switch (keys.kind) {
    case 'text':
      return keys.keywords.length;
    case 'grams':
      return keys.values.reduce((cost, { size }) => cost + numberAt(GRAM_COSTS, size), 0);
    default:
      return VALUE_COST + keys.values.size;
  }
}

function cheapest(conditions: readonly CompiledCondition[]): Cover | undefined {
  let best: Cover | undefined;
  for (const condition of conditions) {
    const cover = coverOf(condition);
    if (cover !== undefined && (best === undefined || cover.cost < best.cost)) {
      best = cover;
    }
  }
  return best;
}

function coverOfAny(covers: readonly (Cover | undefined)[]): Cover | undefined {
  const all: Cover = { tests: [], cost: 0 };
  for (const cover of covers) {
    if (cover === undefined) {
      return undefined;
    }
    all.tests.push(...cover.tests);
    all.cost += cover.cost;
  }
  return all;
}
