import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import type { Contact } from './contact-store.ts';

/** The contact of that id, or Intercom's refusal: contacts are still "users" in its messages. */
export function requireContact(core: Core, id: string): Contact {
  const contact = core.contacts.find(id);
  if (contact === undefined) throw refuse.userNotFound();
  return contact;
}
