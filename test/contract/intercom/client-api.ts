import { createIntercomClient } from '../../../functions/intercom/client.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import type { Page } from '../../../functions/intercom/schemas/page.ts';
import type { Tag } from '../../../functions/intercom/schemas/tag.ts';
import type { SearchFilters, SeenTag, TagsApi } from './tags-api.ts';

/** Our own client behind the same expectations. */
export function clientApi(baseUrl: string, token: string): TagsApi {
  const client = createIntercomClient({ baseUrl, token, retry: { maxTries: 1 } });
  return {
    listTags: async () => (await client.listTags()).map(seen),
    createTag: async (name) => seen(await client.createTag(name)),
    renameTag: async (tagId, name) => seen(await client.updateTag({ tagId, name })),
    findTag: async (tagId) => seen(await client.findTag(tagId)),
    deleteTag: (tagId) => client.deleteTag(tagId),
    listTagsForAContact: async (contactId) => (await client.listTagsForAContact(contactId)).map(seen),
    attachTagToContact: async (contactId, tagId) =>
      seen(await client.attachTagToContact({ contactId, tagId })),
    detachTagFromContact: async (contactId, tagId) =>
      seen(await client.detachTagFromContact({ contactId, tagId })),
    attachTagToConversation: async (conversationId, tagId, adminId) =>
      seen(await client.attachTagToConversation({ conversationId, tagId, adminId })),
    detachTagFromConversation: async (conversationId, tagId, adminId) =>
      seen(await client.detachTagFromConversation({ conversationId, tagId, adminId })),
    attachTagToTicket: async (ticketId, tagId, adminId) =>
      seen(await client.attachTagToTicket({ ticketId, tagId, adminId })),
    detachTagFromTicket: async (ticketId, tagId, adminId) =>
      seen(await client.detachTagFromTicket({ ticketId, tagId, adminId })),
    tagUsers: async (name, contactIds) => void (await client.tagUsers({ name, contactIds })),
    tagCompany: async (name, company) => void (await client.tagCompanies({ name, companies: [company] })),
    untagCompany: async (name, company) => void (await client.untagCompanies({ name, companies: [company] })),
    tagsOfConversation: async (id) => ((await client.retrieveConversation(id)).tags ?? []).map(seen),
    tagNamesOfCompany: async (id) =>
      ((await client.retrieveACompanyById(id)).tags ?? []).map(({ name }) => name),
    findContactEmail: async (id) => (await client.showContact(id)).email,
    findTicketState: async (id) => (await client.getTicket(id)).state ?? '',
    searchConversations: (query, perPage) =>
      searchAll((search) => client.searchConversations(search), query, perPage),
    searchContacts: (query, perPage) => searchAll((search) => client.searchContacts(search), query, perPage),
    companiesOfContact: async (contactId) =>
      (await client.listCompaniesForAContact({ contactId })).items.map(({ id }) => id),
    listAdminIds: async () => (await client.listAdmins()).map(({ id }) => id),
    identify: async () => (await client.identifyAdmin()).workspaceId ?? '',
    errorOf: (error) =>
      error instanceof IntercomResponseError
        ? { status: error.status, code: error.code }
        : { status: undefined, code: undefined },
  };
}

function seen({ id, name, appliedAt, appliedBy }: Tag): SeenTag {
  return { id, name, appliedAt, appliedBy: appliedBy?.id ?? null };
}

async function searchAll(
  search: (query: {
    query: SearchFilters;
    perPage: number;
    startingAfter: string | null;
  }) => Promise<Page<{ id: string }>>,
  query: SearchFilters,
  perPage: number,
): Promise<string[]> {
  const ids: string[] = [];
  let startingAfter: string | null = null;
  do {
    const page: Page<{ id: string }> = await search({ query, perPage, startingAfter });
    ids.push(...page.items.map(({ id }) => id));
    startingAfter = page.startingAfter;
  } while (startingAfter !== null);
  return ids;
}
