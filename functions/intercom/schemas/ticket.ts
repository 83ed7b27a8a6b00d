import * as z from 'zod';
import { type ContactReference, contactReferences } from './contact-reference.ts';
import {
  id,
  keepingRaw,
  optionalId,
  optionalText,
  optionalTime,
  type RawObject,
  type UnixSeconds,
} from './lenient.ts';

export interface Ticket {
  /** What every call takes. */
  id: string;
  /** What the inbox shows, and no call takes. */
  ticketId: string | null;
  /** `Customer`, `Back-office` or `Tracker`. */
  category: string | null;
  /** `submitted`, `in_progress`, `waiting_on_customer` or `resolved`. */
  state: string | null;
  createdAt: UnixSeconds | null;
  updatedAt: UnixSeconds | null;
  /** Null where nobody is assigned, which Intercom writes as `"0"`. */
  adminAssigneeId: string | null;
  teamAssigneeId: string | null;
  contacts: ContactReference[];
  raw: RawObject;
}

/** A word in 2.11, an object from 2.12 and in notifications. */
const state = z
  .union([z.string(), z.object({ category: z.string() }).transform(({ category }) => category)])
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const ticketSchema: z.ZodType<Ticket> = keepingRaw(
  {
    id,
    ticket_id: optionalId,
    category: optionalText,
    ticket_state: state,
    created_at: optionalTime,
    updated_at: optionalTime,
    admin_assignee_id: optionalId,
    team_assignee_id: optionalId,
    contacts: contactReferences,
  },
  (ticket) => ({
    id: ticket.id,
    ticketId: ticket.ticket_id,
    category: ticket.category,
    state: ticket.ticket_state,
    createdAt: ticket.created_at,
    updatedAt: ticket.updated_at,
    adminAssigneeId: ticket.admin_assignee_id,
    teamAssigneeId: ticket.team_assignee_id,
    contacts: ticket.contacts,
  }),
);
