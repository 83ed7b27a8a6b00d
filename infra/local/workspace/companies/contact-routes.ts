import * as z from 'zod';
import { idSchema, param, type Route } from '../call.ts';
import { renderContactItem } from '../contacts/publish-contact.ts';
import { requireContact } from '../contacts/require-contact.ts';
import type { Core } from '../core.ts';
import { Refusal } from '../refusal.ts';
import { renderCompany, renderCompanyItem } from './render-company.ts';
import { requireCompany } from './routes.ts';

const schema = z.object({ id: idSchema });

/** Which contacts belong to which companies. */
export function companyContactRoutes(core: Core): Route[] {
  return [
    {
      operation: 'attachContactToACompany',
      method: 'POST',
      path: '/contacts/:contact_id/companies',
      handle(call) {
        const contact = requireContact(core, param(call, 'contact_id'));
        const company = requireCompany(core, parseId(call.body));
        if (!company.contactIds.has(contact.id)) {
          company.contactIds.add(contact.id);
          contact.companyIds.push(company.id);
          core.publish('company.contact.attached', () => ({
            type: 'company_contact',
            company: renderCompanyItem(core, company),
            contact: renderContactItem(core, contact),
          }));
        }
        return renderCompany(core, company);
      },
    },
    {
      operation: 'detachContactFromACompany',
      method: 'DELETE',
      path: '/contacts/:contact_id/companies/:company_id',
      handle(call) {
        const contact = requireContact(core, param(call, 'contact_id'));
        const company = requireCompany(core, param(call, 'company_id'));
        if (company.contactIds.delete(contact.id)) {
          contact.companyIds.splice(contact.companyIds.indexOf(company.id), 1);
          core.publish('company.contact.detached', () => ({
            type: 'company_contact',
            company: renderCompanyItem(core, company),
            contact: renderContactItem(core, contact),
          }));
        }
        return renderCompany(core, company);
      },
    },
  ];
}

function parseId(body: unknown): string {
  const given = schema.safeParse(body);
  if (!given.success) throw new Refusal(400, 'parameter_not_found', 'company not specified');
  return given.data.id;
}
