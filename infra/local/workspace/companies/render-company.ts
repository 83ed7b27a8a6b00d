import { isoTime } from '../contacts/publish-contact.ts';
import type { Core } from '../core.ts';
import { renderTagsBasicOf } from '../tags/render-tag.ts';
import type { Company } from './company-store.ts';

/**
 * Schema `company`. All of its numbers and strings are required there and none may be null, so what is not known
 * is 0 or empty; a company's last request is taken to be the one that made it.
 */
export function renderCompany(core: Core, company: Company) {
  return {
    type: 'company',
    company_id: company.companyId,
    id: company.id,
    app_id: core.options.appId,
    name: company.name,
    remote_created_at: company.remoteCreatedAt,
    created_at: company.createdAt,
    updated_at: company.updatedAt,
    last_request_at: company.createdAt,
    monthly_spend: company.monthlySpend,
    session_count: 0,
    user_count: company.contactIds.size,
    size: company.size,
    website: company.website,
    industry: company.industry,
    tags: { type: 'tag.list', tags: renderTagsBasicOf(core, company) },
    segments: { type: 'segment.list', segments: [] },
    plan: company.plan === null ? {} : { type: 'plan', id: company.plan, name: company.plan },
    custom_attributes: company.customAttributes,
  };
}

/** As webhooks carry it: `tag_ids`, `plan: null` and ISO times. */
export function renderCompanyItem(core: Core, company: Company) {
  const { tags: _tags, segments: _segments, ...rest } = renderCompany(core, company);
  return {
    ...rest,
    plan: company.plan === null ? null : rest.plan,
    tag_ids: company.taggings.map(({ tagId }) => tagId),
    remote_created_at: isoTime(company.remoteCreatedAt),
    created_at: isoTime(company.createdAt),
    updated_at: isoTime(company.updatedAt),
    last_request_at: isoTime(company.createdAt),
  };
}
