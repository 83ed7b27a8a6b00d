import { expect, it } from 'vitest';
import * as z from 'zod';
import { readEnv } from '../../../functions/platform/read-env.ts';

const schema = z.object({ QUEUE_URL: z.url(), DAYS: z.coerce.number().int().default(30) });

it('gives the settings in their types', () => {
  expect(readEnv(schema, { QUEUE_URL: 'https://sqs.example', DAYS: '7' })).toEqual({
    QUEUE_URL: 'https://sqs.example',
    DAYS: 7,
  });
});

it('names the setting that is not set, an empty one included', () => {
  expect(() => readEnv(schema, { QUEUE_URL: '' })).toThrow('QUEUE_URL is not set');
});

it('names the setting that is not valid, without its value', () => {
  expect(() => readEnv(schema, { QUEUE_URL: 'hunter2' })).toThrow(/^QUEUE_URL is not valid: (?!.*hunter2)/);
});
