import type { Tagging } from '../tags/tagging.ts';
import { createUpdatedIndex, type UpdatedIndex } from '../updated-index.ts';

type Role = 'user' | 'lead';

/** A user or a lead. Times are unix seconds. */
export interface Contact {
  readonly id: string;
  readonly createdAt: number;
  externalId: string | null;
  role: Role;
  email: string | null;
  phone: string | null;
  name: string | null;
  avatar: string | null;
  ownerId: number | null;
  unsubscribedFromEmails: boolean;
  updatedAt: number;
  signedUpAt: number | null;
  lastSeenAt: number | null;
  lastRepliedAt: number | null;
  lastContactedAt: number | null;
  languageOverride: string | null;
  browserLanguage: string | null;
  location: { country: string | null; region: string | null; city: string | null };
  customAttributes: Record<string, unknown>;
  archived: boolean;
  readonly taggings: Tagging[];
  readonly companyIds: string[];
  /** Milliseconds since 1970: when search began to see the contact. */
  searchableFrom: number;
}

export interface ContactStore {
  readonly size: number;
  all(): Iterable<Contact>;
  /** Oldest update first. */
  readonly byUpdate: UpdatedIndex<Contact>;
  /** Archived ones too. */
  find(id: string): Contact | undefined;
  findByExternalId(externalId: string): Contact | undefined;
  /** Users before leads, then the one that was made first. */
  findByEmail(email: string): Contact | undefined;
  add(contact: Contact): void;
  remove(contact: Contact): void;
  /** Moves `updated_at` forward, never back. */
  touch(contact: Contact, seconds: number): void;
  /** Changes fields that the store looks contacts up by. */
  identify(
    contact: Contact,
    change: { externalId?: string | null; email?: string | null; role?: Role },
  ): void;
}

export function createContacts(): ContactStore {
  const byId = new Map<string, Contact>();
  const byExternalId = new Map<string, Contact>();
  const byEmail = new Map<string, Contact[]>();
  const byUpdate = createUpdatedIndex<Contact>();
  const index = (contact: Contact) => {
    if (contact.externalId !== null) byExternalId.set(contact.externalId, contact);
    if (contact.email !== null) {
      const key = contact.email.toLowerCase();
      byEmail.set(key, [...(byEmail.get(key) ?? []), contact]);
    }
  };
  const unindex = (contact: Contact) => {
    if (contact.externalId !== null) byExternalId.delete(contact.externalId);
    if (contact.email !== null) {
      const key = contact.email.toLowerCase();
      byEmail.set(
        key,
        (byEmail.get(key) ?? []).filter((other) => other !== contact),
      );
    }
  };
  return {
    get size() {
      return byId.size;
    },
    all: () => byId.values(),
    byUpdate,
    find: (id) => byId.get(id),
    findByExternalId: (externalId) => byExternalId.get(externalId),
    findByEmail(email) {
      const contacts = byEmail.get(email.toLowerCase()) ?? [];
      return contacts.find(({ role }) => role === 'user') ?? contacts[0];
    },
    add(contact) {
      byId.set(contact.id, contact);
      byUpdate.add(contact);
      index(contact);
    },
    remove(contact) {
      byId.delete(contact.id);
      byUpdate.remove(contact);
      unindex(contact);
    },
    touch(contact, seconds) {
      if (seconds <= contact.updatedAt) return;
      byUpdate.remove(contact);
      contact.updatedAt = seconds;
      byUpdate.add(contact);
    },
    identify(contact, { externalId, email, role }) {
      unindex(contact);
      if (externalId !== undefined) contact.externalId = externalId;
      if (email !== undefined) contact.email = email;
      if (role !== undefined) contact.role = role;
      index(contact);
    },
  };
}
