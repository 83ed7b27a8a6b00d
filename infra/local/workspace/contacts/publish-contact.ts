import type { Core } from '../core.ts';
import { renderTagBasic } from '../tags/render-tag.ts';
import type { Tag } from '../tags/tag-catalogue.ts';
import type { Contact } from './contact-store.ts';
import { renderContact } from './render-contact.ts';

const TIMES = [
  'created_at',
  'updated_at',
  'signed_up_at',
  'last_seen_at',
  'last_replied_at',
  'last_contacted_at',
] as const;

/** Making and changing are told apart by role, as in `contact.lead.created`; the rest is not. */
export function publishContact(
  core: Core,
  event: 'created' | 'updated' | 'archived' | 'unarchive' | 'merged' | 'email.updated',
  contact: Contact,
): void {
  const topic =
    event === 'created' || event === 'updated' ? `contact.${contact.role}.${event}` : `contact.${event}`;
  core.publish(topic, () => renderContactItem(core, contact));
}

export function publishContactTag(
  core: Core,
  contact: Contact,
  tag: Tag,
  event: 'created' | 'deleted',
): void {
  core.publish(`contact.${contact.role}.tag.${event}`, () => ({
    type: 'contact_tag',
    tag: renderTagBasic(tag),
    contact: renderContactItem(core, contact),
  }));
}

/** The whole contact, but with ISO times where REST has unix seconds, and null where it has no email. */
export function renderContactItem(core: Core, contact: Contact) {
  const rendered = renderContact(core, contact);
  const times = Object.fromEntries(TIMES.map((key) => [key, isoTime(rendered[key])]));
  return { ...rendered, email: contact.email, ...times };
}

/** As in the captures: `2026-01-10T04:41:59.000+00:00`. */
export function isoTime(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString().replace('Z', '+00:00');
}
