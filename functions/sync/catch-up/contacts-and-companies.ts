import type { Contact } from '../../intercom/schemas/contact.ts';
import { listCompanies } from '../list-companies.ts';
import { currentStateStep } from './current-state.ts';

const daySeconds = 86_400;

export const CONTACT_TOPICS: readonly string[] = ['user', 'lead'].flatMap((role) => [
  `contact.${role}.created`,
  `contact.${role}.updated`,
]);

export const COMPANY_TOPICS: readonly string[] = ['company.created', 'company.updated'];

/** An hour apart: each time costs the day's pages, since search compares contacts' times by the day. */
export const currentContacts = currentStateStep({
  name: 'contacts',
  type: 'contact',
  topics: CONTACT_TOPICS,
  topicsOf: ({ role }: Contact) => ({
    created: `contact.${role === 'lead' ? 'lead' : 'user'}.created`,
    updated: `contact.${role === 'lead' ? 'lead' : 'user'}.updated`,
  }),
  everySeconds: 3_600,
  page: ({ intercom }, from, startingAfter) =>
    intercom.searchContacts({
      query: { field: 'updated_at', operator: '>', value: from - daySeconds },
      perPage: 150,
      startingAfter,
    }),
});

/** Once a day: there is no search of companies, only the whole list. */
export const currentCompanies = currentStateStep({
  name: 'companies',
  type: 'company',
  topics: COMPANY_TOPICS,
  topicsOf: () => ({ created: 'company.created', updated: 'company.updated' }),
  everySeconds: daySeconds,
  page: ({ intercom }, _from, startingAfter) => listCompanies(intercom, startingAfter),
});
