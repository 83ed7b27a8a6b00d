import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../../functions/rules/compile/compile-ruleset.ts';
import { eachCandidate } from '../../../../functions/rules/compile/rule-index.ts';
import { decide } from '../../../../functions/rules/decide.ts';
import { startEvaluation } from '../../../../functions/rules/evaluate/match.ts';
import { extractFacts } from '../../../../functions/rules/facts/extract-facts.ts';
import type {
  Condition,
  FieldTest,
  Notification,
  Operator,
  Rule,
} from '../../../../functions/rules/model.ts';
import { filterOf, mayHaveKey, passingFilterOf } from '../../../../functions/rules/text/key-filter.ts';
import { replyOf, ruleOf, rulesetOf, tagList, test, words } from '../../../support/rules/ruleset.ts';

/** The rules that the index lets through, and those that are tried always. */
function candidatesOf(conditions: Record<string, Condition>, notification: Notification, lists = {}) {
  const rules = Object.entries(conditions).map(([id, when]) => ruleOf(id, when));
  const { index } = compileRuleset(rulesetOf(rules, { lists }));
  const found = new Set<string>();
  const facts = extractFacts({ notification }, 'conversation', null);
  eachCandidate(index, startEvaluation(facts, 'UTC'), ({ id }) => found.add(id));
  return { found: [...found].sort(), always: index.always.map(({ id }) => id) };
}

describe('the index', () => {
  it('lets through the rules whose keywords are there', () => {
    const conditions = {
      word: words('refund'),
      phrase: words('money back'),
      star: words('charge*'),
      absent: words('invoice', 'receipt'),
      either: { any: [words('invoice'), test('conversation.state', 'equals', ['closed', 'OPEN'])] },
      spaceless: words('返金'),
    };
    const notification = replyOf('Refund the chargeback, 返金して, not money');
    expect(candidatesOf(conditions, notification)).toEqual({
      found: ['either', 'spaceless', 'star', 'word'],
      always: [],
    });
  });

  it('tries always what it cannot file', () => {
    const conditions = {
      matches: test('message.text', 'matches', 'a'),
      none: { none: [words('a')] },
      missing: test('conversation.title', 'exists', false),
      half: { any: [words('refund'), test('message.text', 'matches', 'b')] },
      filed: { all: [test('message.text', 'matches', 'a'), words('refund')] },
    };
    const { always, found } = candidatesOf(conditions, replyOf('Hi'));
    expect(always).toEqual(['matches', 'none', 'missing', 'half']);
    expect(found).toEqual([]);
  });

  it('lets through the rules whose text is there, inside words too', () => {
    const contains = (...values: string[]) => test('message.text', 'contains', values);
    const exact = { case: 'exact', accents: 'exact' } as const;
    const conditions = {
      part: contains('fundab'),
      sign: contains('!'),
      pair: contains('ca'),
      phrase: contains('le  caf'),
      folded: contains('ABLE', 'café'),
      start: test('message.text', 'starts_with', 'nonref'),
      end: test('message.text', 'ends_with', 'fe!'),
      written: test('message.text', 'contains', 'Café', exact),
      unwritten: test('message.text', 'contains', 'café', exact),
      capitals: test('message.text', 'contains', 'NON', { case: 'exact' }),
      absent: contains('refunds', '?', 'xy', 'a b c'),
    };
    const { always, found } = candidatesOf(conditions, replyOf('Nonrefundable Café!'));
    expect(always).toEqual([]);
    expect(found).toEqual(['end', 'folded', 'pair', 'part', 'phrase', 'sign', 'start', 'written']);
  });

  it('files a rule under its keywords before its parts of words, and under these before a common value', () => {
    const contains = (value: string) => test('message.text', 'contains', value);
    const conditions = {
      words: { all: [contains('a'), contains('fund'), words('invoice')] },
      parts: { all: [contains('a'), contains('xyz'), test('conversation.state', 'equals', 'open')] },
      value: {
        all: [test('conversation.state', 'equals', 'closed'), test('conversation.title', 'contains', 'a')],
      },
    };
    expect(candidatesOf(conditions, replyOf('a refund', { title: 'a' })).found).toEqual([]);
  });

  it('lets through what is unknown, and what a list may hold', () => {
    const conditions = {
      unknown: test('contact.name', 'words', 'ada'),
      tag: test('conversation.tags', 'includes', ['vip']),
      tagText: test('conversation.tags', 'words', 'plan'),
      other: test('conversation.tags', 'includes', ['absent']),
    };
    const notification = replyOf('Hi', { tags: tagList('VIP', 'Plan: Pro') });
    expect(candidatesOf(conditions, notification).found).toEqual(['tag', 'tagText', 'unknown']);
  });

  it('takes every keyword for a candidate where a text is too odd to be filed', () => {
    const odd = '™a'.repeat(40);
    expect(candidatesOf({ sign: words('a'), not: words('b') }, replyOf(odd)).found).toEqual(['sign']);
    expect(candidatesOf({ whole: words(odd) }, replyOf(odd)).found).toEqual(['whole']);
  });

  it('tries a list once for all the rules that share it', () => {
    const list = Array.from({ length: 10_000 }, (_, index) => `word${index}`);
    const rules = Array.from({ length: 2_000 }, (_, index) =>
      ruleOf(`r${index}`, {
        all: [test('message.text', 'words', '$many'), test('conversation.state', 'equals', 'open')],
      }),
    );
    const compiled = compileRuleset(rulesetOf(rules, { lists: { many: list } }));
    expect(compiled.index.fields[0]?.filed).toHaveLength(1);
    expect(decide(compiled, { notification: replyOf('a word77 here') }).matched).toHaveLength(2_000);
    expect(decide(compiled, { notification: replyOf('none of these') }).matched).toHaveLength(0);
  });

  it('has nothing for a topic that concerns no rule', () => {
    const notification = {
      id: 'n',
      topic: 'contact.user.updated',
      data: { item: { type: 'contact', id: 'c' } },
    };
    expect(decide(compileRuleset(rulesetOf([ruleOf('r')])), { notification }).matched).toEqual([]);
  });
});

