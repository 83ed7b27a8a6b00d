import * as z from 'zod';
import type { Condition, Ruleset } from './model.ts';
import { operatorNames } from './operators.ts';

const texts = z.array(z.string());
const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item)]);

const settings = z.object({
  timezone: z.string(),
  create_missing_tags: z.boolean(),
  remove_only_own: z.boolean(),
  exclusive: z.array(texts),
});

const exact = z.literal('exact').exactOptional();

const fieldTest = z.object({
  field: z.string(),
  operator: z.enum(operatorNames),
  values: z.array(z.union([z.string(), z.number(), z.boolean()])),
  except: texts.exactOptional(),
  case: exact,
  accents: exact,
  within: z
    .object({
      days: oneOrMore(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).exactOptional(),
      hours: oneOrMore(z.string()).exactOptional(),
    })
    .exactOptional(),
});

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(condition) }),
    z.object({ any: z.array(condition) }),
    z.object({ none: z.array(condition) }),
    z.object({ use: z.string() }),
    fieldTest,
  ]),
);

const finder = z.object({
  id: z.string().exactOptional(),
  external_id: z.string().exactOptional(),
  email: z.string().exactOptional(),
  company_id: z.string().exactOptional(),
});

const source = z.object({
  subject: z.object({
    conversation: finder.exactOptional(),
    contact: finder.exactOptional(),
    company: finder.exactOptional(),
    ticket: finder.exactOptional(),
  }),
});

const over = z.enum(['conversations', 'contacts', 'companies']);
const trigger = z.union([
  z.string(),
  z.object({ every: z.string(), over }),
  z.object({ at: z.string(), over }),
]);

const tag = z.union([
  z.object({ name: z.string() }),
  z.object({ id: z.string() }),
  z.object({ template: z.string() }),
]);

const outcome = z.array(
  z.object({
    target: z.enum(['subject', 'conversation', 'contact', 'contacts', 'company', 'companies', 'ticket']),
    add: z.array(tag),
    remove: z.array(tag),
  }),
);

const rule = z.object({
  id: z.string(),
  description: z.string().exactOptional(),
  trigger: z.array(trigger),
  when: condition.exactOptional(),
  then: outcome,
  mode: z.enum(['live', 'shadow', 'off']),
  priority: z.number(),
  stop: z.boolean(),
  once: z.boolean(),
  keep: z.boolean(),
  limit: z.object({ per_hour: z.number() }).exactOptional(),
  tests: z.array(
    z.object({ given: z.union([z.string(), z.record(z.string(), z.unknown())]), expect: outcome }),
  ),
});

/**
 * A ruleset in its stored form, as JSON: what `checkRuleset` gave and a store kept. It says of shapes only, since
 * what is stored was checked before; keys that a later version of the language may have are dropped.
 */
export const storedRuleset = z.object({
  version: z.literal(1),
  settings,
  lists: z.record(z.string(), texts),
  conditions: z.record(z.string(), condition),
  sources: z.record(z.string(), source),
  rules: z.array(rule),
});

/** The shape and the type are one: this line does not compile where they differ. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
true satisfies Same<z.infer<typeof storedRuleset>, Ruleset>;
