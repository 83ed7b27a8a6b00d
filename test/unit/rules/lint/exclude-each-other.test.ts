import { describe, expect, it } from 'vitest';
import { contradict, isHopeless } from '../../../../functions/rules/lint/exclude-each-other.ts';
import type { Condition, FieldTest, Operator, Value, Within } from '../../../../functions/rules/model.ts';

const context = { zone: 'UTC', valuesOf: ({ values }: FieldTest) => new Set(values.map(String)) };
const spent = (operator: Operator, ...values: Value[]): FieldTest => ({
  field: 'company.monthly_spend',
  operator,
  values,
});
const text = (operator: Operator, values: Value[], more: Partial<FieldTest> = {}): FieldTest => ({
  field: 'message.text',
  operator,
  values,
  ...more,
});
const now = (within: Within): FieldTest => ({ field: 'now', operator: 'within', values: [], within });
const seen = (operator: Operator, ...values: Value[]): FieldTest => ({
  field: 'contact.last_seen_at',
  operator,
  values,
});

describe('two tests of one field', () => {
  it.each<[FieldTest, FieldTest, boolean]>([
    [spent('gt', 5), spent('lt', 5), true],
    [spent('gt', 5), spent('lte', 5), true],
    [spent('gte', 5), spent('lt', 5), true],
    [spent('gte', 5), spent('lte', 5), false],
    [spent('gt', 5), spent('lt', 6), false],
    [spent('gt', 5), spent('equals', 5), true],
    [spent('gte', 5), spent('equals', 5), false],
    [spent('gte', 5), spent('equals', 4, 3), true],
    [spent('gte', 5), spent('equals', 4, 6), false],
    [spent('gt', 5, 3), spent('equals', 4), false],
    [spent('lt', 5), spent('equals', 5), true],
    [spent('lte', 5), spent('equals', 5), false],
    [spent('lte', 5), spent('equals', 6, 7), true],
    [spent('lt', 5), spent('equals', 4, 6), false],
    [spent('gt', 5), spent('gt', 9), false],
    [spent('gt', 5), spent('exists', true), false],
    [spent('gt', 5), spent('exists', false), true],
    [spent('exists', false), spent('exists', false), false],
    [seen('after', '2026-02-01'), seen('before', '2026-02-01'), true],
    [seen('after', '2026-01-31'), seen('before', '2026-02-02'), false],
    [seen('after', '-2d'), seen('before', '-3d'), true],
    [seen('after', '-3d'), seen('before', '-2d'), false],
    [seen('after', '-3d'), seen('before', '2026-02-01'), false],
    [seen('after', '2026-02-01'), seen('after', '2026-01-01'), false],
  ])('%j and %j', (a, b, expected) => {
    expect(contradict(a, b, context)).toBe(expected);
    expect(contradict(b, a, context)).toBe(expected);
  });
});

describe('conditions that cannot both hold', () => {
  it.each<[says: string, a: Condition, b: Condition, expected: boolean]>([
    ['a value among those ruled out', spent('equals', 5), { none: [spent('equals', 4, 5)] }, true],
    ['more values than are ruled out', spent('equals', 5, 6), { none: [spent('equals', 5)] }, false],
    ['a keyword among those ruled out', text('words', ['a']), { none: [text('words', ['b', 'a'])] }, true],
    ['the same text by another operator', text('contains', ['a']), { none: [text('words', ['a'])] }, false],
    [
      'the same of another field',
      text('words', ['a']),
      { none: [{ ...text('words', ['a']), field: 'message.subject' }] },
      false,
    ],
    [
      'a keyword but for exceptions',
      text('words', ['a']),
      { none: [text('words', ['a', 'b'], { except: ['a c'] })] },
      false,
    ],
    [
      'a keyword as it is written',
      text('words', ['a'], { case: 'exact' }),
      { none: [text('words', ['a', 'b'])] },
      false,
    ],
    [
      'an accent as it is written',
      text('words', ['a']),
      { none: [text('words', ['a', 'b'], { accents: 'exact' })] },
      false,
    ],
    [
      'the very same, as it is written',
      text('words', ['a'], { case: 'exact' }),
      { none: [text('words', ['a'], { case: 'exact' })] },
      true,
    ],
    ['expressions', text('matches', ['a']), { none: [text('matches', ['a', 'b'])] }, false],
    [
      'a group that is ruled out',
      { any: [text('words', ['a'])] },
      { none: [{ any: [text('words', ['a'])] }] },
      true,
    ],
    ['other days', now({ days: ['mon', 'tue'] }), now({ days: 'wed' }), true],
    ['a common day', now({ days: ['mon', 'tue'] }), now({ days: 'tue' }), false],
    [
      'other days, one of which may go on',
      now({ days: ['mon'], hours: '22:00-06:00' }),
      now({ days: ['tue'] }),
      false,
    ],
    ['days and hours', now({ days: ['mon'] }), now({ hours: '09:00-17:00' }), false],
    [
      'branches of which none goes with it',
      spent('gt', 5),
      { any: [spent('lt', 3), { all: [text('words', ['a']), spent('equals', 4)] }] },
      true,
    ],
    [
      'branches of which one goes with it',
      spent('gt', 5),
      { any: [spent('lt', 3), text('words', ['a'])] },
      false,
    ],
    [
      'branches that all exclude each other',
      { any: [spent('gt', 5), spent('equals', 4)] },
      { any: [spent('lt', 3), spent('equals', 3)] },
      true,
    ],
  ])('%s', (_, a, b, expected) => {
    expect(contradict(a, b, context)).toBe(expected);
    expect(contradict(b, a, context)).toBe(expected);
  });

  it('are hopeless where that goes for each branch of one', () => {
    const no: Condition = { all: [spent('gt', 5), spent('lt', 3)] };
    expect(isHopeless({ any: [no, no] }, context)).toBe(true);
    expect(isHopeless({ any: [no, text('words', ['a'])] }, context)).toBe(false);
    expect(isHopeless(no, context)).toBe(false);
  });
});
