import * as z from 'zod';

/** What a person does in the workspace, by its API. */
export interface WorkspaceApi {
  createTag: (name: string) => Promise<void>;
  /** A new customer writes; the conversation's id. */
  createConversation: (body: string) => Promise<string>;
  createContact: (email: string) => Promise<string>;
  /** The names of a contact's tags. */
  tagsOfContact: (contactId: string) => Promise<string[]>;
  /** The names of a conversation's tags. */
  tagsOf: (conversationId: string) => Promise<string[]>;
}

const withId = z.object({ id: z.string() });
const inbound = z.object({ conversation_id: z.string() });
const tagList = z.object({ data: z.array(z.object({ name: z.string() })) });
const conversation = z.object({ tags: z.object({ tags: z.array(z.object({ name: z.string() })) }) });

export function createWorkspaceApi(url: string, token: string): WorkspaceApi {
  async function call<T>(schema: z.ZodType<T>, path: string, body?: Record<string, unknown>): Promise<T> {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return schema.parse(await answer.json());
  }
  let customers = 0;
  return {
    createTag: async (name) => void (await call(withId, '/tags', { name })),
    async createConversation(body) {
      customers += 1;
      const email = `customer-${customers}@example.test`;
      const contact = await call(withId, '/contacts', { role: 'user', email });
      return (await call(inbound, '/_workspace/inbound', { contact_id: contact.id, body })).conversation_id;
    },
    createContact: async (email) => (await call(withId, '/contacts', { role: 'user', email })).id,
    async tagsOfContact(contactId) {
      const { data } = await call(tagList, `/contacts/${contactId}/tags`);
      return data.map(({ name }) => name);
    },
    async tagsOf(conversationId) {
      const { tags } = await call(conversation, `/conversations/${conversationId}`);
      return tags.tags.map(({ name }) => name);
    },
  };
}
