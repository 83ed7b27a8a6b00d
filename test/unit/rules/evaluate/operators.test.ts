import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../../functions/rules/decide.ts';
import type { FieldTest, GivenFacts, Notification } from '../../../../functions/rules/model.ts';
import { CREATED_AT, replyOf, ruleOf, rulesetOf, tagList, test } from '../../../support/rules/ruleset.ts';

const because = (each: FieldTest, notification: Notification, facts?: GivenFacts, lists = {}) =>
  decide(compileRuleset(rulesetOf([ruleOf('r', each)], { lists })), { notification, ...(facts && { facts }) })
    .matched[0]?.because[0];

const attribute = 'conversation.custom_attributes.x';
const holding = (each: FieldTest, value: unknown) =>
  because(each, replyOf('Hi', { custom_attributes: { x: value } })) !== undefined;

describe('text operators', () => {
  it('show the leftmost occurrence, then the longest, and the value as written', () => {
    const each = test('message.text', 'words', ['card', 'new card', 'new']);
    expect(because(each, replyOf('My NEW  card'))).toEqual({
      field: 'message.text',
      operator: 'words',
      value: 'new card',
      found: 'NEW  card',
      start: 3,
      end: 12,
    });
  });

  it('do not count what except names', () => {
    const each = test('message.text', 'words', 'refund', { except: ['no refund', '$never'] });
    const lists = { never: ['refund policy'] };
    expect(because(each, replyOf('no refund, refund policy'), undefined, lists)).toBeUndefined();
    expect(because(each, replyOf('no refund, but a refund'), undefined, lists)).toMatchObject({
      start: 17,
      end: 23,
    });
  });

  it('find literally at the start, the end or anywhere', () => {
    const found = (operator: 'contains' | 'starts_with' | 'ends_with', value: string) =>
      because(test('message.text', operator, value), replyOf('prefund it'))?.found;
    expect(found('contains', 'FUND')).toBe('fund');
    expect(found('starts_with', 'pre')).toBe('pre');
    expect(found('ends_with', 'it')).toBe('it');
    expect(found('ends_with', 'pre')).toBeUndefined();
  });

  it('find expressions in the text as written', () => {
    const each = test('message.text', 'matches', ['z+', 'o.d.r \\d+']);
    expect(because(each, replyOf('My Order 77'))).toMatchObject({
      value: 'o.d.r \\d+',
      found: 'Order 77',
      start: 3,
      end: 11,
    });
    expect(because({ ...each, case: 'exact' }, replyOf('My ORDER 77'))).toBeUndefined();
  });

  it('hold on a list where any item does, with offsets into that item', () => {
    const notification = replyOf('Hi', { tags: tagList('Triage', 'Plan: Pro') });
    expect(because(test('conversation.tags', 'starts_with', 'plan:'), notification)).toEqual({
      field: 'conversation.tags',
      operator: 'starts_with',
      value: 'plan:',
      found: 'Plan:',
      start: 0,
      end: 5,
    });
  });

  it('read numbers of fields whose type is not known, and no maps', () => {
    expect(holding(test(attribute, 'starts_with', '12'), 1234)).toBe(true);
    expect(holding(test(attribute, 'contains', 'object'), { a: 1 })).toBe(false);
    expect(holding(test(attribute, 'matches', 'x'), { a: 1 })).toBe(false);
  });

  it('take lists, among other values too, and a doubled dollar for the sign', () => {
    const lists = { a: ['one', '$b'], b: ['two'] };
    const value = (text: string) =>
      because(test('message.text', 'words', ['zero', '$a', '$$a', '$50']), replyOf(text), undefined, lists)
        ?.value;
    expect(value('one')).toBe('one');
    expect(value('zero')).toBe('zero');
    expect(value('two')).toBeUndefined();
    expect(value('is $a a sign')).toBe('$$a');
    expect(value('US$50')).toBe('$50');
  });
});

describe('equals', () => {
  it('ignores case, accents and the width of spaces, unless told', () => {
    expect(
      because(test('message.text', 'equals', ['Hello', 'cafe au LAIT']), replyOf('Café  au lait')),
    ).toEqual({
      field: 'message.text',
      operator: 'equals',
      value: 'cafe au LAIT',
      found: 'Café  au lait',
    });
    expect(holding(test(attribute, 'equals', 'Café', { accents: 'exact' }), 'cafe')).toBe(false);
    expect(holding(test(attribute, 'equals', 'Café', { case: 'exact' }), 'Cafe')).toBe(true);
    expect(holding(test(attribute, 'equals', 'Café', { case: 'exact' }), 'cafe')).toBe(false);
  });

  it('compares as text where the type is not known', () => {
    expect(holding(test(attribute, 'equals', 5), '5')).toBe(true);
    expect(holding(test(attribute, 'equals', '5'), 5)).toBe(true);
    expect(holding(test(attribute, 'equals', 'true'), true)).toBe(true);
    expect(holding(test(attribute, 'equals', 'b'), ['a', 'B'])).toBe(true);
    expect(holding(test(attribute, 'equals', 'a'), { a: 'a' })).toBe(false);
    expect(holding(test(attribute, 'equals', '007'), 7)).toBe(false);
  });

  it('compares booleans, numbers and ids', () => {
    expect(because(test('conversation.open', 'equals', true), replyOf('Hi'))).toMatchObject({
      value: true,
      found: true,
    });
    const assigned = replyOf('Hi', { admin_assignee_id: 42 });
    expect(because(test('conversation.admin_assignee_id', 'equals', '42'), assigned)).toMatchObject({
      value: '42',
      found: 42,
    });
  });

  it('equals no text that had to be cut', () => {
    const long = 'a'.repeat(100_001);
    expect(because(test('message.text', 'equals', long), replyOf(long))).toBeUndefined();
  });
});

