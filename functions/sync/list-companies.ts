import type { IntercomClient } from '../intercom/client.ts';
import type { Company } from '../intercom/schemas/company.ts';
import type { Page } from '../intercom/schemas/page.ts';

type Reader = Pick<IntercomClient, 'listAllCompanies' | 'scrollOverAllCompanies'>;

/** As many as one call tags. */
const perPage = 50;
/** What the list goes up to; beyond, only a scroll has all of them. */
const listed = 10_000;

/**
 * One page of all companies. A workspace with more than the list goes up to is scrolled over: a scroll cannot be
 * taken up again later, so it begins anew where a run stops.
 */
export async function listCompanies(client: Reader, startingAfter: string | null): Promise<Page<Company>> {
  const scrolled = /^scroll:(\d+):(.*)$/s.exec(startingAfter ?? '');
  if (scrolled !== null) return scroll(client, Number(scrolled[1]), scrolled[2] ?? null);
  const page = await client.listAllCompanies({ startingAfter, perPage });
  return (page.totalCount ?? 0) > listed ? scroll(client, 0, null) : page;
}

/** The pages are numbered: Intercom's own parameter may stay the same while the scroll moves on. */
async function scroll(client: Reader, number: number, param: string | null): Promise<Page<Company>> {
  const page = await client.scrollOverAllCompanies({ startingAfter: param });
  const next = page.startingAfter;
  return { ...page, startingAfter: next === null ? null : `scroll:${number + 1}:${next}` };
}
