import { describe, expect, it } from 'vitest';
import type { CataloguedTag } from '../../../../functions/store/tag-catalogue.ts';
import { compareCatalogue } from '../../../../functions/sync/catalogue/compare-catalogue.ts';

const now = 10_000_000;
const known = (fields: Partial<CataloguedTag>): CataloguedTag => ({
  id: '1',
  name: 'Refund',
  deleted: false,
  seenAt: 0,
  former: [],
  ...fields,
});
const nothing = { found: [], renamed: [], deleted: [] };

describe('the catalogue against the workspace', () => {
  it('finds what is new, and what is back', () => {
    const listed = [
      { id: '1', name: 'Refund' },
      { id: '2', name: 'VIP' },
    ];
    expect(compareCatalogue([], listed, now)).toEqual({ ...nothing, found: listed });
    expect(
      compareCatalogue([known({ deleted: true }), known({ id: '2', name: 'VIP' })], listed, now),
    ).toEqual({
      ...nothing,
      found: [listed[0]],
    });
  });

  it('keeps the names that a tag bore before', () => {
    const was = known({ name: 'Money back', former: [{ name: 'Refund', until: 5 }] });
    expect(compareCatalogue([was], [{ id: '1', name: 'Payback' }], now).renamed).toEqual([
      {
        tag: { id: '1', name: 'Payback' },
        former: [
          { name: 'Refund', until: 5 },
          { name: 'Money back', until: now },
        ],
      },
    ]);
    expect(compareCatalogue([was], [{ id: '1', name: 'REFUND' }], now).renamed).toEqual([
      { tag: { id: '1', name: 'REFUND' }, former: [{ name: 'Money back', until: now }] },
    ]);
  });

  it('takes for deleted what is gone, but not what we learnt of minutes ago: the list may be older', () => {
    expect(compareCatalogue([known({})], [], now)).toEqual({
      ...nothing,
      deleted: [{ id: '1', name: 'Refund' }],
    });
    expect(compareCatalogue([known({ seenAt: now - 60_000 })], [], now)).toEqual(nothing);
    expect(compareCatalogue([known({ deleted: true })], [], now)).toEqual(nothing);
  });
});
