import type { IntercomClient } from '../intercom/client.ts';
import { IntercomResponseError } from '../intercom/errors/intercom-response-error.ts';
import type { TagDirectory } from '../intercom/tag-directory/create-tag-directory.ts';
import type { Target, TargetType } from '../rules/model.ts';
import { findSubject } from './find-subject.ts';
import type { ResolvedTag, TagAnswer, TaggingPort } from './tagging-port.ts';

export interface IntercomTaggingOptions {
  client: IntercomClient;
  directory: TagDirectory;
  /** In whose name conversations and tickets are tagged. */
  adminId: () => Promise<string>;
}

/** Tagging by Intercom's API: which operation serves which type of object. */
export function createIntercomTaggingPort(options: IntercomTaggingOptions): TaggingPort {
  const { client, directory, adminId } = options;
  return {
    checkRateLimit: () => client.checkRateLimit(),

    fetchObject: async (type, id) => (await fetchObject(client, type, id)).raw,

    findSubject: (wanted) => findSubject(client, wanted),

    async resolveTag(ref, create) {
      if (typeof ref !== 'string') return { id: ref.id, name: '' };
      const resolution = await directory.resolve(ref, { create });
      return resolution.outcome === 'found' ? resolution.tag : null;
    },

    knownTag: (name) => directory.known(name),

    forgetTag: (tag) => directory.forget(tag),
    addTag: (target, tag) => addTag(options, target, tag),

    async removeTag({ type, id }, tag) {
      const tagId = tag.id;
      switch (type) {
        case 'conversation':
          return client.detachTagFromConversation({ conversationId: id, tagId, adminId: await adminId() });
        case 'ticket':
          return client.detachTagFromTicket({ ticketId: id, tagId, adminId: await adminId() });
        case 'contact':
          return client.detachTagFromContact({ contactId: id, tagId });
        case 'company':
          return single(
            await client.untagCompanies({ name: await nameOf(client, tag), companies: [{ id }] }),
          );
      }
    },
  };
}

async function addTag(
  { client, adminId }: IntercomTaggingOptions,
  { type, id }: Target,
  tag: ResolvedTag,
): Promise<TagAnswer> {
  const tagId = tag.id;
  switch (type) {
    case 'conversation':
      return client.attachTagToConversation({ conversationId: id, tagId, adminId: await adminId() });
    case 'ticket':
      return client.attachTagToTicket({ ticketId: id, tagId, adminId: await adminId() });
    case 'contact':
      return client.attachTagToContact({ contactId: id, tagId });
    case 'company':
      return single(await client.tagCompanies({ name: await nameOf(client, tag), companies: [{ id }] }));
  }
}

function fetchObject(client: IntercomClient, type: TargetType, id: string) {
  switch (type) {
    case 'conversation':
      return client.retrieveConversation(id);
    case 'contact':
      return client.showContact(id);
    case 'company':
      return client.retrieveACompanyById(id);
    case 'ticket':
      return client.getTicket(id);
  }
}

/** Companies are tagged by the tag's name (`POST /tags`), for which a rule may give an id. */
async function nameOf(client: IntercomClient, { id, name }: ResolvedTag): Promise<string> {
  return name === '' ? (await client.findTag(id)).name : name;
}

/** That call answers with the catalogue's tag, which does not say since when it is on the company. */
function single([outcome]: Awaited<ReturnType<IntercomClient['tagCompanies']>>): TagAnswer {
  if (outcome?.outcome === 'failed') throw outcome.error;
  if (outcome?.outcome !== 'missing') return { appliedAt: null };
  throw new IntercomResponseError({
    operation: 'tagCompanies',
    status: 404,
    code: 'company_not_found',
    message: 'the company is gone',
    retryable: false,
  });
}
