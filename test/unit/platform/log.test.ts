import { expect, it } from 'vitest';
import { createLog, describe } from '../../../functions/platform/log.ts';

it('describes an error by names, messages and frames, and by nothing that hangs on it', () => {
  const error = new Error('outer', { cause: new TypeError('inner') });
  Object.assign(error, { request: { headers: { authorization: 'Bearer token' } } });
  const fields = describe(error);
  expect(fields['error']).toBe('Error: outer <- TypeError: inner');
  expect(JSON.stringify(fields)).not.toContain('Bearer');
  expect(Object.keys(fields)).toEqual(['error', 'stack']);
});

it('writes a line of JSON each, with what varies in fields of its own', () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const log = createLog('apply', { write, now: () => Date.UTC(2026, 0, 7, 12) });
  log.info('notification', { outcome: 'tagged', ms: 12, topic: undefined }, { Matched: 1 });
  log.error('a worker died', { group: 'a' }, new TypeError('inner'));

  const [info = '', error = ''] = lines;
  expect(info).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(info)).toEqual({
    level: 'INFO',
    message: 'notification',
    timestamp: '2026-01-07T12:00:00.000Z',
    service: 'apply',
    outcome: 'tagged',
    ms: 12,
    Matched: 1,
  });
  expect(JSON.parse(error)).toMatchObject({ level: 'ERROR', group: 'a', error: 'TypeError: inner' });
});
