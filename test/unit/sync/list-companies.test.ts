import { describe, expect, it } from 'vitest';
import type { Company } from '../../../functions/intercom/schemas/company.ts';
import type { Page } from '../../../functions/intercom/schemas/page.ts';
import { listCompanies } from '../../../functions/sync/list-companies.ts';

const company = (id: string): Company => ({
  id,
  companyId: null,
  name: null,
  createdAt: null,
  updatedAt: null,
  tags: null,
  raw: { id },
});

/** Intercom's two ways to its companies: a list by page numbers, and a scroll whose parameter stays the same. */
function intercomWith(totalCount: number, scroll: readonly string[][]) {
  let scrolled = 0;
  const page = (ids: readonly string[], startingAfter: string | null): Page<Company> => ({
    items: ids.map(company),
    totalCount,
    startingAfter,
  });
  return {
    listAllCompanies: async ({ startingAfter = null }: { startingAfter?: string | null } = {}) =>
      startingAfter === null ? page(['a', 'b'], '2') : page(['c'], null),
    async scrollOverAllCompanies({ startingAfter = null }: { startingAfter?: string | null } = {}) {
      if (startingAfter === null) scrolled = 0;
      const ids = scroll[scrolled++] ?? [];
      return page(ids, ids.length === 0 ? null : 'the-same');
    },
  };
}

async function idsOf(client: ReturnType<typeof intercomWith>): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { items, startingAfter }: Page<Company> = await listCompanies(client, after);
    ids.push(...items.map(({ id }) => id));
    // Whoever pages ends at a cursor that does not move.
    if (startingAfter === null || startingAfter === after) return ids;
    after = startingAfter;
  }
}

describe('all companies', () => {
  it('are listed by page', async () => {
    expect(await idsOf(intercomWith(10_000, [['scrolled']]))).toEqual(['a', 'b', 'c']);
  });

  it('are scrolled over where there are more than the list goes up to', async () => {
    const client = intercomWith(10_001, [['a'], ['b'], ['c'], ['d']]);
    expect(await idsOf(client)).toEqual(['a', 'b', 'c', 'd']);
  });
});
