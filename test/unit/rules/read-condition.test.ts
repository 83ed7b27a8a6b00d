import { describe, expect, it } from 'vitest';
import { errorsOf, withKeys, withWhen } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('a condition', () => {
  it.each<Bad>([
    [
      'a text',
      withWhen('hello'),
      'schema rules[0].when 8:11: A condition is a map of fields and of all, any and none, not a single value. Write "all: […]" for a list.',
    ],
    [
      'a list',
      withWhen('[{ message.text: x }]'),
      'schema rules[0].when 8:11: A condition is a map of fields and of all, any and none, not a list. Write "all: […]" for a list.',
    ],
    [
      'a named condition that stands in no list',
      withWhen('$vip'),
      'schema rules[0].when 8:11: A condition is a map of fields and of all, any and none, not a single value. Write "all: [$vip]".',
    ],
    [
      'nothing in it',
      withWhen('{}'),
      'schema rules[0].when 8:11: This condition is empty. Leave it out where the rule is to hold always.',
    ],
    [
      'a group that is no list',
      withWhen('{ all: { message.text: x } }'),
      'schema rules[0].when.all 8:18: "all" takes a list of conditions, not a map. Begin each with "- ".',
    ],
    [
      'an empty group',
      withWhen('{ any: [] }'),
      'empty_value rules[0].when.any 8:18: "any" is empty. Put a condition into it, or leave it out.',
    ],
    [
      'a text in a group',
      withWhen('{ all: [hello] }'),
      'schema rules[0].when.all[0] 8:19: "hello" is no condition. Write "field: value", or "$name" for a named condition.',
    ],
    [
      'a dollar alone',
      withWhen('{ all: [$] }'),
      'schema rules[0].when.all[0] 8:19: "$" is no condition. Write "field: value", or "$name" for a named condition.',
    ],
    [
      'a list in a group',
      withWhen('{ all: [[$vip]] }'),
      'schema rules[0].when.all[0] 8:19: A condition is a map of fields and of all, any and none, not a list. Write "all: […]" for a list.',
    ],
    [
      'an unknown condition',
      withWhen('{ all: [$vap] }'),
      'unknown_condition rules[0].when.all[0] 8:19: There is no condition "vap". Did you mean "vip"?',
    ],
    [
      'a condition like no other',
      withWhen('{ all: [$zzzzzzzz] }'),
      'unknown_condition rules[0].when.all[0] 8:19: There is no condition "zzzzzzzz". Define it under "conditions".',
    ],
    [
      'a named condition as a field',
      withWhen('{ $vip: true }'),
      'unknown_field rules[0].when["$vip"] 8:13: There is no field "$vip". A named condition is an item of a list: "all: [$name]".',
    ],
    [
      'nothing',
      withWhen(''),
      'schema rules[0].when 8:5: Nothing stands here. Indent what belongs to it further than its key.',
    ],
    [
      'a comma in a text without quotes',
      withWhen('{ message.text: good evening, I need help }'),
      'unknown_field rules[0].when["I need help"] 8:41: There is no field "I need help". If it belongs to the text before the comma, quote that text.',
    ],
    [
      'a group by another name',
      withWhen('{ or: [] }'),
      'unknown_field rules[0].when.or 8:13: There is no field "or". Did you mean "any"?',
    ],
    [
      'an operator without its field',
      withWhen('{ words: [x] }'),
      'unknown_field rules[0].when.words 8:13: There is no field "words". "words" stands under a field: "message.text: { words: … }".',
    ],
    [
      'an unknown field',
      withWhen('{ mesage.text: x }'),
      'unknown_field rules[0].when["mesage.text"] 8:13: There is no field "mesage.text". Did you mean "message.text"?',
    ],
    [
      'a field like no other',
      withWhen('{ zzzzzzzzzzzzz: x }'),
      'unknown_field rules[0].when.zzzzzzzzzzzzz 8:13: There is no field "zzzzzzzzzzzzz". docs/rules.md lists the fields.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });
});

describe('conditions that name one another', () => {
  const chain = (length: number) =>
    withKeys(
      `conditions:\n${Array.from({ length }, (_, at) => `  c${at}: { all: [$c${at + 1}] }\n`).join('')}  c${length}: { message.text: a }`,
    );

  it('are as deep as the groups that they stand in', () => {
    expect(errorsOf(chain(8))).toEqual([]);
    expect(errorsOf(chain(9))[0]).toMatch(/^schema conditions\.c0\.all\[0\] .*nests more than 8 deep/u);
  });

  it('may be thousands in a row: each is a diagnostic', () => {
    expect(errorsOf(chain(5_000)).length).toBeGreaterThan(100);
  });

  it('stand for at most 1,000 tests', () => {
    const fan = (width: number) =>
      withKeys(
        `conditions:\n  a: { any: [${Array(width).fill('$b').join(', ')}] }\n  b: { any: [${Array(100).fill('{ message.text: x }').join(', ')}] }`,
      );
    expect(errorsOf(fan(10))).toEqual([]);
    expect(errorsOf(fan(12))).toEqual([
      expect.stringMatching(/^schema conditions\.a\.any\[10\] .*more than 1000 tests/u),
    ]);
  });
});
