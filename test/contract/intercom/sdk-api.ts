import { type Intercom, IntercomClient, IntercomError } from 'intercom-client';
import * as z from 'zod';
import type { SearchFilters, SeenTag, TagsApi } from './tags-api.ts';

/** The SDK's types have no tags in a company's list of tags. */
const taggedSchema = z.object({ tags: z.object({ tags: z.array(z.object({ name: z.string() })) }) });

const errorListSchema = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) });

/** The official SDK as the contract says to set it: version 2.11, no retries. */
export function createSdk(baseUrl: string, token: string): IntercomClient {
  return new IntercomClient({ baseUrl, token, version: '2.11', maxRetries: 0 });
}

export function sdkApi(baseUrl: string, token: string): TagsApi {
  const sdk = createSdk(baseUrl, token);
  return {
    listTags: async () => ((await sdk.tags.list()).data ?? []).map(seen),
    createTag: async (name) => seen(await sdk.tags.create({ name })),
    renameTag: async (id, name) => seen(await sdk.tags.create({ id, name })),
    findTag: async (tag_id) => seen(await sdk.tags.find({ tag_id })),
    deleteTag: (tag_id) => sdk.tags.delete({ tag_id }),
    listTagsForAContact: async (contact_id) =>
      ((await sdk.contacts.listAttachedTags({ contact_id })).data ?? []).map(seen),
    attachTagToContact: async (contact_id, id) => seen(await sdk.tags.tagContact({ contact_id, id })),
    detachTagFromContact: async (contact_id, tag_id) =>
      seen(await sdk.tags.untagContact({ contact_id, tag_id })),
    attachTagToConversation: async (conversation_id, id, admin_id) =>
      seen(await sdk.tags.tagConversation({ conversation_id, id, admin_id })),
    detachTagFromConversation: async (conversation_id, tag_id, admin_id) =>
      seen(await sdk.tags.untagConversation({ conversation_id, tag_id, admin_id })),
    attachTagToTicket: async (ticket_id, id, admin_id) =>
      seen(await sdk.tags.tagTicket({ ticket_id, id, admin_id })),
    detachTagFromTicket: async (ticket_id, tag_id, admin_id) =>
      seen(await sdk.tags.untagTicket({ ticket_id, tag_id, admin_id })),
    tagUsers: async (name, ids) => void (await sdk.tags.create({ name, users: ids.map((id) => ({ id })) })),
    tagCompany: async (name, company) =>
      void (await sdk.tags.create({ name, companies: [companyReference(company)] })),
    untagCompany: async (name, company) =>
      void (await sdk.tags.create({ name, companies: [{ ...companyReference(company), untag: true }] })),
    tagsOfConversation: async (conversation_id) =>
      ((await sdk.conversations.find({ conversation_id })).tags?.tags ?? []).map(seen),
    tagNamesOfCompany: async (company_id) => tagNames(await sdk.companies.find({ company_id })),
    findContactEmail: async (contact_id) => (await sdk.contacts.find({ contact_id })).email ?? null,
    async findTicketState(ticket_id) {
      const state: unknown = (await sdk.tickets.get({ ticket_id }))?.ticket_state;
      return String(state);
    },
    searchConversations: async (query, per_page) =>
      idsOf(await sdk.conversations.search({ query: sdkQuery(query), pagination: { per_page } })),
    searchContacts: async (query, per_page) =>
      idsOf(await sdk.contacts.search({ query: sdkQuery(query), pagination: { per_page } })),
    companiesOfContact: async (contact_id) => idsOf(await sdk.contacts.listAttachedCompanies({ contact_id })),
    listAdminIds: async () => (await sdk.admins.list()).admins?.flatMap((admin) => admin?.id ?? []) ?? [],
    identify: async () => (await sdk.admins.identify())?.app?.id_code ?? '',
    errorOf(error) {
      if (!(error instanceof IntercomError)) return { status: undefined, code: undefined };
      return { status: error.statusCode, code: errorListSchema.parse(error.body).errors[0]?.code };
    },
  };
}

/** As far as the SDK's types go, all of a tag may be missing. */
function seen(tag: Intercom.Tag): SeenTag {
  return {
    id: tag.id ?? '',
    name: tag.name ?? '',
    appliedAt: tag.applied_at ?? null,
    appliedBy: tag.applied_by?.id ?? null,
  };
}

function tagNames(company: Intercom.Company): string[] {
  return taggedSchema.parse(company).tags.tags.map(({ name }) => name);
}

function companyReference(company: { id: string } | { companyId: string }) {
  return 'id' in company ? { id: company.id } : { company_id: company.companyId };
}

function sdkQuery({ operator, value }: SearchFilters): Intercom.MultipleFilterSearchRequest {
  return { operator, value: value.map((filter) => ({ ...filter, value: String(filter.value) })) };
}

async function idsOf(pages: AsyncIterable<{ id?: string } | undefined>): Promise<string[]> {
  const ids: string[] = [];
  for await (const item of pages) ids.push(item?.id ?? '');
  return ids;
}
