import { adminRoutes } from './admins/routes.ts';
import type { Route } from './call.ts';
import { companyContactRoutes } from './companies/contact-routes.ts';
import { companyRoutes } from './companies/routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import { contactTagRoutes } from './contacts/tag-routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { conversationTagRoutes } from './conversations/tag-routes.ts';
import type { Core } from './core.ts';
import { tagRoutes } from './tags/routes.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { ticketTagRoutes } from './tickets/tag-routes.ts';

/** Every operation of the API that the emulator has. */
export function allRoutes(core: Core): Route[] {
  return [
    ...adminRoutes(core),
    ...tagRoutes(core),
    ...contactRoutes(core),
    ...contactTagRoutes(core),
    ...conversationRoutes(core),
    ...conversationTagRoutes(core),
    ...companyRoutes(core),
    ...companyContactRoutes(core),
    ...ticketRoutes(core),
    ...ticketTagRoutes(core),
  ];
}
