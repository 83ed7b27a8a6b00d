import { expect, it } from 'vitest';
import { emulator } from './emulator.ts';

/**
 * What the schemas of the OpenAPI 2.11 description (intercom/Intercom-OpenAPI) list under `required`, noted down
 * by name. The description itself is not in this repository, so no types are checked against it here.
 */
const REQUIRED = {
  tag: 'type id name applied_at applied_by',
  tagList: 'type data',
  admin: 'type id name email job_title away_mode_enabled away_mode_reassign has_inbox_seat team_ids',
  adminList: 'type admins',
  app: 'type id_code name region timezone created_at identity_verification',
  contact:
    'id workspace_id external_id role phone name avatar owner_id social_profiles has_hard_bounced marked_email_as_spam unsubscribed_from_emails created_at updated_at signed_up_at last_seen_at last_replied_at last_contacted_at last_email_opened_at last_email_clicked_at language_override browser browser_version browser_language os location',
  contactList: 'type data total_count',
  embeddedList: 'data url total_count has_more',
  attachedCompanies: 'type companies total_count',
  message: 'type id created_at subject body message_type conversation_id',
  conversation:
    'id created_at updated_at source contacts teammates title admin_assignee_id team_assignee_id custom_attributes topics open state read waiting_since snoozed_until',
  conversationList: 'type conversations total_count',
  source: 'type id delivered_as subject author redacted',
  author: 'type id name email',
  part: 'type id part_type created_at notified_at author redacted',
  parts: 'type conversation_parts total_count',
  teammates: 'type teammates',
  contacts: 'type contacts',
  company:
    'company_id id app_id name remote_created_at created_at updated_at last_request_at monthly_spend session_count user_count size website industry',
  ticket: 'type id ticket_id category ticket_attributes ticket_state ticket_type contacts',
  ticketType:
    'type id category name description icon workspace_id ticket_type_attributes archived created_at',
  error: 'type errors',
};

/** May be null by the description; everything else that is required may not. */
const NULLABLE = new Set(
  'applied_at applied_by external_id phone name avatar owner_id signed_up_at last_seen_at last_replied_at last_contacted_at last_email_opened_at last_email_clicked_at language_override browser browser_version browser_language os title admin_assignee_id team_assignee_id waiting_since snoozed_until'.split(
    ' ',
  ),
);

it('every answer has the properties that the description requires', async () => {
  const { call, admin, ...make } = emulator();
  const contact = await make.contact({ role: 'lead' });
  const tag = await make.tag('VIP');
  const message = (
    await call('POST', '/conversations', { from: { type: 'lead', id: contact }, body: 'Hello' })
  ).body;
  const path = `/conversations/${message.conversation_id}`;
  await call('POST', `${path}/reply`, {
    message_type: 'comment',
    type: 'user',
    intercom_user_id: contact,
    body: 'Still here',
  });
  const tagged = (await call('POST', `${path}/tags`, { id: tag, admin_id: admin })).body;
  const untagged = (await call('DELETE', `/contacts/${contact}/tags/${tag}`)).body;
  const company = (await call('POST', '/companies', { company_id: 'acme' })).body;
  await call('POST', `/contacts/${contact}/companies`, { id: company.id });
  const ticket = (await call('POST', '/tickets', { ticket_type_id: 1, contacts: [{ id: contact }] })).body;
  const read = async (from: string) => (await call('GET', from)).body;
  const conversation = await read(path);
  const conversations = await read('/conversations');
  const one = await read(`/contacts/${contact}`);
  const contacts = await read('/contacts');
  const tags = await read('/tags');
  const me = await read('/me');
  const admins = await read('/admins');

  const seen: [keyof typeof REQUIRED, unknown][] = [
    ['tag', tagged],
    ['tag', untagged],
    ['tag', conversation.tags.tags[0]],
    ['tagList', tags],
    ['tag', tags.data[0]],
    ['admin', me],
    ['app', me.app],
    ['adminList', admins],
    ['admin', admins.admins[0]],
    ['contact', one],
    ['embeddedList', one.tags],
    ['embeddedList', one.notes],
    ['embeddedList', one.companies],
    ['contactList', contacts],
    ['contact', contacts.data[0]],
    ['attachedCompanies', await read(`/contacts/${contact}/companies`)],
    ['message', message],
    ['conversation', conversation],
    ['source', conversation.source],
    ['author', conversation.source.author],
    ['teammates', conversation.teammates],
    ['contacts', conversation.contacts],
    ['parts', conversation.conversation_parts],
    ['part', conversation.conversation_parts.conversation_parts[0]],
    ['author', conversation.conversation_parts.conversation_parts[0].author],
    ['conversationList', conversations],
    ['conversation', conversations.conversations[0]],
    ['company', await read(`/companies/${company.id}`)],
    ['ticket', await read(`/tickets/${ticket.id}`)],
    ['ticketType', ticket.ticket_type],
    ['contacts', ticket.contacts],
    ['error', await read('/tags/1')],
  ];

  const missing = seen.flatMap(([schema, object]) =>
    REQUIRED[schema]
      .split(' ')
      .filter((key) => {
        const value: unknown = Reflect.get(Object(object), key);
        return value === undefined || (value === null && !NULLABLE.has(key));
      })
      .map((key) => `${schema}.${key}`),
  );
  expect(missing).toEqual([]);
});
