import { expect, it } from 'vitest';
import * as z from 'zod';
import { safeMessage } from '../../../functions/platform/safe-message.ts';
import { TagwrightError } from '../../../functions/tagwright-error.ts';

const thrown = (act: () => unknown): Error => {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
};

it.each([
  ['what JSON.parse quotes', thrown(() => JSON.parse('grandmother'))],
  ['a number that is none', thrown(() => BigInt('grandmother'))],
  ['a key that a schema does not know', thrown(() => z.strictObject({}).parse({ grandmother: 1 }))],
  ['a header that cannot be sent', thrown(() => new Headers({ authorization: 'Bearer grandmother\n\u{1}' }))],
  ['an address', new Error('no such mailbox: grandmother@example.test')],
  ['a token', new Error('refused Bearer grandmother')],
  ['a word in quotes, over two lines', new Error("got 'my\ngrandmother'")],
])('leaves out %s', (_, error) => {
  expect(safeMessage(error)).not.toContain('grandmother');
  expect(safeMessage(error)).not.toBe('');
});

it('leaves our own words, and those of a bug', () => {
  expect(safeMessage(new TagwrightError('the line is stopped'))).toBe('the line is stopped');
  const bug = thrown(() => Reflect.get(Object.create(null), 'a').b);
  expect(safeMessage(bug)).toMatch(/^Cannot read properties of undefined/);
});
