/**
 * What the JSON that we store is made of: Intercom's objects, by its description and its webhooks as captured, and our
 * own record. What of a text stands here as well takes two bytes instead of itself.
 *
 * Never change a byte of it: what is stored by it can be read by nothing else. A better one is another format
 * (`stored-json.ts`), beside this one.
 */
const list = (url: string) => ({ type: 'list', data: [], url, total_count: 0, has_more: false });

/** Of English, which most of customers' messages are written in. */
const words =
  ' the and to you I my a for of is in it on that have with this not be can your but was are please me would when what ' +
  'from so at if we order how has been there do could get now know just like any an or as will account still need about ' +
  'because they out up one after help time today change email new want tried received sent think cannot delivery ' +
  'payment refund subscription invoice address number card charged website password problem working again anyone why ' +
  'where which before week month yesterday tomorrow thanks Thank you very much. Many thanks, Kind regards, Best, Hello, ' +
  'Hi there, Could you please I would like to I have been trying to I am unable to Is it possible to let me know ' +
  'looking forward to hearing from you ';

const topics =
  'conversation.operator.replied conversation.priority.updated conversation.rating.added conversation.read ' +
  'conversation.contact.attached conversation.contact.detached conversation_part.redacted conversation_part.tag.created ' +
  'conversation.admin.snoozed conversation.admin.unsnoozed conversation.admin.noted conversation.admin.open.assigned ' +
  'conversation.admin.opened conversation.admin.single.created contact.user.tag.created contact.lead.tag.created ' +
  'contact.lead.created contact.lead.updated contact.user.created contact.user.updated contact.email.updated ' +
  'company.created company.updated ticket.state.updated ticket.attribute.updated ticket.created ticket.closed ';

const company = {
  type: 'company',
  company_id: '',
  id: '',
  app_id: '',
  name: '',
  remote_created_at: '',
  created_at: '',
  updated_at: '',
  last_request_at: '',
  monthly_spend: 0,
  session_count: 0,
  user_count: 1,
  size: 0,
  website: 'https://www.',
  industry: '',
  tags: { type: 'tag.list', tags: [] },
  segments: { type: 'segment.list', segments: [] },
  plan: { type: 'plan', id: '', name: '' },
  custom_attributes: {},
  tag_ids: [],
};

const ticket = {
  type: 'ticket',
  id: '',
  ticket_id: '',
  ticket_attributes: { _default_title_: '', _default_description_: '' },
  ticket_state: {
    type: 'ticket_state',
    id: '',
    category: 'in_progress',
    internal_label: '',
    external_label: '',
  },
  ticket_type: { type: 'ticket_type', id: '', category: 'Customer', name: '', icon: '', workspace_id: '' },
  ticket_parts: { type: 'ticket_part.list', ticket_parts: [], total_count: 0 },
  is_shared: true,
  ticket_state_internal_label: 'Waiting on customer',
  ticket_state_external_label: 'Submitted',
};

const contact = {
  type: 'contact',
  id: '',
  workspace_id: '',
  external_id: null,
  role: 'user',
  email: '@gmail.com',
  email_domain: 'gmail.com',
  phone: null,
  formatted_phone: null,
  name: '',
  avatar: { type: 'avatar', image_url: 'https://static.intercomassets.com/avatars/' },
  owner_id: null,
  social_profiles: { type: 'list', data: [] },
  has_hard_bounced: false,
  marked_email_as_spam: false,
  unsubscribed_from_emails: false,
  created_at: '2026-01-10T04:41:59.000+00:00',
  updated_at: '2026-01-10T04:41:59.000+00:00',
  signed_up_at: null,
  last_seen_at: null,
  last_replied_at: null,
  last_contacted_at: null,
  last_email_opened_at: null,
  last_email_clicked_at: null,
  language_override: null,
  browser: 'chrome',
  browser_version: null,
  browser_language: 'en',
  os: null,
  location: {
    type: 'location',
    country: 'United States',
    region: null,
    city: null,
    country_code: null,
    continent_code: null,
  },
  android_app_name: null,
  android_app_version: null,
  android_device: null,
  android_os_version: null,
  android_sdk_version: null,
  android_last_seen_at: null,
  ios_app_name: null,
  ios_app_version: null,
  ios_device: null,
  ios_os_version: null,
  ios_sdk_version: null,
  ios_last_seen_at: null,
  custom_attributes: {},
  tags: list('/contacts//tags'),
  notes: list('/contacts//notes'),
  companies: list('/contacts//companies'),
  opted_out_subscription_types: list('/contacts//subscriptions'),
  opted_in_subscription_types: list('/contacts//subscriptions'),
  utm_campaign: null,
  utm_content: null,
  utm_medium: null,
  utm_source: null,
  utm_term: null,
  referrer: null,
  sms_consent: false,
  unsubscribed_from_sms: false,
};

