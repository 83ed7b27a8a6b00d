import * as z from 'zod';
import { idSchema, param, parseBody, type Route } from '../call.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { renderTag } from '../tags/render-tag.ts';
import { attach, detach } from '../tags/tagging.ts';
import { requireTicket } from './routes.ts';

const attachSchema = z.object({ id: idSchema, admin_id: idSchema });
const detachSchema = z.object({ admin_id: idSchema });

/** No webhook tells of any of this: Intercom has no topic for a ticket's tags. */
export function ticketTagRoutes(core: Core): Route[] {
  return [
    {
      operation: 'attachTagToTicket',
      method: 'POST',
      path: '/tickets/:ticket_id/tags',
      handle(call) {
        const body = parseBody(attachSchema, call.body);
        const ticket = requireTicket(core, param(call, 'ticket_id'));
        const admin = core.admins.require(body.admin_id);
        const tag = core.tags.find(body.id);
        if (tag === undefined) throw refuse.tagNotFound();
        return renderTag(tag, attach(core, 'ticket', ticket, tag, admin.id).tagging);
      },
    },
    {
      operation: 'detachTagFromTicket',
      method: 'DELETE',
      path: '/tickets/:ticket_id/tags/:tag_id',
      handle(call) {
        const body = parseBody(detachSchema, call.body);
        const ticket = requireTicket(core, param(call, 'ticket_id'));
        const admin = core.admins.require(body.admin_id);
        const tag = core.tags.find(param(call, 'tag_id'));
        if (tag === undefined) throw refuse.tagNotFound();
        return renderTag(tag, detach(core, 'ticket', ticket, tag, admin.id));
      },
    },
  ];
}
