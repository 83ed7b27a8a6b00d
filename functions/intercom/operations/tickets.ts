import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Ticket, ticketSchema } from '../schemas/ticket.ts';

export type TicketOperations = ReturnType<typeof ticketOperations>;

export function ticketOperations(call: Call) {
  return {
    /** By the API's `id`, not the `ticket_id` that the inbox shows. */
    getTicket(ticketId: string, options?: CallOptions): Promise<Ticket> {
      return call(
        { operation: 'getTicket', method: 'GET', path: ['tickets', ticketId], repeat: 'idempotent' },
        ticketSchema,
        options,
      );
    },
  };
}
