import { describe, expect, it } from 'vitest';
import {
  canReach,
  canReachFrom,
  matchesGlob,
  subjectTypes,
  topicsMatching,
} from '../../../functions/rules/topics.ts';

describe('topics', () => {
  it('knows what each family of topics is about', () => {
    expect(subjectTypes.get('conversation.user.replied')).toBe('conversation');
    expect(subjectTypes.get('conversation_part.tag.created')).toBe('conversation');
    expect(subjectTypes.get('contact.lead.tag.created')).toBe('contact');
    expect(subjectTypes.get('company.contact.attached')).toBe('company');
    expect(subjectTypes.get('ticket.resolved')).toBe('ticket');
    expect(subjectTypes.get('visitor.signed_up')).toBeNull();
    expect(subjectTypes.get('conversation.user.vanished')).toBeUndefined();
  });

  it('gives no subject to what is deleted or archived', () => {
    const gone = [...subjectTypes.keys()].filter((topic) => topic.endsWith('.deleted'));
    expect(gone).toHaveLength(6);
    for (const topic of [...gone, 'contact.archived']) {
      expect(subjectTypes.get(topic)).toBeNull();
    }
  });

  it('expands a trigger to the topics it stands for', () => {
    expect(topicsMatching('conversation.user.*')).toEqual([
      'conversation.user.created',
      'conversation.user.replied',
    ]);
    expect(topicsMatching('contact.*.tag.created')).toEqual([
      'contact.user.tag.created',
      'contact.lead.tag.created',
    ]);
    expect(topicsMatching('ping')).toEqual(['ping']);
    expect(topicsMatching('pong')).toEqual([]);
    expect(topicsMatching('*')).toHaveLength(subjectTypes.size);
  });

  it.each([
    ['conversation.*', 'conversation.admin.open.assigned', true],
    ['*.created', 'conversation_part.tag.created', true],
    ['conversation.*.assigned', 'conversation.admin.assigned', true],
    ['conversation.*.*.assigned', 'conversation.admin.assigned', false],
    ['conversation.*admin*', 'conversation.admin.closed', true],
    ['ab*ba', 'aba', false],
    ['a*b*b', 'ab', false],
    ['a*c*b', 'acb', true],
    ['a*c*b', 'adb', false],
    ['ping', 'ping', true],
    ['ping', 'pings', false],
  ])('glob %s against %s: %s', (pattern, topic, expected) => {
    expect(matchesGlob(pattern, topic)).toBe(expected);
  });

  it('says which objects a rule on a topic can tag', () => {
    expect(canReach('conversation.user.created', 'ticket')).toBe(true);
    expect(canReach('conversation.user.created', 'companies')).toBe(true);
    expect(canReach('contact.user.updated', 'company')).toBe(true);
    expect(canReach('contact.user.updated', 'conversation')).toBe(false);
    expect(canReach('company.contact.detached', 'contact')).toBe(true);
    expect(canReach('company.updated', 'contact')).toBe(false);
    expect(canReach('company.updated', 'subject')).toBe(true);
    expect(canReach('ticket.created', 'contacts')).toBe(true);
    expect(canReach('ticket.created', 'conversation')).toBe(false);
    expect(canReach('contact.archived', 'subject')).toBe(false);
    expect(canReach('no.such.topic', 'subject')).toBe(false);
    expect(canReachFrom('company', 'contact')).toBe(false);
    expect(canReachFrom(null, 'subject')).toBe(false);
  });
});
