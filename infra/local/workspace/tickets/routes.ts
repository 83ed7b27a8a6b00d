import * as z from 'zod';
import { idSchema, param, parseBody, type Route } from '../call.ts';
import type { Contact } from '../contacts/contact-store.ts';
import { blankContact } from '../contacts/write-contact.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { renderTicket, renderTicketItem } from './render-ticket.ts';
import type { Ticket } from './ticket-store.ts';

const createSchema = z.object({
  ticket_type_id: idSchema,
  contacts: z
    .array(
      z.object({ id: idSchema.optional(), external_id: idSchema.optional(), email: z.string().optional() }),
    )
    .min(1),
  company_id: idSchema.optional(),
  created_at: z.int().optional(),
  ticket_attributes: z.record(z.string(), z.unknown()).optional(),
});

const updateSchema = z.object({
  ticket_attributes: z.record(z.string(), z.unknown()).optional(),
  state: z.enum(['in_progress', 'waiting_on_customer', 'resolved']).optional(),
  open: z.boolean().optional(),
});

export function ticketRoutes(core: Core): Route[] {
  return [
    {
      operation: 'createTicket',
      method: 'POST',
      path: '/tickets',
      handle: (call) => renderTicket(core, createTicket(core, call.body)),
    },
    {
      operation: 'getTicket',
      method: 'GET',
      path: '/tickets/:ticket_id',
      handle: (call) => renderTicket(core, requireTicket(core, param(call, 'ticket_id'))),
    },
    {
      operation: 'updateTicket',
      method: 'PUT',
      path: '/tickets/:ticket_id',
      handle: (call) =>
        renderTicket(core, updateTicket(core, requireTicket(core, param(call, 'ticket_id')), call.body)),
    },
  ];
}

/** The ticket of that id, or Intercom's refusal. */
export function requireTicket(core: Core, id: string): Ticket {
  const ticket = core.tickets.find(id);
  if (ticket === undefined) throw refuse.ticketNotFound();
  return ticket;
}

function createTicket(core: Core, body: unknown): Ticket {
  const input = parseBody(createSchema, body);
  const contacts = input.contacts.map((reference) => findContact(core, reference));
  const now = input.created_at ?? core.now();
  const ticket: Ticket = {
    id: core.ids.next('ticket'),
    ticketLabel: core.ids.next('ticketLabel'),
    ticketTypeId: input.ticket_type_id,
    contactIds: contacts.map(({ id }) => id),
    createdAt: now,
    updatedAt: now,
    attributes: input.ticket_attributes ?? {},
    state: 'submitted',
    open: true,
    taggings: [],
  };
  core.tickets.add(ticket);
  core.publish('ticket.created', () => renderTicketItem(core, ticket));
  return ticket;
}

function updateTicket(core: Core, ticket: Ticket, body: unknown): Ticket {
  const { ticket_attributes, state, open } = parseBody(updateSchema, body);
  ticket.updatedAt = core.now();
  if (ticket_attributes !== undefined) {
    ticket.attributes = { ...ticket.attributes, ...ticket_attributes };
    core.publish('ticket.attribute.updated', () => renderTicketItem(core, ticket));
  }
  if (state !== undefined && state !== ticket.state) {
    ticket.state = state;
    core.publish('ticket.state.updated', () => renderTicketItem(core, ticket));
  }
  if (open !== undefined && open !== ticket.open) {
    ticket.open = open;
    if (!open) core.publish('ticket.closed', () => renderTicketItem(core, ticket));
  }
  return ticket;
}

function findContact(
  core: Core,
  { id, external_id, email }: z.infer<typeof createSchema>['contacts'][number],
): Contact {
  if (id !== undefined) return found(core.contacts.find(id));
  if (external_id !== undefined) return found(core.contacts.findByExternalId(external_id));
  if (email === undefined) throw refuse.parameterNotFound('contacts.0.id');
  return core.contacts.findByEmail(email) ?? newLead(core, email);
}

function found(contact: Contact | undefined): Contact {
  if (contact === undefined) throw refuse.userNotFound();
  return contact;
}

/** "If a contact with this email does not exist, one will be created." */
function newLead(core: Core, email: string): Contact {
  const contact = { ...blankContact(core, core.now()), role: 'lead' as const, email };
  core.contacts.add(contact);
  return contact;
}
