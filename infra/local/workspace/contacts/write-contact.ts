import * as z from 'zod';
import { parseBody } from '../call.ts';
import type { Core } from '../core.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Contact } from './contact-store.ts';
import { publishContact, renderContactItem } from './publish-contact.ts';

const fieldsSchema = z.object({
  role: z.enum(['user', 'lead']).optional(),
  external_id: z.union([z.string(), z.number()]).transform(String).nullable().optional(),
  email: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  name: z.string().nullable().optional(),
  avatar: z.string().nullable().optional(),
  signed_up_at: z.int().nullable().optional(),
  last_seen_at: z.int().nullable().optional(),
  owner_id: z.int().nullable().optional(),
  unsubscribed_from_emails: z.boolean().nullable().optional(),
  language_override: z.string().nullable().optional(),
  custom_attributes: z.record(z.string(), z.unknown()).nullable().optional(),
});
type Fields = z.infer<typeof fieldsSchema>;

export function createContact(core: Core, body: unknown): Contact {
  const fields = parseBody(fieldsSchema, body);
  if (fields.email == null && fields.external_id == null && fields.role === undefined) {
    throw refuse.parameterInvalid('At least one of email, external_id or role is required');
  }
  refuseDuplicate(core, fields, fields.role ?? 'user', undefined);
  const now = core.now();
  const contact = blankContact(core, now);
  contact.role = fields.role ?? 'user';
  contact.externalId = fields.external_id ?? null;
  contact.email = fields.email ?? null;
  assign(contact, fields);
  core.contacts.add(contact);
  publishContact(core, 'created', contact);
  return contact;
}

export function updateContact(core: Core, contact: Contact, body: unknown): void {
  const fields = parseBody(fieldsSchema, body);
  refuseDuplicate(core, fields, fields.role ?? contact.role, contact);
  const before = { email: contact.email, role: contact.role };
  core.contacts.identify(contact, {
    ...(fields.external_id === undefined ? {} : { externalId: fields.external_id }),
    ...(fields.email === undefined ? {} : { email: fields.email }),
    ...(fields.role === undefined ? {} : { role: fields.role }),
  });
  assign(contact, fields);
  core.contacts.touch(contact, core.now());
  publishContact(core, 'updated', contact);
  if (contact.email !== before.email) {
    publishContact(core, 'email.updated', contact);
    if (before.role === 'lead' && before.email === null) {
      core.publish('contact.lead.added_email', () => renderContactItem(core, contact));
    }
  }
  if (contact.role === 'user' && before.role === 'lead') {
    core.publish('contact.lead.signed_up', () => renderContactItem(core, contact));
  }
}

/** A contact of which nothing is known. */
export function blankContact(core: Core, now: number): Contact {
  return {
    id: core.ids.objectId(now),
    createdAt: now,
    externalId: null,
    role: 'user',
    email: null,
    phone: null,
    name: null,
    avatar: null,
    ownerId: null,
    unsubscribedFromEmails: false,
    updatedAt: now,
    signedUpAt: null,
    lastSeenAt: null,
    lastRepliedAt: null,
    lastContactedAt: null,
    languageOverride: null,
    browserLanguage: null,
    location: { country: null, region: null, city: null },
    customAttributes: {},
    archived: false,
    taggings: [],
    companyIds: [],
    searchableFrom: core.timers.now() + core.options.contactSearchDelayMs,
  };
}

function assign(contact: Contact, fields: Fields): void {
  if (fields.phone !== undefined) contact.phone = fields.phone;
  if (fields.name !== undefined) contact.name = fields.name;
  if (fields.avatar !== undefined) contact.avatar = fields.avatar;
  if (fields.signed_up_at !== undefined) contact.signedUpAt = fields.signed_up_at;
  if (fields.last_seen_at !== undefined) contact.lastSeenAt = fields.last_seen_at;
  if (fields.owner_id !== undefined) contact.ownerId = fields.owner_id;
  if (fields.unsubscribed_from_emails != null) {
    contact.unsubscribedFromEmails = fields.unsubscribed_from_emails;
  }
  if (fields.language_override !== undefined) contact.languageOverride = fields.language_override;
  if (fields.custom_attributes != null) {
    contact.customAttributes = { ...contact.customAttributes, ...fields.custom_attributes };
  }
}

/** An external id is one contact's; an email is one user's, but may be many leads'. */
function refuseDuplicate(core: Core, fields: Fields, role: string, self: Contact | undefined): void {
  const sameId = fields.external_id == null ? undefined : core.contacts.findByExternalId(fields.external_id);
  const sameEmail =
    fields.email == null || role === 'lead' ? undefined : core.contacts.findByEmail(fields.email);
  const other = [sameId, sameEmail?.role === 'user' ? sameEmail : undefined].find(
    (contact) => contact !== undefined && contact !== self,
  );
  if (other !== undefined) {
    const which = other.archived ? 'An archived contact' : 'A contact';
    throw new Refusal(409, 'conflict', `${which} matching those details already exists with id=${other.id}`);
  }
}
