import type { Contact } from '../contacts/contact-store.ts';
import { emailDomain } from '../contacts/render-contact.ts';
import type { Core } from '../core.ts';
import { calendarDays } from './calendar-day.ts';
import { compileQuery, type Dialect } from './compile-query.ts';
import { absentFields, type Field, fieldsOf } from './field.ts';
import { bodyPage } from './page-options.ts';
import { type Page, paginate } from './paginate.ts';
import { parseSearch } from './parse-search.ts';

const DEFAULT_PER_PAGE = 50;

/** `!=`, `IN`, `NIN` on dates are refused, and so are `>=` and `<=`; a tag can only be or not be there. */
const OPERATORS: Dialect['operators'] = {
  string: new Set(['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$']),
  words: new Set(),
  tag: new Set(['=', '!=']),
  integer: new Set(['=', '!=', 'IN', 'NIN', '>', '<', '>=', '<=']),
  boolean: new Set(['=', '!=', 'IN', 'NIN']),
  date: new Set(['=', '>', '<']),
  any: new Set(['=', '!=', 'IN', 'NIN', '>', '<', '>=', '<=', '~', '!~', '^', '$']),
};

/** The emulator's contacts have no mobile app. Named and misspelt as in the description's table. */
const MOBILE_FIELDS: Record<string, Field<Contact>> = {
  ...absentFields(
    'string',
    'ios_app_version ios_device ios_app_device ios_os_version ios_app_name ios_sdk_version',
    'android_app_version android_device android_app_name android_sdk_version andoid_sdk_version',
  ),
  ...absentFields('date', 'ios_last_seen_at android_last_seen_at'),
};

const FIELDS = fieldsOf<Contact>(
  {
    id: { type: 'string', read: ({ id }) => id },
    role: { type: 'string', read: ({ role }) => role },
    name: { type: 'string', read: ({ name }) => name },
    avatar: { type: 'string', read: ({ avatar }) => avatar },
    owner_id: { type: 'integer', read: ({ ownerId }) => ownerId },
    email: { type: 'string', read: ({ email }) => email },
    email_domain: { type: 'string', read: ({ email }) => (email === null ? null : emailDomain(email)) },
    phone: { type: 'string', read: ({ phone }) => phone },
    external_id: { type: 'string', read: ({ externalId }) => externalId },
    created_at: { type: 'date', read: ({ createdAt }) => createdAt },
    updated_at: { type: 'date', read: ({ updatedAt }) => updatedAt },
    signed_up_at: { type: 'date', read: ({ signedUpAt }) => signedUpAt },
    last_seen_at: { type: 'date', read: ({ lastSeenAt }) => lastSeenAt },
    last_contacted_at: { type: 'date', read: ({ lastContactedAt }) => lastContactedAt },
    last_replied_at: { type: 'date', read: ({ lastRepliedAt }) => lastRepliedAt },
    last_email_opened_at: { type: 'date', read: () => null },
    last_email_clicked_at: { type: 'date', read: () => null },
    language_override: { type: 'string', read: ({ languageOverride }) => languageOverride },
    browser: { type: 'string', read: () => null },
    browser_language: { type: 'string', read: ({ browserLanguage }) => browserLanguage },
    os: { type: 'string', read: () => null },
    'location.country': { type: 'string', read: ({ location }) => location.country },
    'location.region': { type: 'string', read: ({ location }) => location.region },
    'location.city': { type: 'string', read: ({ location }) => location.city },
    unsubscribed_from_emails: { type: 'boolean', read: (contact) => contact.unsubscribedFromEmails },
    marked_email_as_spam: { type: 'boolean', read: () => false },
    has_hard_bounced: { type: 'boolean', read: () => false },
    ...MOBILE_FIELDS,
    segment_id: { type: 'string', read: () => [] },
    tag_id: { type: 'tag', read: ({ taggings }) => taggings.map(({ tagId }) => tagId) },
  },
  ({ customAttributes }) => customAttributes,
);

/** `POST /contacts/search`: by calendar day, and blind to contacts that were made a moment ago. */
export function searchContacts(core: Core, body: unknown): Page<Contact> {
  const { query, pagination } = parseSearch(body);
  const matches = compileQuery(query, FIELDS, {
    operators: OPERATORS,
    inclusive: false,
    dayOf: calendarDays(core.options.timezone),
  });
  const now = core.timers.now();
  return paginate(
    core.contacts.byUpdate,
    (contact) => contact.searchableFrom <= now && !contact.archived && matches(contact),
    bodyPage(pagination, DEFAULT_PER_PAGE),
  );
}
