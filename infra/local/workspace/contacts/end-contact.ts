import * as z from 'zod';
import { idSchema, parseBody } from '../call.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import type { Contact } from './contact-store.ts';
import { publishContact } from './publish-contact.ts';
import { requireContact } from './require-contact.ts';

const mergeSchema = z.object({ from: idSchema, into: idSchema });

export function deleteContact(core: Core, contact: Contact) {
  core.contacts.remove(contact);
  for (const id of contact.companyIds) core.companies.find(id)?.contactIds.delete(contact.id);
  const gone = { type: 'contact', id: contact.id, external_id: contact.externalId, deleted: true };
  core.publish('contact.deleted', () => gone);
  return gone;
}

export function archiveContact(core: Core, contact: Contact, archived: boolean) {
  contact.archived = archived;
  core.contacts.touch(contact, core.now());
  publishContact(core, archived ? 'archived' : 'unarchive', contact);
  return { type: 'contact', id: contact.id, external_id: contact.externalId, archived };
}

/** A lead goes up in a user: its tags, companies and conversations are the user's, and it cannot be found again. */
export function mergeContacts(core: Core, body: unknown): Contact {
  const { from, into } = parseBody(mergeSchema, body);
  const lead = requireContact(core, from);
  const user = requireContact(core, into);
  if (lead.role !== 'lead' || user.role !== 'user') {
    throw refuse.parameterInvalid('A lead can be merged into a user, and nothing else');
  }
  core.contacts.remove(lead);
  for (const tagging of lead.taggings) {
    if (!user.taggings.some(({ tagId }) => tagId === tagging.tagId)) user.taggings.push(tagging);
  }
  for (const id of lead.companyIds) {
    core.companies.find(id)?.contactIds.delete(lead.id);
    core.companies.find(id)?.contactIds.add(user.id);
    if (!user.companyIds.includes(id)) user.companyIds.push(id);
  }
  for (const conversation of core.conversations.all()) {
    if (!conversation.contactIds.includes(lead.id)) continue;
    conversation.contactIds = conversation.contactIds.map((id) => (id === lead.id ? user.id : id));
  }
  if (user.email === null && lead.email !== null) core.contacts.identify(user, { email: lead.email });
  core.contacts.touch(user, core.now());
  publishContact(core, 'merged', user);
  return user;
}
