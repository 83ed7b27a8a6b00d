import type { Tagging } from '../tags/tagging.ts';

export type TicketState = 'submitted' | 'in_progress' | 'waiting_on_customer' | 'resolved';

/** Times are unix seconds. */
export interface Ticket {
  readonly id: string;
  /** What the inbox shows: "Do not use ticket_id for API queries". */
  readonly ticketLabel: string;
  readonly ticketTypeId: string;
  readonly contactIds: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
  attributes: Record<string, unknown>;
  state: TicketState;
  open: boolean;
  readonly taggings: Tagging[];
}

export interface TicketStore {
  readonly size: number;
  all(): Iterable<Ticket>;
  find(id: string): Ticket | undefined;
  add(ticket: Ticket): void;
}

export function createTickets(): TicketStore {
  const byId = new Map<string, Ticket>();
  return {
    get size() {
      return byId.size;
    },
    all: () => byId.values(),
    find: (id) => byId.get(id),
    add: (ticket) => void byId.set(ticket.id, ticket),
  };
}
