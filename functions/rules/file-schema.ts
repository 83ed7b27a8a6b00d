/**
 * A ruleset file as editors know it: `docs/ruleset.schema.json` is generated from here. It says of shapes, names of
 * fields and their operators what can be said without the file's own names; `checkRuleset` says the rest.
 */

import * as z from 'zod';
import { type FieldType, knownFields } from './fields.ts';
import { operatorRules, operatorsOf, type ValueKind } from './operators.ts';
import { atShape, everyShape, ruleShape, settingsShape } from './shapes.ts';
import { subjectTypes } from './topics.ts';

/** Scalars that are read as they are spelt. */
const spelt = z.union([z.string(), z.number(), z.boolean()]);
const oneOrMore = (item: z.ZodType) => z.union([item, z.array(item).min(1).max(1_000)]);

const span = z
  .strictObject({
    days: oneOrMore(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])),
    hours: oneOrMore(z.string()),
  })
  .partial();

const valueShapes: Readonly<Record<ValueKind, z.ZodType>> = {
  text: oneOrMore(spelt),
  scalar: oneOrMore(spelt),
  number: oneOrMore(z.number()),
  boolean: z.boolean(),
  date: oneOrMore(z.string()),
  span,
};

const testOf = (type: FieldType) => {
  const operators = operatorsOf(type).map((name) => [name, valueShapes[operatorRules[name].value]]);
  const modifiers = { except: oneOrMore(spelt), case: z.literal('exact'), accents: z.literal('exact') };
  const map = z.strictObject({ ...Object.fromEntries(operators), ...modifiers }).partial();
  return (type === 'object' || type === 'date' ? map : z.union([valueShapes.scalar, map])).meta({
    id: `${type}-test`,
  });
};

const tests: Readonly<Record<FieldType, z.ZodType>> = {
  text: testOf('text'),
  number: testOf('number'),
  boolean: testOf('boolean'),
  date: testOf('date'),
  list: testOf('list'),
  object: testOf('object'),
  dynamic: testOf('dynamic'),
};

const fields = Object.fromEntries(knownFields().map(([name, type]) => [name, tests[type].optional()]));

/** Fields whose names a workspace makes itself: JSON Schema has `patternProperties` for them, zod has not. */
const dynamicField =
  '^(payload[.\\[]|(conversation|contact|company|ticket)\\.(custom|ticket)_attributes\\.).+';

const group = z.lazy(() => z.array(z.union([z.string().regex(/^\$/u), condition])).min(1));

const condition: z.ZodType = z
  .object({ all: group.optional(), any: group.optional(), none: group.optional(), ...fields })
  .catchall(tests.dynamic)
  .meta({ id: 'condition' });

const tag = z.union([spelt, z.strictObject({ id: spelt })]);
const tags = z.union([tag, z.array(tag).min(1)]);
const changes = z.strictObject({ add: tags, remove: tags }).partial();
const outcome = z
  .strictObject({
    ...changes.shape,
    ...Object.fromEntries(
      ['conversation', 'contact', 'contacts', 'company', 'companies', 'ticket'].map((name) => [
        name,
        changes.optional(),
      ]),
    ),
  })
  .meta({ id: 'outcome' });

const topic = z.union([z.enum([...subjectTypes.keys()]), z.string().regex(/\*|^source:/u)]);
const trigger = z.union([topic, everyShape, atShape]);

const rule = z.strictObject({
  id: z.union([z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u), z.number()]),
  ...ruleShape.shape,
  trigger: z.union([trigger, z.array(trigger).min(1)]),
  when: condition.optional(),
  then: outcome,
  tests: z
    .array(z.strictObject({ given: z.union([spelt, z.record(z.string(), z.unknown())]), expect: outcome }))
    .max(50)
    .optional(),
});

const template = z.string();

export const fileSchema = z.strictObject({
  version: z.literal(1),
  settings: z
    .strictObject({ ...settingsShape.shape, exclusive: z.array(z.array(spelt)).optional() })
    .optional(),
  lists: z.record(z.string(), z.union([spelt, z.array(spelt).min(1).max(10_000)])).optional(),
  conditions: z.record(z.string(), condition).optional(),
  sources: z
    .record(
      z.string(),
      z.strictObject({
        subject: z
          .strictObject({
            contact: z.strictObject({ id: template, external_id: template, email: template }).partial(),
            company: z.strictObject({ id: template, company_id: template }).partial(),
            conversation: z.strictObject({ id: template }),
            ticket: z.strictObject({ id: template }),
          })
          .partial(),
      }),
    )
    .optional(),
  rules: z.array(rule).max(20_000),
});

/** The JSON Schema of a ruleset file, draft 2020-12. */
export function rulesetJsonSchema(): object {
  return z.toJSONSchema(fileSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      const { properties, additionalProperties } = jsonSchema;
      if (properties?.['message.text'] !== undefined && typeof additionalProperties === 'object') {
        jsonSchema.patternProperties = { [dynamicField]: additionalProperties };
        jsonSchema.additionalProperties = false;
      }
    },
  });
}
