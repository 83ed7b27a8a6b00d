import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import { CONTACT_ID, replyOf, ruleOf, rulesetOf, tagList, test } from '../../support/rules/ruleset.ts';

/** The example that the page on the rule language begins with. */
const example = rulesetOf(
  [
    ruleOf(
      'refund-request',
      {
        all: [
          {
            all: [
              test('message.text', 'words', '$refund_words'),
              test('message.author.type', 'equals', ['user', 'lead']),
            ],
          },
          { none: [test('contact.email', 'ends_with', '@example.com')] },
        ],
      },
      {
        trigger: ['conversation.user.created', 'conversation.user.replied'],
        then: [
          { target: 'subject', add: [{ name: 'Refund' }], remove: [{ name: 'Triage' }] },
          { target: 'contact', add: [{ name: 'Refund requester' }], remove: [] },
        ],
      },
    ),
  ],
  { lists: { refund_words: ['refund', 'money back', 'chargeback*'] } },
);

describe('decide', () => {
  it('gives the decision of the documentation, byte for byte', () => {
    const decision = decide(compileRuleset(example), {
      notification: replyOf('<p>I want my MONEY   back!</p>', { tags: tagList('Triage') }),
      facts: { contact: { email: 'ada@customer.test' } },
    });
    expect(JSON.stringify(decision)).toBe(
      JSON.stringify({
        notification: { id: 'notif_1', topic: 'conversation.user.replied' },
        subject: { type: 'conversation', id: '64619700005694' },
        matched: [
          {
            rule: 'refund-request',
            mode: 'live',
            because: [
              {
                field: 'message.text',
                operator: 'words',
                value: 'money back',
                found: 'MONEY   back',
                start: 10,
                end: 22,
              },
              { field: 'message.author.type', operator: 'equals', value: 'user', found: 'user' },
            ],
          },
        ],
        conflicts: [],
        changes: [
          { target: { type: 'conversation', id: '64619700005694' }, add: ['Refund'], remove: ['Triage'] },
          { target: { type: 'contact', id: CONTACT_ID }, add: ['Refund requester'], remove: [] },
        ],
        needs: [],
      }),
    );
  });

  it('needs only what still decides', () => {
    const compiled = compileRuleset(example);
    expect(decide(compiled, { notification: replyOf('refund, please') })).toMatchObject({
      matched: [],
      changes: [],
      needs: ['contact.email'],
    });
    expect(decide(compiled, { notification: replyOf('thank you') }).needs).toEqual([]);
  });
});