describe('lists', () => {
  const tags = replyOf('Hi', { tags: tagList('VIP', 'Été') });

  it('include any, or all, and the fact is what was found', () => {
    expect(because(test('conversation.tags', 'includes', ['x', 'ete', 'vip']), tags)).toMatchObject({
      value: 'ete',
      found: ['VIP', 'Été'],
    });
    expect(because(test('conversation.tags', 'includes_all', ['vip', 'ete']), tags)).toMatchObject({
      value: ['vip', 'ete'],
    });
    expect(because(test('conversation.tags', 'includes_all', ['vip', 'x']), tags)).toBeUndefined();
    expect(because(test('conversation.tags', 'includes', 'x'), tags)).toBeUndefined();
  });

  it('are not what a single value is', () => {
    expect(holding(test(attribute, 'includes', 'a'), 'a')).toBe(false);
    expect(holding(test(attribute, 'includes_all', 'a'), 'a')).toBe(false);
    expect(holding(test(attribute, 'includes', 'a'), ['a', {}])).toBe(true);
  });
});

describe('numbers', () => {
  it.each([
    ['gt', 5, 6, true],
    ['gt', 5, 5, false],
    ['gte', 5, '5', true],
    ['lt', 5, ' 4.5 ', true],
    ['lte', 5, 5.01, false],
    ['lt', 5, 'four', false],
    ['lt', 5, '', false],
    ['lt', 5, true, false],
    ['gt', 5, '1e3', true],
    ['gt', 5, '0x10', false],
  ] as const)('%s %s of %j: %s', (operator, value, fact, expected) => {
    expect(holding(test(attribute, operator, value), fact)).toBe(expected);
  });
});

describe('dates', () => {
  it('come before the start of a day or after its end', () => {
    const created = (operator: 'before' | 'after', value: string) =>
      because(test('conversation.created_at', operator, value), replyOf('Hi', { created_at: CREATED_AT }))
        ?.value;
    expect(created('before', '2026-01-10')).toBeUndefined();
    expect(created('after', '2026-01-10')).toBeUndefined();
    expect(created('before', '2026-01-11')).toBe('2026-01-11');
    expect(created('after', '2026-01-09')).toBe('2026-01-09');
    expect(created('after', '2026-01-10T04:37:48Z')).toBe('2026-01-10T04:37:48Z');
    expect(created('after', '2026-01-10T04:37:49Z')).toBeUndefined();
    expect(created('after', '-1h')).toBe('-1h');
    expect(created('before', '-1h')).toBeUndefined();
  });

  it('stand within days and hours', () => {
    const within = { days: ['sat' as const], hours: ['04:00-05:00'] };
    expect(because(test('now', 'within', [], { within }), replyOf('Hi'))).toEqual({
      field: 'now',
      operator: 'within',
      value: within,
      found: CREATED_AT,
    });
    expect(because(test('now', 'within', [], { within: { days: ['sun'] } }), replyOf('Hi'))).toBeUndefined();
    expect(
      because(test(attribute, 'within', []), replyOf('Hi', { custom_attributes: { x: 'soon' } })),
    ).toBeUndefined();
  });
});

describe('exists', () => {
  it.each([
    ['a', true],
    [0, true],
    [false, true],
    [['a'], true],
    [null, false],
    [undefined, false],
    [' \n', false],
    [[], false],
    [{}, false],
  ])('%j: %s', (value, expected) => {
    expect(holding(test(attribute, 'exists', true), value)).toBe(expected);
    expect(holding(test(attribute, 'exists', false), value)).toBe(!expected);
  });

  it('shows what is there, null where nothing is', () => {
    expect(because(test('message.text', 'exists', true), replyOf('Hi'))).toMatchObject({
      value: true,
      found: 'Hi',
    });
    expect(because(test('conversation.title', 'exists', false), replyOf('Hi'))).toMatchObject({
      value: false,
      found: null,
    });
  });
});

describe('a value that check would refuse', () => {
  it.each(['words', 'contains', 'starts_with', 'ends_with', 'matches'] as const)(
    'is found nowhere: %s',
    (operator) => {
      const empty = operator === 'matches' ? '(' : '\u200b';
      expect(because(test('message.text', operator, [empty]), replyOf('a refund ('))).toBeUndefined();
      expect(because(test('message.text', operator, [empty, 'a refund (x']), replyOf('a'))).toBeUndefined();
    },
  );

  it('is none of a list that is not there', () => {
    expect(because(test('message.text', 'words', '$absent'), replyOf('absent'))).toBeUndefined();
    expect(because(test('message.text', 'equals', ['$toString', 'x', 5]), replyOf('5'))?.value).toBe(5);
  });
});

describe('values that fold alike', () => {
  it('are shown by the first of them', () => {
    const each = test('conversation.state', 'equals', ['Open', 'OPEN', 'open']);
    expect(because(each, replyOf('Hi'))?.value).toBe('Open');
  });
});
