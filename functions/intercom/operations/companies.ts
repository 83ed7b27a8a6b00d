import * as z from 'zod';
import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Company, companySchema } from '../schemas/company.ts';
import { type Page, page } from '../schemas/page.ts';

export type CompanyOperations = ReturnType<typeof companyOperations>;

export function companyOperations(call: Call) {
  return {
    /** By Intercom's own id. */
    retrieveACompanyById(id: string, options?: CallOptions): Promise<Company> {
      return call(
        { operation: 'retrieveACompanyById', method: 'GET', path: ['companies', id], repeat: 'idempotent' },
        companySchema,
        options,
      );
    },

    /** By the id that the workspace gave it. One company by the text and the SDK, a list by the description. */
    retrieveCompany({ companyId }: { companyId: string }, options?: CallOptions): Promise<Company> {
      return call(
        {
          operation: 'retrieveCompany',
          method: 'GET',
          path: ['companies'],
          query: { company_id: companyId },
          repeat: 'idempotent',
        },
        oneCompany,
        options,
      );
    },

    /** Up to 10,000 companies, by page: beyond that, scroll. `startingAfter` is a page's number. */
    listAllCompanies(
      { startingAfter, perPage }: { startingAfter?: string | null; perPage?: number } = {},
      options?: CallOptions,
    ): Promise<Page<Company>> {
      return call(
        {
          operation: 'listAllCompanies',
          method: 'POST',
          path: ['companies', 'list'],
          query: { page: startingAfter ?? undefined, per_page: perPage },
          // A POST that only reads.
          repeat: 'idempotent',
        },
        page(companySchema),
        options,
      );
    },

    /**
     * All companies. A scroll moves on with every answer and ends after a minute without a call; a workspace
     * has one at a time. A page whose answer was lost is lost with it, so this GET is not repeated.
     */
    scrollOverAllCompanies(
      { startingAfter }: { startingAfter?: string | null } = {},
      options?: CallOptions,
    ): Promise<Page<Company>> {
      return call(
        {
          operation: 'scrollOverAllCompanies',
          method: 'GET',
          path: ['companies', 'scroll'],
          query: { scroll_param: startingAfter ?? undefined },
          repeat: 'unsent_only',
        },
        page(companySchema),
        options,
      );
    },
  };
}

const oneCompany: z.ZodType<Company> = z.union([
  companySchema,
  z.object({ data: z.tuple([companySchema]) }).transform(({ data: [company] }) => company),
]);
