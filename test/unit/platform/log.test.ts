import { expect, it } from 'vitest';
import { describe } from '../../../functions/platform/log.ts';

it('describes an error by names, messages and frames, and by nothing that hangs on it', () => {
  const error = new Error('outer', { cause: new TypeError('inner') });
  Object.assign(error, { request: { headers: { authorization: 'Bearer token' } } });
  const fields = describe(error);
  expect(fields['error']).toBe('Error: outer <- TypeError: inner');
  expect(JSON.stringify(fields)).not.toContain('Bearer');
  expect(Object.keys(fields)).toEqual(['error', 'stack']);
});
