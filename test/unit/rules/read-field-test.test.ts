import { describe, expect, it } from 'vitest';
import { errorsOf, withWhen } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe("a field's test", () => {
  it.each<Bad>([
    [
      'a value for an object',
      withWhen('{ company.plan: Pro }'),
      'type_mismatch rules[0].when["company.plan"] 8:13: "company.plan" is a group of fields and takes exists, not "equals".',
    ],
    [
      'a value for a date',
      withWhen('{ now: 2026-01-01 }'),
      'type_mismatch rules[0].when.now 8:13: "now" is a date and takes before, after, within and exists, not "equals".',
    ],
    [
      'an unknown operator',
      withWhen('{ message.text: { word: x } }'),
      'unknown_operator rules[0].when["message.text"].word 8:29: There is no operator "word". Did you mean "words"?',
    ],
    [
      'an operator like no other',
      withWhen('{ message.text: { zzzzzzzzz: x } }'),
      'unknown_operator rules[0].when["message.text"].zzzzzzzzz 8:29: There is no operator "zzzzzzzzz". "message.text" takes equals, words, contains, starts_with, ends_with, matches and exists.',
    ],
    [
      'an operator of another type',
      withWhen('{ company.size: { words: x } }'),
      'type_mismatch rules[0].when["company.size"].words 8:29: "company.size" is a number and takes equals, gt, gte, lt, lte and exists, not "words".',
    ],
    [
      'an operator that no boolean takes',
      withWhen('{ conversation.open: { gt: 1 } }'),
      'type_mismatch rules[0].when["conversation.open"].gt 8:34: "conversation.open" is true or false and takes equals and exists, not "gt".',
    ],
    [
      'a list operator on text',
      withWhen('{ message.text: { includes: x } }'),
      'type_mismatch rules[0].when["message.text"].includes 8:29: "message.text" is text and takes equals, words, contains, starts_with, ends_with, matches and exists, not "includes".',
    ],
    [
      'no operator',
      withWhen('{ message.text: {} }'),
      'schema rules[0].when["message.text"] 8:27: No operator stands here. "message.text" takes equals, words, contains, starts_with, ends_with, matches and exists.',
    ],
    [
      'only options',
      withWhen('{ message.text: { case: exact } }'),
      'schema rules[0].when["message.text"] 8:27: No operator stands here. "message.text" takes equals, words, contains, starts_with, ends_with, matches and exists.',
    ],
    [
      'an option of another value',
      withWhen('{ message.text: { words: x, case: lower } }'),
      'schema rules[0].when["message.text"].case 8:45: "case" can only be "exact"; leave it out else.',
    ],
    [
      'an option that is a list',
      withWhen('{ message.text: { words: x, accents: [exact] } }'),
      'schema rules[0].when["message.text"].accents 8:48: "accents" can only be "exact"; leave it out else.',
    ],
    [
      'options on a number',
      withWhen('{ company.size: { gt: 1, case: exact } }'),
      'type_mismatch rules[0].when["company.size"].case 8:36: "case" is for text, and no text is compared here.',
    ],
    [
      'options on a number that is compared',
      withWhen('{ company.size: { equals: 1, accents: exact } }'),
      'type_mismatch rules[0].when["company.size"].accents 8:40: "accents" is for text, and no text is compared here.',
    ],
    [
      'accents with matches',
      withWhen('{ message.text: { matches: x, accents: exact } }'),
      'type_mismatch rules[0].when["message.text"].accents 8:41: "matches" looks at the text as it is written, so "accents" does not go with it.',
    ],
    [
      'except without words',
      withWhen('{ message.text: { contains: x, except: [y] } }'),
      'schema rules[0].when["message.text"].except 8:42: "except" belongs to "words": it names phrases that do not count there.',
    ],
    [
      'except of nothing',
      withWhen('{ message.text: { words: x, except: [] } }'),
      'empty_value rules[0].when["message.text"].except 8:47: This list is empty, so the test could never hold. Name a value.',
    ],
    [
      'except beside bad words',
      withWhen('{ company.size: { words: x, except: [y] } }'),
      'type_mismatch rules[0].when["company.size"].words 8:29: "company.size" is a number and takes equals, gt, gte, lt, lte and exists, not "words".',
    ],
    [
      'within of a text',
      withWhen('{ now: { within: monday } }'),
      'type_mismatch rules[0].when.now.within 8:28: "within" takes a map, { days: [mon, tue], hours: "09:00-17:30" }, not a single value.',
    ],
    [
      'within of nothing',
      withWhen('{ now: { within: {} } }'),
      'empty_value rules[0].when.now.within 8:28: Neither "days" nor "hours" stands here, so this would always hold.',
    ],
    [
      'within of an unknown key',
      withWhen('{ now: { within: { day: mon } } }'),
      'empty_value rules[0].when.now.within 8:28: Neither "days" nor "hours" stands here, so this would always hold.',
      'schema rules[0].when.now.within.day 8:30: "within" has no key "day". Did you mean "days"?',
    ],
    [
      'an unknown day',
      withWhen('{ now: { within: { days: monday } } }'),
      'type_mismatch rules[0].when.now.within.days 8:36: "monday" is no day. The days are mon, tue, wed, thu, fri, sat, sun.',
    ],
    [
      'a day that is a list',
      withWhen('{ now: { within: { days: [[mon]] } } }'),
      'type_mismatch rules[0].when.now.within.days[0] 8:37: "a list" is no day. The days are mon, tue, wed, thu, fri, sat, sun.',
    ],
    [
      'a sign for a number',
      withWhen('{ company.size: ">" }'),
      'type_mismatch rules[0].when["company.size"] 8:27: ">" is not a number. Write { gt: … }.',
    ],
    [
      'no days',
      withWhen('{ now: { within: { days: [] } } }'),
      'empty_value rules[0].when.now.within.days 8:36: "days" is empty, so the test could never hold.',
    ],
    [
      'hours that are none',
      withWhen('{ now: { within: { hours: "9-17" } } }'),
      'type_mismatch rules[0].when.now.within.hours 8:37: "9-17" is no span of hours. Write "09:00-17:30".',
    ],
    [
      'hours that end where they begin',
      withWhen('{ now: { within: { hours: "09:00-09:00" } } }'),
      'type_mismatch rules[0].when.now.within.hours 8:37: "09:00-09:00" is no span of hours. Write "09:00-17:30".',
    ],
    [
      'hours after midnight',
      withWhen('{ now: { within: { hours: "09:00-25:00" } } }'),
      'type_mismatch rules[0].when.now.within.hours 8:37: "09:00-25:00" is no span of hours. Write "09:00-17:30".',
    ],
    [
      'hours that begin at 24',
      withWhen('{ now: { within: { hours: "24:00-09:00" } } }'),
      'type_mismatch rules[0].when.now.within.hours 8:37: "24:00-09:00" is no span of hours. Write "09:00-17:30".',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });
});
