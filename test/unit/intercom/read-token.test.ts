import { expect, it } from 'vitest';
import { readToken } from '../../../functions/intercom/read-token.ts';

const operation = 'listTags';

it.each([
  ['as it stands', 'secret'],
  ['without the line end that a pasted secret has', ' secret\n'],
  ['from a function', () => 'secret'],
  ['from a promise', async () => 'secret'],
])('gives the token %s', async (_how, source) => {
  const { signal } = new AbortController();
  expect(await readToken(source, { operation, ended: signal, signal: undefined })).toBe('secret');
});

it('does not begin to wait where the caller has given up already', async () => {
  const reason = new Error('too late');
  const signal = AbortSignal.abort(reason);
  const never = () => new Promise<string>(() => {});
  await expect(readToken(never, { operation, ended: signal, signal })).rejects.toBe(reason);
});
