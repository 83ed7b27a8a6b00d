import * as z from 'zod';
import { idSchema, param, parseBody, type Route } from '../call.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { renderTag, renderTagsOf } from '../tags/render-tag.ts';
import type { Tag } from '../tags/tag-catalogue.ts';
import { attach, detach } from '../tags/tagging.ts';
import { publishContactTag } from './publish-contact.ts';
import { requireContact } from './require-contact.ts';

const attachSchema = z.object({ id: idSchema });

/** Nobody is named here: the tag is applied by the admin whose token it is. */
export function contactTagRoutes(core: Core): Route[] {
  return [
    {
      operation: 'listTagsForAContact',
      method: 'GET',
      path: '/contacts/:contact_id/tags',
      handle: (call) => ({
        type: 'list',
        data: renderTagsOf(core, requireContact(core, param(call, 'contact_id'))),
      }),
    },
    {
      operation: 'attachTagToContact',
      method: 'POST',
      path: '/contacts/:contact_id/tags',
      handle(call) {
        const { id } = parseBody(attachSchema, call.body);
        const contact = requireContact(core, param(call, 'contact_id'));
        const tag = requireTag(core, id);
        const { tagging, changed } = attach(core, 'contact', contact, tag, core.admins.me.id);
        if (changed) {
          core.contacts.touch(contact, core.now());
          publishContactTag(core, contact, tag, 'created');
        }
        return renderTag(tag, tagging);
      },
    },
    {
      operation: 'detachTagFromContact',
      method: 'DELETE',
      path: '/contacts/:contact_id/tags/:tag_id',
      handle(call) {
        const contact = requireContact(core, param(call, 'contact_id'));
        const tag = requireTag(core, param(call, 'tag_id'));
        const removed = detach(core, 'contact', contact, tag, core.admins.me.id);
        if (removed !== undefined) {
          core.contacts.touch(contact, core.now());
          publishContactTag(core, contact, tag, 'deleted');
        }
        return renderTag(tag, removed);
      },
    },
  ];
}

/** To a contact, a missing tag is a `not_found`; to a conversation or a ticket, a `tag_not_found`. */
function requireTag(core: Core, id: string): Tag {
  const tag = core.tags.find(id);
  if (tag === undefined) throw refuse.resourceNotFound();
  return tag;
}
