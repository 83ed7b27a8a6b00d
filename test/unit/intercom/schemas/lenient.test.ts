import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionalTime } from '../../../../functions/intercom/schemas/lenient.ts';
import { type Tag, tagSchema } from '../../../../functions/intercom/schemas/tag.ts';

describe('ids', () => {
  it('are the same whether Intercom writes them as strings or as numbers', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (id) => {
        const read = (value: unknown) => tagSchema.parse({ id: value, name: 'vip' }).id;
        expect(read(id)).toBe(read(String(id)));
      }),
    );
  });

  it.each([undefined, null, '', 1.5, 2 ** 60, {}])('are never %j', (id) => {
    expect(tagSchema.safeParse({ id, name: 'vip' }).success).toBe(false);
  });
});

describe('times', () => {
  it('are the same whether Intercom writes Unix seconds or ISO 8601', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }), (date) => {
        const seconds = date.getTime() / 1_000;
        expect(optionalTime.parse(date.toISOString())).toBe(seconds);
        expect(optionalTime.parse(seconds)).toBe(seconds);
        expect(optionalTime.parse(String(seconds))).toBe(seconds);
      }),
    );
  });

  it.each([undefined, null, '', 'soon', {}, [], true, Number.NaN])(
    'are null where Intercom writes %j',
    (value) => {
      expect(optionalTime.parse(value)).toBeNull();
    },
  );
});

describe('a tag', () => {
  const optional = fc.option(fc.constantFrom<unknown>(null, 1_663_597_223, '2026-01-10T04:41:59Z', ''), {
    nil: undefined,
  });
  const answer = fc.record(
    {
      type: fc.constant('tag'),
      id: fc.oneof(fc.maxSafeNat(), fc.maxSafeNat().map(String)),
      name: fc.string(),
      applied_at: optional,
      applied_by: fc.option(fc.record({ type: fc.constant('admin'), id: fc.nat() }), { nil: null }),
      colour: fc.jsonValue(),
    },
    { requiredKeys: ['id', 'name'] },
  );

  it('is always read, and kept as it came', () => {
    fc.assert(
      fc.property(answer, (raw) => {
        const tag: Tag = tagSchema.parse(raw);
        expect(tag.id).toBe(String(raw.id));
        expect(tag.raw).toEqual(raw);
        expect(tag.appliedAt === null || Number.isFinite(tag.appliedAt)).toBe(true);
      }),
    );
  });
});
