import { param, type Route } from '../call.ts';
import { renderCompany } from '../companies/render-company.ts';
import type { Core } from '../core.ts';
import { pageNumber, perPageOf, queryPage } from '../search/page-options.ts';
import { type Page, pageByNumber, paginate } from '../search/paginate.ts';
import { searchContacts } from '../search/search-contacts.ts';
import type { Contact } from './contact-store.ts';
import { archiveContact, deleteContact, mergeContacts } from './end-contact.ts';
import { renderContact } from './render-contact.ts';
import { requireContact } from './require-contact.ts';
import { createContact, updateContact } from './write-contact.ts';

const LIST_PER_PAGE = 50;
const COMPANIES_PER_PAGE = 15;

export function contactRoutes(core: Core): Route[] {
  return [
    {
      operation: 'ListContacts',
      method: 'GET',
      path: '/contacts',
      handle: (call) =>
        renderContacts(
          core,
          paginate(core.contacts.byUpdate, ({ archived }) => !archived, queryPage(call, LIST_PER_PAGE)),
        ),
    },
    {
      operation: 'CreateContact',
      method: 'POST',
      path: '/contacts',
      handle: (call) => renderContact(core, createContact(core, call.body)),
    },
    {
      operation: 'SearchContacts',
      method: 'POST',
      path: '/contacts/search',
      handle: (call) => renderContacts(core, searchContacts(core, call.body)),
    },
    {
      operation: 'MergeContact',
      method: 'POST',
      path: '/contacts/merge',
      handle: (call) => renderContact(core, mergeContacts(core, call.body)),
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
    {
      operation: 'DeleteContact',
      method: 'DELETE',
      path: '/contacts/:contact_id',
      handle: (call) => deleteContact(core, requireContact(core, param(call, 'contact_id'))),
    },
    {
      operation: 'ArchiveContact',
      method: 'POST',
      path: '/contacts/:contact_id/archive',
      handle: (call) => archiveContact(core, requireContact(core, param(call, 'contact_id')), true),
    },
    {
      operation: 'UnarchiveContact',
      method: 'POST',
      path: '/contacts/:contact_id/unarchive',
      handle: (call) => archiveContact(core, requireContact(core, param(call, 'contact_id')), false),
    },
    {
      operation: 'listCompaniesForAContact',
      method: 'GET',
      path: '/contacts/:contact_id/companies',
      handle(call) {
        const contact = requireContact(core, param(call, 'contact_id'));
        const number = pageNumber(call);
        const perPage = perPageOf(call, COMPANIES_PER_PAGE);
        const page = pageByNumber(contact.companyIds, number, perPage);
        const more = number * perPage < page.totalCount;
        const next = `/contacts/${contact.id}/companies?page=${number + 1}&per_page=${perPage}`;
        const companies = page.items.flatMap((id) => core.companies.find(id) ?? []);
        const rendered = companies.map((company) => renderCompany(core, company));
        // The description's schema says `companies`, its example `data`, and intercom-node reads `companies`.
        return {
          type: 'list',
          companies: rendered,
          data: rendered,
          total_count: page.totalCount,
          // A link, where other lists have an object (schema `pages_link`).
          pages: { ...page.pages, next: more ? next : null },
        };
      },
    },
    {
      operation: 'listSegmentsForAContact',
      method: 'GET',
      path: '/contacts/:contact_id/segments',
      handle(call) {
        requireContact(core, param(call, 'contact_id'));
        return { type: 'list', data: [] };
      },
    },
  ];
}

function renderContacts(core: Core, { items, totalCount, pages }: Page<Contact>) {
  return {
    type: 'list',
    data: items.map((contact) => renderContact(core, contact)),
    total_count: totalCount,
    pages,
  };
}
