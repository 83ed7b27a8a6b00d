import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Company, companySchema } from '../schemas/company.ts';
import { type Contact, contactSchema } from '../schemas/contact.ts';
import { type Page, page } from '../schemas/page.ts';
import { type SearchQuery, searchBody } from '../search-query.ts';

export type ContactOperations = ReturnType<typeof contactOperations>;

export function contactOperations(call: Call) {
  return {
    showContact(contactId: string, options?: CallOptions): Promise<Contact> {
      return call(
        { operation: 'showContact', method: 'GET', path: ['contacts', contactId], repeat: 'idempotent' },
        contactSchema,
        options,
      );
    },

    /** A POST that only reads, so it may be repeated. */
    searchContacts(search: SearchQuery, options?: CallOptions): Promise<Page<Contact>> {
      return call(
        {
          operation: 'searchContacts',
          method: 'POST',
          path: ['contacts', 'search'],
          body: searchBody(search),
          repeat: 'idempotent',
        },
        page(contactSchema),
        options,
      );
    },

    /** The companies that a contact belongs to, whole. `startingAfter` is a page's number. */
    listCompaniesForAContact(
      { contactId, startingAfter }: { contactId: string; startingAfter?: string | null },
      options?: CallOptions,
    ): Promise<Page<Company>> {
      return call(
        {
          operation: 'listCompaniesForAContact',
          method: 'GET',
          path: ['contacts', contactId, 'companies'],
          query: { page: startingAfter ?? undefined },
          repeat: 'idempotent',
        },
        page(companySchema, 'companies'),
        options,
      );
    },
  };
}
