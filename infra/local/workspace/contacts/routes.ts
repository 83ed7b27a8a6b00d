import { param, type Route } from '../call.ts';
import type { Core } from '../core.ts';
import { renderContact } from './render-contact.ts';
import { requireContact } from './require-contact.ts';
import { createContact, updateContact } from './write-contact.ts';

export function contactRoutes(core: Core): Route[] {
  return [
    {
      operation: 'CreateContact',
      method: 'POST',
      path: '/contacts',
      handle: (call) => renderContact(core, createContact(core, call.body)),
    },
    {
      operation: 'ShowContact',
      method: 'GET',
      path: '/contacts/:contact_id',
      handle: (call) => renderContact(core, requireContact(core, param(call, 'contact_id'))),
    },
    {
      operation: 'UpdateContact',
      method: 'PUT',
      path: '/contacts/:contact_id',
      handle(call) {
        const contact = requireContact(core, param(call, 'contact_id'));
        updateContact(core, contact, call.body);
        return renderContact(core, contact);
      },
    },
  ];
}
