import { type Call, param, type Route } from '../call.ts';
import { renderContact } from '../contacts/render-contact.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { pageNumber, perPageOf } from '../search/page-options.ts';
import { pageByNumber } from '../search/paginate.ts';
import type { Company } from './company-store.ts';
import { renderCompany } from './render-company.ts';
import { createOrUpdateCompany, updateCompany } from './write-company.ts';

const PER_PAGE = 15;
const CONTACTS_PER_PAGE = 50;
const SCROLL_SIZE = 100;

export function companyRoutes(core: Core): Route[] {
  return [
    {
      operation: 'createOrUpdateCompany',
      method: 'POST',
      path: '/companies',
      handle: (call) => renderCompany(core, createOrUpdateCompany(core, call.body)),
    },
    {
      operation: 'retrieveCompany',
      method: 'GET',
      path: '/companies',
      handle: (call) => retrieveCompany(core, call),
    },
    {
      operation: 'listAllCompanies',
      method: 'POST',
      path: '/companies/list',
      // "the API does not include companies who have no associated users in list responses".
      handle: (call) =>
        renderList(
          core,
          call,
          newestFirst(core).filter(({ contactIds }) => contactIds.size > 0),
        ),
    },
    {
      operation: 'scrollOverAllCompanies',
      method: 'GET',
      path: '/companies/scroll',
      handle: (call) => scroll(core, call),
    },
    {
      operation: 'RetrieveACompanyById',
      method: 'GET',
      path: '/companies/:company_id',
      handle: (call) => renderCompany(core, requireCompany(core, param(call, 'company_id'))),
    },
    {
      operation: 'UpdateCompany',
      method: 'PUT',
      path: '/companies/:company_id',
      handle: (call) =>
        renderCompany(core, updateCompany(core, requireCompany(core, param(call, 'company_id')), call.body)),
    },
    {
      operation: 'deleteCompany',
      method: 'DELETE',
      path: '/companies/:company_id',
      handle: (call) => deleteCompany(core, requireCompany(core, param(call, 'company_id'))),
    },
    {
      operation: 'ListAttachedContacts',
      method: 'GET',
      path: '/companies/:company_id/contacts',
      handle: (call) => listContacts(core, call),
    },
  ];
}

/** The company of that id, or Intercom's refusal. */
export function requireCompany(core: Core, id: string): Company {
  const company = core.companies.find(id);
  if (company === undefined) throw refuse.companyNotFound();
  return company;
}

/** With `company_id` or `name` one company (so intercom-node's type has it), else a list, filtered by `tag_id`. */
function retrieveCompany(core: Core, call: Call) {
  const companyId = call.query.get('company_id');
  const name = call.query.get('name');
  const tagId = call.query.get('tag_id');
  if (companyId === null && name === null) {
    const companies = newestFirst(core).filter(
      ({ taggings }) => tagId === null || taggings.some((tagging) => tagging.tagId === tagId),
    );
    return renderList(core, call, call.query.has('segment_id') ? [] : companies);
  }
  const company =
    companyId === null
      ? [...core.companies.all()].find((candidate) => candidate.name === name)
      : core.companies.findByCompanyId(companyId);
  if (company === undefined) throw refuse.companyNotFound();
  return renderCompany(core, company);
}

function renderList(core: Core, call: Call, companies: readonly Company[]) {
  const ordered = call.query.get('order') === 'asc' ? companies.toReversed() : companies;
  const { items, totalCount, pages } = pageByNumber(ordered, pageNumber(call), perPageOf(call, PER_PAGE));
  return {
    type: 'list',
    data: items.map((company) => renderCompany(core, company)),
    total_count: totalCount,
    pages,
  };
}

/** A scroll's parameter is where it has come to; the one that finds nothing more is the last. */
function scroll(core: Core, call: Call) {
  const start = Number(call.query.get('scroll_param') ?? 0);
  const companies = [...core.companies.all()].slice(start, start + SCROLL_SIZE);
  return {
    type: 'list',
    data: companies.map((company) => renderCompany(core, company)),
    pages: { type: 'pages' },
    total_count: core.companies.size,
    ...(companies.length === 0 ? {} : { scroll_param: String(start + companies.length) }),
  };
}

function deleteCompany(core: Core, company: Company) {
  core.companies.remove(company);
  for (const id of company.contactIds) {
    const companyIds = core.contacts.find(id)?.companyIds;
    companyIds?.splice(companyIds.indexOf(company.id), 1);
  }
  core.publish('company.deleted', () => ({ type: 'company', id: company.id, deleted: true }));
  return { id: company.id, object: 'company', deleted: true };
}

function listContacts(core: Core, call: Call) {
  const company = requireCompany(core, param(call, 'company_id'));
  const { items, totalCount, pages } = pageByNumber(
    [...company.contactIds],
    pageNumber(call),
    perPageOf(call, CONTACTS_PER_PAGE),
  );
  const contacts = items.flatMap((id) => core.contacts.find(id) ?? []);
  return {
    type: 'list',
    data: contacts.map((contact) => renderContact(core, contact)),
    total_count: totalCount,
    pages,
  };
}

/** "sorted by the `last_request_at` field and by default is ordered descending". */
function newestFirst(core: Core): Company[] {
  return [...core.companies.all()].reverse();
}
