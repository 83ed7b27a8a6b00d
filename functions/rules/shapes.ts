/** The parts of a ruleset file that have a fixed shape. `file-schema.ts` puts them into the whole. */

import * as z from 'zod';
import { secondsOf } from './time/moment.ts';

const oneSentence = z.string('write a sentence here; quote it if it is a number');

export const settingsShape = z.strictObject({
  timezone: z
    .string('write the name of a time zone, such as Europe/Dublin')
    .refine(isTimezone, 'this is no IANA name of a time zone, such as Europe/Dublin')
    .default('UTC'),
  create_missing_tags: z.boolean('write true or false').default(true),
  remove_only_own: z.boolean('write true or false').default(false),
});

export const ruleShape = z.strictObject({
  description: oneSentence.optional(),
  mode: z.enum(['live', 'shadow', 'off'], 'write live, shadow or off').default('live'),
  priority: z.int('write a whole number, such as 10').default(0),
  stop: z.boolean('write true or false').default(false),
  once: z.boolean('write true or false').default(false),
  keep: z.boolean('write true or false').default(false),
  limit: z
    .strictObject(
      { per_hour: z.int('write a whole number').min(1, 'write 1 or more') },
      'write { per_hour: 100 }',
    )
    .optional(),
});

const over = z.enum(['conversations', 'contacts', 'companies'], 'write conversations, contacts or companies');

export const everyShape = z.strictObject({
  every: z
    .string('write a span from 5m to 7d, such as 15m')
    .regex(/^\d{1,6}[mhdw]$/u, { error: 'write a span from 5m to 7d, such as 15m', abort: true })
    .refine((text) => {
      const seconds = Number(text.slice(0, -1)) * secondsOf(text.slice(-1));
      return seconds >= 300 && seconds <= 604_800;
    }, 'a schedule runs every 5m to every 7d'),
  over,
});

export const atShape = z.strictObject({
  at: z
    .string('write a time of day, such as "06:00"')
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'write a time of day, such as "06:00"'),
  over,
});

function isTimezone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // `+01:00` is an offset, not a name.
    return !/^[-+]/u.test(timeZone);
  } catch {
    return false;
  }
}
