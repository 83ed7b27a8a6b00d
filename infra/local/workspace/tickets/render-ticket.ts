import { renderContactReference } from '../contacts/render-contact.ts';
import type { Core } from '../core.ts';
import type { Ticket, TicketState } from './ticket-store.ts';
import { renderTicketType } from './ticket-type.ts';

const LABELS: Record<TicketState, string> = {
  submitted: 'Submitted',
  in_progress: 'In progress',
  waiting_on_customer: 'Waiting on customer',
  resolved: 'Resolved',
};

/** Schema `ticket`. It has no `tags`: nothing in 2.11 says which tags a ticket has. */
export function renderTicket(core: Core, ticket: Ticket) {
  const label = LABELS[ticket.state];
  return {
    type: 'ticket',
    id: ticket.id,
    ticket_id: ticket.ticketLabel,
    ticket_attributes: ticket.attributes,
    ticket_state: ticket.state,
    ticket_type: renderTicketType(core, ticket.ticketTypeId),
    contacts: {
      type: 'contact.list',
      contacts: ticket.contactIds.map((id) => {
        const contact = core.contacts.find(id);
        return contact === undefined
          ? { type: 'contact', id, external_id: null }
          : renderContactReference(contact);
      }),
    },
    // Strings here, where a conversation has integers or null; "0" is nobody.
    admin_assignee_id: '0',
    team_assignee_id: '0',
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    ticket_parts: { type: 'ticket_part.list', ticket_parts: [], total_count: 0 },
    open: ticket.open,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    category: 'Customer',
    is_shared: true,
    ticket_state_internal_label: label,
    ticket_state_external_label: label,
  };
}

/** As webhooks carry it: the state is an object there. */
export function renderTicketItem(core: Core, ticket: Ticket) {
  const rendered = renderTicket(core, ticket);
  return {
    ...rendered,
    ticket_state: {
      type: 'ticket_state',
      id: String(Object.keys(LABELS).indexOf(ticket.state) + 1),
      category: ticket.state,
      internal_label: rendered.ticket_state_internal_label,
      external_label: rendered.ticket_state_external_label,
    },
  };
}
