import * as z from 'zod';
import { parseBody } from '../call.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import type { Company } from './company-store.ts';
import { renderCompanyItem } from './render-company.ts';

const schema = z.object({
  company_id: z.union([z.string(), z.number()]).transform(String).optional(),
  name: z.string().optional(),
  plan: z.string().optional(),
  size: z.coerce.number().int().optional(),
  website: z.string().optional(),
  industry: z.string().optional(),
  custom_attributes: z.record(z.string(), z.unknown()).optional(),
  remote_created_at: z.int().optional(),
  monthly_spend: z.number().optional(),
});

/** `POST /companies`: by `company_id`, made or changed. */
export function createOrUpdateCompany(core: Core, body: unknown): Company {
  const fields = readFields(body);
  const known =
    fields.company_id === undefined ? undefined : core.companies.findByCompanyId(fields.company_id);
  if (known !== undefined) return update(core, known, fields);
  const now = core.now();
  const id = core.ids.objectId(now);
  const company: Company = {
    id,
    companyId: fields.company_id ?? id,
    createdAt: now,
    name: '',
    plan: null,
    remoteCreatedAt: now,
    updatedAt: now,
    size: 0,
    website: '',
    industry: '',
    monthlySpend: 0,
    customAttributes: {},
    taggings: [],
    contactIds: new Set(),
  };
  assign(company, fields);
  core.companies.add(company);
  core.publish('company.created', () => renderCompanyItem(core, company));
  return company;
}

/** `PUT /companies/{id}`: everything but `company_id`. */
export function updateCompany(core: Core, company: Company, body: unknown): Company {
  return update(core, company, readFields(body));
}

type Fields = z.infer<typeof schema>;

/** "bad 'test' parameter": a name that is none is refused here, where elsewhere it is ignored. */
function readFields(body: unknown): Fields {
  for (const key of typeof body === 'object' && body !== null ? Object.keys(body) : []) {
    if (!Object.hasOwn(schema.shape, key)) throw refuse.badRequest(`bad '${key}' parameter`);
  }
  return parseBody(schema, body);
}

function update(core: Core, company: Company, fields: Fields): Company {
  assign(company, fields);
  company.updatedAt = core.now();
  core.publish('company.updated', () => renderCompanyItem(core, company));
  return company;
}

function assign(company: Company, fields: Fields): void {
  company.name = fields.name ?? company.name;
  company.plan = fields.plan ?? company.plan;
  company.size = fields.size ?? company.size;
  company.website = fields.website ?? company.website;
  company.industry = fields.industry ?? company.industry;
  company.remoteCreatedAt = fields.remote_created_at ?? company.remoteCreatedAt;
  // "this will truncate floats".
  company.monthlySpend = Math.trunc(fields.monthly_spend ?? company.monthlySpend);
  company.customAttributes = { ...company.customAttributes, ...fields.custom_attributes };
}
