import * as z from 'zod';
import type { Company } from './companies/company-store.ts';
import type { Contact } from './contacts/contact-store.ts';
import type { Conversation } from './conversations/conversation-store.ts';
import type { Core } from './core.ts';
import type { Tag } from './tags/tag-catalogue.ts';
import type { Ticket } from './tickets/ticket-store.ts';

/** The objects are our own, written by `saveCore`: only that they are objects is checked, and `format` the rest. */
const listOf = <Item extends object>() =>
  z.array(z.custom<Item>((value) => typeof value === 'object' && value !== null));

export const savedCoreSchema = z.object({
  /** Raised whenever an object's shape changes. */
  format: z.literal(1),
  issuedIds: z.record(z.string(), z.int()),
  tags: listOf<Tag>(),
  contacts: listOf<Contact>(),
  conversations: listOf<Conversation>(),
  companies: listOf<Omit<Company, 'contactIds'> & { contactIds: string[] }>(),
  tickets: listOf<Ticket>(),
});

/** What `--data FILE` keeps: the objects, not the counts, transitions, limits or faults. */
export type SavedCore = z.infer<typeof savedCoreSchema>;

export function saveCore(core: Core): SavedCore {
  return {
    format: 1,
    issuedIds: core.ids.counters(),
    tags: [...core.tags.all()],
    contacts: [...core.contacts.all()],
    conversations: [...core.conversations.all()],
    companies: [...core.companies.all()].map((company) => ({
      ...company,
      contactIds: [...company.contactIds],
    })),
    tickets: [...core.tickets.all()],
  };
}

/** Puts saved objects into a core that is still empty, made with the saved `issuedIds`. */
export function restoreCore(core: Core, saved: SavedCore): void {
  for (const tag of saved.tags) core.tags.add(tag);
  for (const contact of saved.contacts) core.contacts.add(contact);
  for (const conversation of saved.conversations) core.conversations.add(conversation);
  for (const company of saved.companies) {
    core.companies.add({ ...company, contactIds: new Set(company.contactIds) });
  }
  for (const ticket of saved.tickets) core.tickets.add(ticket);
}