const record = {
  matched: [
    {
      rule: '',
      mode: 'live',
      because: [{ field: 'message.text', operator: 'words', value: '', found: '', start: 0, end: 0 }],
    },
  ],
  conflicts: [{ tag: '', target: {}, kept: { rule: '', op: 'add' }, dropped: { rule: '', op: 'remove' } }],
  changes: [{ target: { type: 'conversation', id: '' }, add: [''], remove: [] }],
  skipped: [{ rule: '', target: 'subject', op: 'add', tag: '', reason: 'missing' }],
  fetched: ['contact:'],
  tags_known: ['conversation:'],
  operations: [
    {
      op: 'add',
      target: { type: 'conversation', id: '' },
      tag: '',
      rules: [''],
      outcome: 'already_tagged',
      owner: 'unknown',
      ms: 0,
    },
    {
      op: 'add',
      target: { type: 'conversation', id: '' },
      tag: '',
      tag_id: '',
      rules: [''],
      outcome: 'tagged',
      owner: 'ours',
      ms: 200,
    },
  ],
  notification_id: 'notif_',
  topic: 'conversation.user.replied',
  subject: { type: 'conversation', id: '' },
  source: 'webhook',
  received_at: '2026-11-23T10:00:00.000Z',
  order: '0017#00000000000000000000#notif_',
  ruleset_version: 1,
  finished_at: '2026-11-23T10:00:00.000Z',
  ms: 10,
};

const person = { type: 'user', id: '', name: '', email: '@gmail.com' };

const notification = {
  type: 'notification_event',
  app_id: '',
  data: {
    type: 'notification_event_data',
    item: {
      type: 'conversation',
      id: '21',
      created_at: 17,
      updated_at: 17,
      waiting_since: 17,
      snoozed_until: null,
      source: {
        type: 'conversation',
        id: '',
        delivered_as: 'customer_initiated',
        subject: '',
        body: '<p>Hi, </p>',
        author: person,
        attachments: [],
        url: 'https://',
        redacted: false,
      },
      contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: '', external_id: null }] },
      first_contact_reply: { created_at: 17, type: 'conversation', url: null },
      admin_assignee_id: null,
      team_assignee_id: null,
      open: true,
      state: 'open',
      read: false,
      tags: { type: 'tag.list', tags: [{ type: 'tag', id: '', name: '' }] },
      priority: 'not_priority',
      statistics: {
        type: 'conversation_statistics',
        time_to_assignment: null,
        time_to_admin_reply: null,
        time_to_first_close: null,
        time_to_last_close: null,
        median_time_to_reply: null,
        first_contact_reply_at: '2026-01-10T04:41:59.000+00:00',
        first_assignment_at: null,
        first_admin_reply_at: null,
        first_close_at: null,
        last_assignment_at: null,
        last_assignment_admin_reply_at: null,
        last_contact_reply_at: '2026-01-10T04:41:59.000+00:00',
        last_admin_reply_at: null,
        last_close_at: null,
        last_closed_by_id: null,
        count_reopens: 0,
        count_assignments: 0,
        count_conversation_parts: 1,
      },
      conversation_rating: null,
      teammates: { type: 'admin.list', admins: [{ type: 'admin', id: '' }] },
      title: null,
      custom_attributes: {},
      topics: {},
      ticket: null,
      linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
      ai_agent_participated: false,
      sla_applied: null,
      ai_agent: null,
      conversation_parts: {
        type: 'conversation_part.list',
        conversation_parts: [
          {
            type: 'conversation_part',
            id: '',
            part_type: 'comment',
            body: '<p>',
            created_at: 17,
            updated_at: 17,
            notified_at: 17,
            assigned_to: null,
            author: person,
            attachments: [],
            external_id: null,
            redacted: false,
          },
        ],
        total_count: 1,
      },
    },
  },
  links: {},
  id: 'notif_',
  topic: 'conversation.user.replied',
  delivery_status: 'pending',
  delivery_attempts: 1,
  delivered_at: 0,
  first_sent_at: 17,
  created_at: 17,
  self: null,
};

/** The most frequent last: what is near is said in fewer bits. */
export const storedDictionary: Buffer = Buffer.from(
  words +
    topics +
    [company, ticket, contact, record, notification].map((each) => JSON.stringify(each)).join(''),
);
