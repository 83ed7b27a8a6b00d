import type { IntercomClient } from '../intercom/client.ts';
import { isNotFound } from '../intercom/errors/is-not-found.ts';
import type { SourceSubject } from '../rules/origin.ts';
import type { FoundSubject } from './tagging-port.ts';

type Finder = Pick<IntercomClient, 'searchContacts' | 'retrieveCompany'>;

/**
 * The object that another system names by a key of its own. An id is taken at its word: whether there is such an
 * object, the tag call says. A new contact may take minutes to be found ("Search contacts").
 */
export async function findSubject(client: Finder, { by, value }: SourceSubject): Promise<FoundSubject> {
  switch (by) {
    case 'id':
      return { outcome: 'found', id: value };
    case 'company_id':
      return findCompany(client, value);
    case 'email':
    case 'external_id':
      return findContact(client, by, value);
  }
}

/** Two are enough to see that there are several. */
async function findContact(
  client: Finder,
  field: 'email' | 'external_id',
  value: string,
): Promise<FoundSubject> {
  const { items } = await client.searchContacts({ query: { field, operator: '=', value }, perPage: 2 });
  const [first, second] = items;
  if (first === undefined) return { outcome: 'none' };
  return second === undefined ? { outcome: 'found', id: first.id } : { outcome: 'ambiguous' };
}

async function findCompany(client: Finder, companyId: string): Promise<FoundSubject> {
  try {
    return { outcome: 'found', id: (await client.retrieveCompany({ companyId })).id };
  } catch (error) {
    if (isNotFound(error)) return { outcome: 'none' };
    throw error;
  }
}
