/**
 * The facts that Intercom's searches can be asked for and that compare there as they do here. Free text is not
 * among them: rules fold case, accents and widths, and of Intercom's searches nothing of the kind is documented, so
 * that a search for `Zoe` might leave out `Zoë`, whom the rule means. Sources: "Search conversations" and "Search
 * contacts" of the 2.11 description.
 */

import type { ScheduleOver } from '../../rules/model.ts';

export type SearchableField = { name: string; always?: true } /** One of a fixed set of small words. */ & (
  | { kind: 'word'; members: readonly string[] }
  | { kind: 'boolean' }
  /** Whole numbers. */
  | { kind: 'number' }
  | { kind: 'date' }
  /** Digits, sent as a number or as text. */
  | { kind: 'id'; as: 'number' | 'text' }
  /** The ids of an object's tags. */
  | { kind: 'tags' }
);

/** By the fact's full name, such as `conversation.state`. `always`: no object lacks it, so that *not* can be asked, too. */
export function searchableField(over: ScheduleOver, fact: string): SearchableField | undefined {
  return fields[over].get(fact);
}

const fields: Readonly<Record<ScheduleOver, ReadonlyMap<string, SearchableField>>> = {
  conversations: table('conversation', [
    always(word('state', 'open closed snoozed')),
    always(word('priority', 'priority not_priority')),
    word(
      'source.type',
      'conversation email facebook instagram phone_call phone_switch push sms twitter whatsapp',
    ),
    word(
      'source.delivered_as',
      'customer_initiated campaigns_initiated operator_initiated automated admin_initiated',
    ),
    word('source.author.type', 'user lead admin bot team'),
    word('ai_agent.source_type', 'essentials_plan_setup profile workflow workflow_preview fin_preview'),
    word('ai_agent.last_answer_type', 'ai_answer custom_answer'),
    word('ai_agent.resolution_state', 'assumed_resolution confirmed_resolution routed_to_team abandoned'),
    always({ kind: 'boolean', name: 'open' }),
    always({ kind: 'boolean', name: 'read' }),
    { kind: 'boolean', name: 'ai_agent_participated' },
    always({ kind: 'date', name: 'created_at' }),
    always({ kind: 'date', name: 'updated_at' }),
    ...dates('waiting_since snoozed_until'),
    ...dates(
      [
        'first_contact_reply_at first_assignment_at first_admin_reply_at first_close_at last_assignment_at',
        'last_assignment_admin_reply_at last_contact_reply_at last_admin_reply_at last_close_at',
      ].join(' '),
      'statistics.',
    ),
    ...numbers(
      [
        'time_to_assignment time_to_admin_reply time_to_first_close time_to_last_close median_time_to_reply',
        'count_reopens count_assignments count_conversation_parts',
      ].join(' '),
      'statistics.',
    ),
    ...numbers('ai_agent.rating'),
    { kind: 'id', as: 'text', name: 'id' },
    { kind: 'id', as: 'number', name: 'admin_assignee_id' },
    { kind: 'id', as: 'number', name: 'team_assignee_id' },
  ])
    .set('conversation.conversation_rating.rating', { kind: 'number', name: 'conversation_rating.score' })
    .set('conversation.tags', { kind: 'tags', name: 'tag_ids', always: true }),
  contacts: table('contact', [
    always(word('role', 'user lead')),
    { kind: 'boolean', name: 'has_hard_bounced' },
    { kind: 'boolean', name: 'marked_email_as_spam' },
    { kind: 'boolean', name: 'unsubscribed_from_emails' },
    always({ kind: 'date', name: 'created_at' }),
    always({ kind: 'date', name: 'updated_at' }),
    ...dates(
      [
        'signed_up_at last_seen_at last_contacted_at last_replied_at last_email_opened_at',
        'last_email_clicked_at android_last_seen_at ios_last_seen_at',
      ].join(' '),
    ),
    { kind: 'id', as: 'number', name: 'owner_id' },
  ]).set('contact.tags', { kind: 'tags', name: 'tag_id', always: true }),
  /** Companies cannot be searched; they are listed. */
  companies: new Map(),
};

function table(type: string, searchable: readonly SearchableField[]): Map<string, SearchableField> {
  return new Map(searchable.map((field) => [`${type}.${field.name}`, field]));
}

function word(name: string, members: string): SearchableField {
  return { kind: 'word', name, members: members.split(' ') };
}

function dates(names: string, prefix = ''): SearchableField[] {
  return names.split(' ').map((name) => ({ kind: 'date', name: `${prefix}${name}` }));
}

function numbers(names: string, prefix = ''): SearchableField[] {
  return names.split(' ').map((name) => ({ kind: 'number', name: `${prefix}${name}` }));
}

function always(field: SearchableField): SearchableField {
  return { ...field, always: true };
}