describe('a list that many rules name', () => {
  const lists = { refund: ['refund', 'money back', 'Charge*'], never: ['refund policy', 'refund form'] };
  const rules = (operator: Operator, values: (index: number) => string[], more: Partial<FieldTest> = {}) =>
    Array.from({ length: 20 }, (_, index) =>
      ruleOf(`r${index}`, { field: 'message.text', operator, values: values(index), ...more }),
    );
  const matched = (each: Rule[], text: string) =>
    decide(compileRuleset(rulesetOf(each, { lists })), { notification: replyOf(text) }).matched.map(
      ({ rule, because }) => `${rule} ${String(because[0]?.value)} ${String(because[0]?.found)}`,
    );

  it('is filed once, whatever else stands beside it', () => {
    const [field] = compileRuleset(
      rulesetOf(
        rules('words', (at) => [`own${at}`, '$refund']),
        { lists },
      ),
    ).index.fields;
    expect(field?.tokens.size).toBe(20 + 2);
    expect(field?.prefixes.size).toBe(1);
  });

  it.each<[Operator, string, string]>([
    ['words', 'I want my money  back', 'money back money  back'],
    ['contains', 'some REFUNDS', 'refund REFUND'],
    ['starts_with', 'refunding', 'refund refund'],
    ['matches', 'the Money Back', 'money back Money Back'],
    ['equals', 'Money back', 'money back Money back'],
  ])('holds for all of them: %s', (operator, text, because) => {
    const each = rules(operator, (at) => ['first', '$refund', `own${at}`]);
    expect(matched(each, text)).toEqual(each.map(({ id }) => `${id} ${because}`));
    expect(matched(each, 'nothing')).toEqual([]);
  });

  it('shows the leftmost of all values, and of those in one place the first in file order', () => {
    const each = rules('words', (at) => (at % 2 === 0 ? ['$refund', 'Refund'] : ['Refund', '$refund']));
    expect(matched(each.slice(0, 2), 'charged a refund')).toEqual([
      'r0 Charge* charged',
      'r1 Charge* charged',
    ]);
    expect(matched(each.slice(0, 2), 'a refund')).toEqual(['r0 refund refund', 'r1 Refund refund']);
  });

  it('strikes what it lists after except', () => {
    const each = rules('words', () => ['refund'], { except: ['$never', 'no refund'] });
    expect(matched(each.slice(0, 1), 'refund form, no refund')).toEqual([]);
    expect(matched(each.slice(0, 1), 'refund form, refund')).toEqual(['r0 refund refund']);
  });
});

describe('a filter of keys', () => {
  it('has all its keys and few others', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => (index * 2_654_435_761) % 2 ** 30);
    const others = Array.from({ length: 1_000 }, (_, index) => (index * 40_503 + 7) % 2 ** 30);
    for (const filter of [filterOf(keys), passingFilterOf(keys)]) {
      expect(keys.every((key) => mayHaveKey(filter, key))).toBe(true);
      expect(others.filter((key) => mayHaveKey(filter, key)).length).toBeLessThan(200);
    }
    expect(mayHaveKey(filterOf([]), 5)).toBe(false);
  });
});
