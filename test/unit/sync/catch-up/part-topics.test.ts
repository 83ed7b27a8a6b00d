import { describe, expect, it } from 'vitest';
import { subjectTypes } from '../../../../functions/rules/topics.ts';
import {
  CAUGHT_UP_TOPICS,
  PART_TOPICS,
  type Part,
  topicOfSource,
  topicsOfParts,
} from '../../../../functions/sync/catch-up/part-topics.ts';

const authors = { contact: ['user', 'lead'], admin: ['admin'], bot: ['bot'] };

const aPart = (part_type: string, type: string): Part => ({
  id: '1',
  part_type,
  created_at: 1,
  author: { type },
});

describe('the topic of a part', () => {
  const rows = Object.entries(PART_TOPICS).flatMap(([type, bySide]) =>
    Object.entries(bySide).flatMap(([side, topic]) =>
      (side === 'contact' ? authors.contact : side === 'admin' ? authors.admin : authors.bot).map(
        (author) => [type, author, topic] as const,
      ),
    ),
  );
  it.each(rows)('%s by a %s is %s', (type, author, topic) => {
    expect(topicsOfParts([aPart(type, author)])).toMatchObject([{ topic }]);
  });

  it('is unsnoozed where an admin opens what is snoozed, and opened where it is closed', () => {
    const topics = (...types: [string, string][]) =>
      topicsOfParts(types.map(([type, author]) => aPart(type, author))).at(-1)?.topic;
    expect(topics(['snoozed', 'admin'], ['open', 'admin'])).toBe('conversation.admin.unsnoozed');
    expect(topics(['snoozed', 'admin'], ['note', 'admin'], ['open', 'admin'])).toBe(
      'conversation.admin.unsnoozed',
    );
    expect(topics(['snoozed', 'admin'], ['open', 'user'], ['close', 'admin'], ['open', 'admin'])).toBe(
      'conversation.admin.opened',
    );
    expect(topics(['snoozed', 'admin'], ['assign_and_reopen', 'admin'], ['open', 'admin'])).toBe(
      'conversation.admin.opened',
    );
  });

  it.each([
    ['comment', 'nobody'],
    ['participant_added', 'admin'],
    ['close', 'bot'],
    ['note', 'user'],
  ])('is none for %s by %s', (type, author) => {
    expect(topicsOfParts([aPart(type, author)])).toMatchObject([{ topic: null }]);
  });

  it('is one that rules know, each of them', () => {
    expect(CAUGHT_UP_TOPICS.filter((topic) => subjectTypes.get(topic) !== 'conversation')).toEqual([]);
  });
});

describe("the topic of a conversation's source", () => {
  it.each([
    ['customer_initiated', 'user', 'conversation.user.created'],
    ['customer_initiated', 'lead', 'conversation.user.created'],
    ['admin_initiated', 'admin', 'conversation.admin.single.created'],
    ['campaigns_initiated', 'admin', null],
    ['automated', 'bot', null],
  ])('is, %s by a %s, %s', (delivered_as, type, topic) => {
    expect(topicOfSource({ delivered_as, author: { type } })).toBe(topic);
  });

  it('is none where there is no source', () => {
    expect(topicOfSource(undefined)).toBe(null);
  });
});
