import { readFileSync } from 'node:fs';
import * as yaml from 'yaml';
import * as z from 'zod';

const tagNames = z.array(z.string().min(1)).default([]);
const person = z.strictObject({ name: z.string(), email: z.email(), role: z.enum(['user', 'lead']) });

/** What this message does to its conversation and to the customer, as a person would judge it. */
const judged = { tags: tagNames, untags: tagNames, contact_tags: tagNames };

const opened = z.strictObject({ conversation: z.string(), from: z.string(), says: z.string(), ...judged });
const reply = z.strictObject({ reply: z.string(), from: z.string(), says: z.string(), ...judged });
const answer = z.strictObject({ reply: z.string(), teammate: z.literal(true), says: z.string(), ...judged });
const tagged = z.strictObject({ tag: z.string(), add: z.string() });
const arrived = z.strictObject({ contact: person.extend({ key: z.string() }), contact_tags: tagNames });

const sampleDay = z.strictObject({
  customers: z.record(z.string(), person),
  day: z.array(z.union([opened, reply, answer, tagged, arrived])).min(40),
});

export type SampleDay = z.output<typeof sampleDay>;
export type Sample = SampleDay['day'][number];
export type Person = z.output<typeof person>;

/** Reads the sample day that stands beside this file. Throws where it is not of its form. */
export function readSampleDay(): SampleDay {
  return sampleDay.parse(yaml.parse(readFileSync(new URL('./samples.yaml', import.meta.url), 'utf8')));
}
