/**
 * The facts that a rule can name, with their types: the objects of Intercom's API 2.11 as they are returned,
 * dotted, and what is derived from a message. Source: the OpenAPI 2.11 description and captured notifications.
 * Ids are text, whatever Intercom's JSON writes.
 */

/** `object` is a map, of which only `exists` can be asked; `dynamic` is known only when a notification comes. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' | 'dynamic';

/** The type of a field, or undefined where no such field exists. */
export function fieldType(name: string): FieldType | undefined {
  const known = fields.get(name);
  if (known !== undefined) {
    return known;
  }
  if (name.startsWith('payload')) {
    return payloadPath(name) === undefined ? undefined : 'dynamic';
  }
  return attributeName(name) === undefined ? undefined : 'dynamic';
}

/** Every field with a fixed name, in the order in which the reference lists them. */
export function fieldNames(): string[] {
  return [...fields.keys()];
}

/** The same with their types. */
export function knownFields(): [name: string, type: FieldType][] {
  return [...fields];
}

/** Objects whose attributes a workspace names itself: everything after the prefix is the name, case exact. */
const attributePrefixes = [
  'conversation.custom_attributes.',
  'contact.custom_attributes.',
  'company.custom_attributes.',
  'ticket.ticket_attributes.',
  'ticket.custom_attributes.',
];

/** The object's prefix and the attribute's name: `["contact.custom_attributes.", "Plan name"]`. */
export function attributeName(field: string): [prefix: string, name: string] | undefined {
  const prefix = attributePrefixes.find((each) => field.startsWith(each) && field.length > each.length);
  return prefix === undefined ? undefined : [prefix, field.slice(prefix.length)];
}

/** The steps of `payload.a.0["b.c"]`, or `payload.a.0.["b.c"]`: `["a", "0", "b.c"]`. Undefined where the path is not well formed. */
export function payloadPath(field: string): string[] | undefined {
  const path = /^payload((?:\.[^.[\]"]+|\.?\["(?:[^"\\]|\\.)+"\])+)$/u.exec(field)?.[1];
  if (path === undefined) {
    return undefined;
  }
  return [...path.matchAll(/\.([^.[\]"]+)|\["((?:[^"\\]|\\.)+)"\]/gu)].map(
    ([, plain, quoted = '']) => plain ?? quoted.replace(/\\(.)/gu, '$1'),
  );
}

const fields: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ...group('message', {
    text: 'text subject anywhere language part_type author.type author.id author.email author.name',
    boolean: 'has_attachments',
    object: 'author',
  }),
  ...group('conversation', {
    text: 'type id title text state priority admin_assignee_id team_assignee_id',
    date: 'created_at updated_at waiting_since snoozed_until',
    boolean: 'open read ai_agent_participated',
    list: 'tags contacts teammates linked_objects topics',
    object: [
      'source source.author conversation_rating conversation_rating.contact conversation_rating.teammate',
      'first_contact_reply sla_applied statistics ai_agent custom_attributes ticket conversation_parts',
    ].join(' '),
  }),
  ...group('conversation.source', {
    text: 'type id delivered_as subject body url author.type author.id author.name author.email',
    boolean: 'redacted',
    list: 'attachments',
  }),
  ...group('conversation.conversation_rating', {
    number: 'rating',
    text: 'remark contact.id contact.type contact.external_id teammate.id teammate.type',
    date: 'created_at',
  }),
  ...group('conversation.first_contact_reply', { text: 'type url', date: 'created_at' }),
  ...group('conversation.sla_applied', { text: 'type sla_name sla_status' }),
  ...group('conversation.statistics', {
    text: 'type last_closed_by_id',
    number: [
      'time_to_assignment time_to_admin_reply time_to_first_close time_to_last_close median_time_to_reply',
      'count_reopens count_assignments count_conversation_parts',
    ].join(' '),
    date: [
      'first_contact_reply_at first_assignment_at first_admin_reply_at first_close_at last_assignment_at',
      'last_assignment_admin_reply_at last_contact_reply_at last_admin_reply_at last_close_at',
    ].join(' '),
  }),
  ...group('conversation.ai_agent', {
    text: 'source_type source_title last_answer_type resolution_state rating_remark',
    number: 'rating',
    list: 'content_sources',
  }),
  ...group('conversation.conversation_parts', { number: 'total_count' }),
  ...group('conversation.ticket', { text: 'id type url' }),
  ...group('contact', {
    text: [
      'type id external_id workspace_id role email email_domain phone formatted_phone name owner_id',
      'language_override browser browser_version browser_language os referrer avatar.image_url',
      'utm_campaign utm_content utm_medium utm_source utm_term',
      'android_app_name android_app_version android_device android_os_version android_sdk_version',
      'ios_app_name ios_app_version ios_device ios_os_version ios_sdk_version',
      'location.type location.country location.region location.city',
      'location.country_code location.continent_code',
    ].join(' '),
    date: [
      'created_at updated_at signed_up_at last_seen_at last_replied_at last_contacted_at',
      'last_email_opened_at last_email_clicked_at android_last_seen_at ios_last_seen_at',
    ].join(' '),
    boolean: 'has_hard_bounced marked_email_as_spam unsubscribed_from_emails',
    number: 'tags.total_count companies.total_count notes.total_count',
    list: 'tags companies notes social_profiles segments',
    object: 'location avatar custom_attributes',
  }),
  ...group('company', {
    text: 'type id company_id app_id name website industry plan.type plan.id plan.name',
    date: 'created_at updated_at remote_created_at last_request_at',
    number: 'size monthly_spend session_count user_count',
    list: 'tags segments',
    object: 'plan custom_attributes',
  }),
  ...group('ticket', {
    text: [
      'type id ticket_id category ticket_state ticket_state_internal_label ticket_state_external_label',
      'admin_assignee_id team_assignee_id ticket_type.type ticket_type.id ticket_type.category',
      'ticket_type.name ticket_type.description ticket_type.icon ticket_type.workspace_id',
    ].join(' '),
    date: 'created_at updated_at snoozed_until ticket_type.created_at ticket_type.updated_at',
    boolean: 'open is_shared ticket_type.archived ticket_type.is_internal',
    number: 'ticket_parts.total_count',
    list: 'contacts linked_objects',
    object: 'ticket_attributes custom_attributes ticket_type ticket_parts',
  }),
  ['tag.id', 'text'],
  ['tag.name', 'text'],
  ['now', 'date'],
  ['payload', 'object'],
]);

type Group = Partial<Record<FieldType, string>>;

function group(prefix: string, named: Group): [string, FieldType][] {
  const types: FieldType[] = ['text', 'number', 'boolean', 'date', 'list', 'object'];
  return types.flatMap((type) =>
    (named[type] ?? '')
      .split(' ')
      .filter((name) => name !== '')
      .map((name): [string, FieldType] => [`${prefix}.${name}`, type]),
  );
}
