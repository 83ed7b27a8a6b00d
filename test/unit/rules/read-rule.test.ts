import { describe, expect, it } from 'vitest';
import { errorsOf, withHead } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('a rule', () => {
  it.each<Bad>([
    [
      'a rule that is a text',
      'version: 1\nrules: [x]',
      'schema rules[0] 2:9: A rule is a map that begins with "id", not a single value.',
    ],
    [
      'a rule without anything',
      'version: 1\nrules: [{}]',
      'schema rules[0] 2:9: This rule has no "id", and every rule needs one.',
      'schema rules[0] 2:9: This rule has no "trigger", and every rule needs one.',
      'schema rules[0] 2:9: This rule has no "then", and every rule needs one.',
    ],
    [
      'an id of capitals',
      'version: 1\nrules: [{ id: Refund, trigger: contact.user.created, then: { add: X } }]',
      'schema rules[0].id 2:15: "Refund" is no id: write small letters, digits and single hyphens, such as refund-request.',
    ],
    [
      'an id that is a list',
      'version: 1\nrules: [{ id: [a], trigger: contact.user.created, then: { add: X } }]',
      'schema rules[0].id 2:15: "" is no id: write small letters, digits and single hyphens, such as refund-request.',
    ],
    [
      'a long id',
      `version: 1
rules: [{ id: ${'a'.repeat(101)}, trigger: contact.user.created, then: { add: X } }]`,
      `schema rules[0].id 2:15: "${'a'.repeat(101)}" is no id: write small letters, digits and single hyphens, such as refund-request.`,
    ],
    [
      'the same id twice',
      'version: 1\nrules: [{ id: a, trigger: contact.user.created, then: { add: X } }, { id: a, trigger: contact.user.created, then: { add: X } }]',
      'duplicate_id rules[1].id 2:75: The id "a" belongs to rules[0] already. The log tells rules apart by their ids.',
    ],
    [
      'an unknown key',
      withHead('priorty: 5'),
      'schema rules[0].priorty 9:5: A rule has no key "priorty". Did you mean "priority"?',
    ],
    [
      'a key like no other',
      withHead('zzzzzzzzz: 5'),
      'schema rules[0].zzzzzzzzz 9:5: A rule has no key "zzzzzzzzz". It takes id, description, trigger, when, then, mode, priority, stop, once, keep, limit and tests.',
    ],
    [
      'a priority in words',
      withHead('priority: high'),
      'schema rules[0].priority 9:5: "priority": write a whole number, such as 10.',
    ],
    [
      'a priority with a fraction',
      withHead('priority: 1.5'),
      'schema rules[0].priority 9:5: "priority": write a whole number, such as 10.',
    ],
    ['an unknown mode', withHead('mode: on'), 'schema rules[0].mode 9:5: "mode": write live, shadow or off.'],
    [
      'a stop that is a text',
      withHead('stop: maybe'),
      'schema rules[0].stop 9:5: "stop": write true or false.',
    ],
    ['a once that is a text', withHead('once: 1'), 'schema rules[0].once 9:5: "once": write true or false.'],
    ['a keep that is a text', withHead('keep: 1'), 'schema rules[0].keep 9:5: "keep": write true or false.'],
    [
      'a description that is a number',
      withHead('description: 5'),
      'schema rules[0].description 9:5: "description": write a sentence here; quote it if it is a number.',
    ],
    [
      'a limit that is a number',
      withHead('limit: 5'),
      'schema rules[0].limit 9:5: "limit": write { per_hour: 100 }.',
    ],
    [
      'a limit of nothing',
      withHead('limit: { per_hour: 0 }'),
      'schema rules[0].limit.per_hour 9:14: "limit.per_hour": write 1 or more.',
    ],
    [
      'a limit of a day',
      withHead('limit: { per_day: 1 }'),
      'schema rules[0].limit 9:5: "limit.per_hour": write a whole number.',
      'schema rules[0].limit.per_day 9:14: "limit" has no key "per_day".',
    ],
    [
      'a limit in words',
      withHead('limit: { per_hour: many }'),
      'schema rules[0].limit.per_hour 9:14: "limit.per_hour": write a whole number.',
    ],
    [
      'keep without a schedule',
      withHead('keep: true'),
      'schema rules[0].keep 9:5: "keep" is for schedules: only they come back to look whether the condition still holds.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });
});
