import { expect, it } from 'vitest';
import { fetched, idOf, unheld } from '../../../../functions/rules/facts/holding.ts';

it('has the id of an object as text, where it says one', () => {
  expect(idOf(fetched({ id: 5 }, undefined))).toBe('5');
  expect(idOf(fetched({ name: 'Ada' }, undefined))).toBeUndefined();
  expect(idOf(unheld)).toBeUndefined();
});
