import type { Core } from '../core.ts';
import type { Taggable } from '../tags/tagging.ts';
import type { Contact } from './contact-store.ts';

/** Embedded lists hold at most ten references, with no names; the rest is behind `url`. */
const EMBEDDED = 10;

/**
 * Schema `contact`. `email` and `email_domain` are strings there that may be missing but not null: they are left
 * out where the contact has none.
 */
export function renderContact(core: Core, contact: Contact) {
  const { location } = contact;
  return {
    type: 'contact',
    id: contact.id,
    workspace_id: core.options.appId,
    external_id: contact.externalId,
    role: contact.role,
    ...(contact.email === null ? {} : { email: contact.email, email_domain: emailDomain(contact.email) }),
    phone: contact.phone,
    formatted_phone: contact.phone,
    name: contact.name,
    avatar: contact.avatar === null ? null : { type: 'avatar', image_url: contact.avatar },
    owner_id: contact.ownerId,
    social_profiles: { type: 'list', data: [] },
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: contact.unsubscribedFromEmails,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    signed_up_at: contact.signedUpAt,
    last_seen_at: contact.lastSeenAt,
    last_replied_at: contact.lastRepliedAt,
    last_contacted_at: contact.lastContactedAt,
    last_email_opened_at: null,
    last_email_clicked_at: null,
    language_override: contact.languageOverride,
    browser: null,
    browser_version: null,
    browser_language: contact.browserLanguage,
    os: null,
    location: { type: 'location', ...location, country_code: null, continent_code: null },
    ...MOBILE,
    custom_attributes: contact.customAttributes,
    tags: renderEmbeddedTags(contact),
    notes: renderEmbeddedList(contact.id, 'notes', []),
    companies: renderEmbeddedList(
      contact.id,
      'companies',
      contact.companyIds.map((id) => ({ id, type: 'company', url: `/companies/${id}` })),
    ),
    opted_out_subscription_types: renderEmbeddedList(contact.id, 'subscriptions', []),
    opted_in_subscription_types: renderEmbeddedList(contact.id, 'subscriptions', []),
    utm_campaign: null,
    utm_content: null,
    utm_medium: null,
    utm_source: null,
    utm_term: null,
    referrer: null,
  };
}

/** Schema `contact_reference`. */
export function renderContactReference(contact: Contact) {
  return { type: 'contact', id: contact.id, external_id: contact.externalId };
}

/** Schema `conversation_part_author`: an author's email is never missing there, but may be empty. */
export function renderContactAuthor(contact: Contact) {
  return { type: contact.role, id: contact.id, name: contact.name, email: contact.email ?? '' };
}

export function emailDomain(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}

function renderEmbeddedTags(contact: Taggable) {
  return renderEmbeddedList(
    contact.id,
    'tags',
    contact.taggings.map(({ tagId }) => ({ id: tagId, type: 'tag', url: `/tags/${tagId}` })),
  );
}

function renderEmbeddedList(contactId: string, name: string, references: object[]) {
  return {
    type: 'list',
    data: references.slice(0, EMBEDDED),
    url: `/contacts/${contactId}/${name}`,
    total_count: references.length,
    has_more: references.length > EMBEDDED,
  };
}

/** The emulator's contacts have no mobile app: Intercom says so in twelve fields. */
const MOBILE = {
  android_app_name: null,
  android_app_version: null,
  android_device: null,
  android_os_version: null,
  android_sdk_version: null,
  android_last_seen_at: null,
  ios_app_name: null,
  ios_app_version: null,
  ios_device: null,
  ios_os_version: null,
  ios_sdk_version: null,
  ios_last_seen_at: null,
};
