import * as fc from 'fast-check';
import type { DecisionInput } from '../../../functions/rules/model.ts';
import { subjectTypes } from '../../../functions/rules/topics.ts';
import { decisionInputs } from './decision-inputs.ts';

const KEYS = (
  'type id name body source author data items contacts companies ticket conversation_parts tags tag tag_ids ' +
  'has_more state custom_attributes plan toString constructor length'
).split(' ');

/** Any JSON, with the keys that notifications have. */
const anyJson = (): fc.Arbitrary<unknown> =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, true, 0, -1, 1e308, '', 'refund', '<b>a', '\ud800', '0', 1_767_787_200),
      fc.constant('2026-01-07T12:00:00Z'),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
    ),
  })).value;

/** A notification of any topic in which some places hold any JSON instead of what Intercom would put there. */
export const spoiltInputs = (): fc.Arbitrary<DecisionInput> =>
  fc
    .record({
      input: decisionInputs(),
      topic: fc.constantFrom(...subjectTypes.keys(), 'source:billing', 'nonsense'),
      spoils: fc.array(fc.tuple(fc.nat(), anyJson()), { minLength: 1, maxLength: 4 }),
    })
    .map(({ input, topic, spoils }) => {
      const { notification, facts } = structuredClone(input);
      for (const [place, value] of spoils)
        spoil({ data: notification.data, contact: facts?.contact }, place, value);
      return { notification: { ...notification, topic }, ...(facts !== undefined && { facts }) };
    });

function spoil(document: object, place: number, value: unknown): void {
  const places = placesIn(document).slice(2);
  const found = places[place % Math.max(1, places.length)];
  if (found !== undefined)
    Object.defineProperty(found.holder, found.key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
}

const placesIn = (holder: object): { holder: object; key: string }[] =>
  Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ]);
