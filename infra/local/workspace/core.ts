import { type AdminDirectory, createAdmins } from './admins/admin-directory.ts';
import { type CompanyStore, createCompanies } from './companies/company-store.ts';
import { type ContactStore, createContacts } from './contacts/contact-store.ts';
import { type ConversationStore, createConversations } from './conversations/conversation-store.ts';
import { createIds, type Ids } from './ids.ts';
import type { WorkspaceOptions } from './options.ts';
import { type Random, seededRandom } from './random.ts';
import { restoreCore, type SavedCore } from './saved-core.ts';
import { createTags, type TagCatalogue } from './tags/tag-catalogue.ts';
import { createTransitions, type Transitions } from './tags/tagging.ts';
import { createTickets, type TicketStore } from './tickets/ticket-store.ts';
import { type Timers, unixSeconds } from './timers.ts';

/** What a workspace holds, and what its operations need: one for each emulator. */
export interface Core {
  readonly options: WorkspaceOptions;
  readonly timers: Timers;
  readonly random: Random;
  readonly ids: Ids;
  readonly admins: AdminDirectory;
  readonly tags: TagCatalogue;
  readonly contacts: ContactStore;
  readonly conversations: ConversationStore;
  readonly companies: CompanyStore;
  readonly tickets: TicketStore;
  readonly transitions: Transitions;
  /** Unix seconds. */
  now(): number;
  /** Tells the webhooks. The item is made only if someone listens. */
  publish(topic: string, item: () => unknown): void;
}

export function createCore(
  options: WorkspaceOptions,
  timers: Timers,
  publish: Core['publish'],
  saved?: SavedCore,
): Core {
  const random = seededRandom(options.seed);
  const core: Core = {
    options,
    timers,
    random,
    ids: createIds(random, saved?.issuedIds),
    admins: createAdmins(options),
    tags: createTags(),
    contacts: createContacts(),
    conversations: createConversations(),
    companies: createCompanies(),
    tickets: createTickets(),
    transitions: createTransitions(),
    now: () => unixSeconds(timers),
    publish(topic, item) {
      core.ids.next('notification');
      publish(topic, item);
    },
  };
  if (saved !== undefined) restoreCore(core, saved);
  return core;
}
