import { describe, expect, it } from 'vitest';
import { contradict } from '../../../../functions/rules/lint/exclude-each-other.ts';
import type { FieldTest, Operator, Value } from '../../../../functions/rules/model.ts';

const context = { zone: 'UTC', valuesOf: ({ values }: FieldTest) => values.map(String) };
const spent = (operator: Operator, ...values: Value[]): FieldTest => ({
  field: 'company.monthly_spend',
  operator,
  values,
});
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
