/**
 * Intercom's webhook topics, what each is about, and which objects a rule on it can tag.
 * Source: the webhook topics page of developers.intercom.com. Imports nothing, so that `receive` stays small.
 */

import type { OutcomeTarget, TargetType } from './model.ts';

/** The type of the object that a notification of this topic is about, null where it is about none. */
export const subjectTypes: ReadonlyMap<string, TargetType | null> = new Map([
  ...topics('conversation', 'conversation', [
    'user.created',
    'user.replied',
    'operator.replied',
    'admin.assigned',
    'admin.closed',
    'admin.noted',
    'admin.open.assigned',
    'admin.opened',
    'admin.replied',
    'admin.single.created',
    'admin.snoozed',
    'admin.unsnoozed',
    'priority.updated',
    'rating.added',
    'read',
    'contact.attached',
    'contact.detached',
    'company.updated',
  ]),
  ...topics('conversation_part', 'conversation', ['redacted', 'tag.created']),
  ...topics('contact', 'contact', [
    'email.updated',
    'merged',
    'unarchive',
    'lead.added_email',
    'lead.created',
    'lead.signed_up',
    'lead.updated',
    'user.created',
    'user.updated',
    'subscribed',
    'unsubscribed',
    'user.tag.created',
    'lead.tag.created',
  ]),
  ...topics('company', 'company', ['created', 'updated', 'contact.attached', 'contact.detached']),
  ...topics('ticket', 'ticket', [
    'created',
    'state.updated',
    'note.created',
    'admin.assigned',
    'team.assigned',
    'contact.attached',
    'contact.detached',
    'attribute.updated',
    'admin.replied',
    'contact.replied',
    'closed',
    'rating.provided',
    'resolved',
  ]),
  // What is gone cannot be tagged. A contact's tag that was removed is read the same way: `*.deleted`.
  ...topics('conversation', null, ['deleted']),
  ...topics('contact', null, ['archived', 'deleted', 'user.tag.deleted', 'lead.tag.deleted']),
  ...topics('company', null, ['deleted']),
  ...topics('admin', null, [
    'added_to_workspace',
    'away_mode_updated',
    'activity_log_event.created',
    'removed_from_workspace',
    'logged_in',
    'logged_out',
  ]),
  ...topics('article', null, ['created', 'updated', 'published', 'unpublished', 'deleted']),
  ...topics('call', null, ['started', 'ended', 'transcription_available', 'recording_available']),
  ...topics('content_stat', null, [
    'banner',
    'carousel',
    'chat',
    'checklist',
    'custom_bot',
    'email',
    'news_item',
    'post',
    'push',
    'series',
    'series.webhook',
    'sms',
    'survey',
    'tooltip_group',
    'tour',
  ]),
  ...topics('event', null, ['created']),
  ...topics('job', null, ['completed']),
  ...topics('granular', null, ['subscribe', 'unsubscribe']),
  ...topics('visitor', null, ['signed_up']),
  ['ping', null],
]);

/** The known topics that a trigger stands for: itself, or for a glob all that it fits; none where it is unknown. */
export function topicsMatching(pattern: string): string[] {
  if (!pattern.includes('*')) {
    return subjectTypes.has(pattern) ? [pattern] : [];
  }
  return [...subjectTypes.keys()].filter((topic) => matchesGlob(pattern, topic));
}

/** `*` stands for any characters, dots included. Linear: no backtracking beyond the last star. */
export function matchesGlob(pattern: string, topic: string): boolean {
  const [first = '', ...pieces] = pattern.split('*');
  const last = pieces.pop();
  if (last === undefined) {
    return pattern === topic;
  }
  if (!topic.startsWith(first) || !topic.endsWith(last) || topic.length < first.length + last.length) {
    return false;
  }
  let from = first.length;
  for (const piece of pieces) {
    const at = topic.indexOf(piece, from);
    if (at < 0 || at + piece.length > topic.length - last.length) {
      return false;
    }
    from = at + piece.length;
  }
  return true;
}

/** Whether a rule on this topic can tag that object. The subject itself goes by its own name too. */
export function canReach(topic: string, target: OutcomeTarget): boolean {
  const subject = subjectTypes.get(topic) ?? null;
  if (subject === 'company' && target === 'contact') {
    return topic.startsWith('company.contact.');
  }
  return canReachFrom(subject, target);
}

/** The same for an object whose type is all that is known: of a source or of a schedule. */
export function canReachFrom(subject: TargetType | null, target: OutcomeTarget): boolean {
  return subject !== null && reachable[subject].includes(target);
}

const reachable: Record<TargetType, readonly OutcomeTarget[]> = {
  conversation: ['subject', 'conversation', 'contact', 'contacts', 'company', 'companies', 'ticket'],
  contact: ['subject', 'contact', 'contacts', 'company', 'companies'],
  company: ['subject', 'company', 'companies'],
  ticket: ['subject', 'ticket', 'contact', 'contacts', 'company', 'companies'],
};

function topics(
  prefix: string,
  subject: TargetType | null,
  names: readonly string[],
): [string, TargetType | null][] {
  return names.map((name) => [`${prefix}.${name}`, subject]);
}
