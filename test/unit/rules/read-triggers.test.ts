import { describe, expect, it } from 'vitest';
import { errorsOf, withTrigger } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('a trigger', () => {
  it.each<Bad>([
    [
      'an empty list',
      withTrigger('[]'),
      'schema rules[0].trigger 5:14: This list is empty, so the rule would never be looked at. Name a topic.',
    ],
    [
      'a list in a list',
      withTrigger('[[contact.created]]'),
      'schema rules[0].trigger[0] 5:15: A trigger is a topic such as conversation.user.created, "source:name" or a schedule.',
    ],
    [
      'nothing',
      withTrigger('""'),
      'schema rules[0].trigger 5:14: A trigger is a topic such as conversation.user.created, "source:name" or a schedule.',
    ],
    [
      'an unknown topic',
      withTrigger('conversation.user.create'),
      'unknown_topic rules[0].trigger 5:14: Intercom has no topic "conversation.user.create". Did you mean "conversation.user.created"?',
    ],
    [
      'a topic like no other',
      withTrigger('zzzzzzzzzzzzzzzzzzzzz'),
      'unknown_topic rules[0].trigger 5:14: Intercom has no topic "zzzzzzzzzzzzzzzzzzzzz". The nearest is "conversation.read".',
    ],
    [
      'a topic of another name',
      withTrigger('conversation.message.received'),
      'unknown_topic rules[0].trigger 5:14: Intercom has no topic "conversation.message.received". The nearest is "conversation.user.replied".',
    ],
    [
      'a topic too long to be compared',
      withTrigger('z'.repeat(121)),
      `unknown_topic rules[0].trigger 5:14: Intercom has no topic "${'z'.repeat(121)}". docs/rules.md lists the topics.`,
    ],
    [
      'a glob of nothing',
      withTrigger('nothing.here.*'),
      'unknown_topic rules[0].trigger 5:14: No topic of Intercom\'s fits "nothing.here.*". docs/rules.md lists the topics.',
    ],
    [
      'an unknown source',
      withTrigger('source:biling'),
      'unknown_source rules[0].trigger 5:14: There is no source "biling". Did you mean "billing"?',
    ],
    [
      'a source like no other',
      withTrigger('source:zzzzzzzzzz'),
      'unknown_source rules[0].trigger 5:14: There is no source "zzzzzzzzzz". Define it under "sources".',
    ],
    [
      'a schedule without over',
      withTrigger('{ every: 15m }'),
      'schema rules[0].trigger.over 5:14: "over": write conversations, contacts or companies.',
    ],
    [
      'a schedule too often',
      withTrigger('{ every: 4m, over: contacts }'),
      'schema rules[0].trigger.every 5:16: "every": a schedule runs every 5m to every 7d.',
    ],
    [
      'a schedule too seldom',
      withTrigger('{ every: 8d, over: contacts }'),
      'schema rules[0].trigger.every 5:16: "every": a schedule runs every 5m to every 7d.',
    ],
    [
      'no span',
      withTrigger('{ every: often, over: contacts }'),
      'schema rules[0].trigger.every 5:16: "every": write a span from 5m to 7d, such as 15m.',
    ],
    [
      'no time of day',
      withTrigger('{ at: "25:00", over: contacts }'),
      'schema rules[0].trigger.at 5:16: "at": write a time of day, such as "06:00".',
    ],
    [
      'an unquoted time of day',
      withTrigger('{ at: 06, over: contacts }'),
      'schema rules[0].trigger.at 5:16: "at": write a time of day, such as "06:00".',
    ],
    [
      'objects that no schedule runs over',
      withTrigger('{ at: "06:00", over: tickets }'),
      'schema rules[0].trigger.over 5:29: "over": write conversations, contacts or companies.',
    ],
    [
      'both kinds of schedule',
      withTrigger('{ at: "06:00", every: 1d, over: contacts }'),
      'schema rules[0].trigger.every 5:29: A schedule has no key "every".',
    ],
    [
      'a misspelt key',
      withTrigger('{ evry: 1d, over: contacts }'),
      'schema rules[0].trigger.every 5:14: "every": write a span from 5m to 7d, such as 15m.',
      'schema rules[0].trigger.evry 5:16: A schedule has no key "evry". Did you mean "every"?',
    ],
    [
      'a topic without a subject',
      withTrigger('ping'),
      'unreachable_target rules[0].then.add 6:13: On "ping" there is nothing that can be tagged.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });
});
