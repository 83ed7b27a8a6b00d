import { expect, it } from 'vitest';
import { isRemovedAgain } from '../../../../functions/sync/health/assess-removals.ts';

it.each([
  [0, 50, false],
  [5, 50, false],
  // A fifth of fifty could be chance; a third is not.
  [10, 50, false],
  [17, 50, true],
  // Of few, nearly all must be gone.
  [9, 9, false],
  [4, 10, false],
  [6, 10, true],
])('%d of %d taken off again: %s', (removed, checked, expected) => {
  expect(isRemovedAgain({ removed, checked })).toBe(expected);
});
