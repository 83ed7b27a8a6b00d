import { describe, expect, it } from 'vitest';
import { EXAMPLE_NOW, ruleTrials } from '../../../functions/rules/try-rule.ts';
import { replyOf, ruleOf, rulesetOf, test, words } from '../../support/rules/ruleset.ts';

const trialOf = (
  rule: ReturnType<typeof ruleOf>,
  example: Parameters<ReturnType<typeof ruleTrials>>[1],
  more = {},
) => ruleTrials(rulesetOf([rule], more))(rule, example);

describe('trying a rule alone', () => {
  it('takes a text for the message of a user in an open conversation', () => {
    const rule = ruleOf('refund', {
      all: [
        words('refund'),
        test('message.author.type', 'equals', 'user'),
        test('conversation.state', 'equals', 'open'),
        test('message.has_attachments', 'equals', false),
      ],
    });
    expect(trialOf(rule, 'A refund, please')).toEqual({
      type: 'conversation',
      matched: true,
      outcome: [{ target: 'subject', add: ['refund'], remove: [] }],
      skipped: [],
    });
    expect(trialOf(rule, 'Hello')).toEqual({
      type: 'conversation',
      matched: false,
      outcome: [],
      skipped: [],
    });
  });

  it('takes facts over that message, and what is not given is missing, not unknown', () => {
    const rule = ruleOf('vip', { none: [test('contact.email', 'ends_with', '@example.com')] });
    expect(trialOf(rule, { facts: {} }).matched).toBe(true);
    expect(trialOf(rule, { facts: { 'contact.email': 'QA@example.com' } }).matched).toBe(false);
  });

  it('derives a message from what is given of it', () => {
    const rule = ruleOf('anywhere', test('message.anywhere', 'words', 'invoice 5'));
    expect(
      trialOf(rule, { facts: { 'message.subject': 'Invoice', 'message.text': '5 of them' } }).matched,
    ).toBe(true);
  });

  it('renders templates and says which it had to skip', () => {
    const rule = ruleOf('plan', undefined, {
      then: [
        {
          target: 'company',
          add: [{ template: 'Plan: {{company.plan.name}}' }, { id: '7' }],
          remove: [{ template: '{{company.industry}}' }],
        },
      ],
    });
    expect(trialOf(rule, { facts: { 'company.plan.name': 'Pro' } })).toEqual({
      type: 'conversation',
      matched: true,
      outcome: [{ target: 'company', add: ['Plan: Pro', { id: '7' }], remove: [] }],
      skipped: [
        { rule: 'plan', target: 'company', op: 'remove', tag: '{{company.industry}}', reason: 'missing' },
      ],
    });
  });

  it('gives a reply its part type, which the message that begins a conversation has not', () => {
    const rule = ruleOf('comment', test('message.part_type', 'equals', 'comment'));
    const topic = 'conversation.user.created';
    expect(trialOf(rule, { facts: { topic: 'conversation.user.replied' } }).matched).toBe(true);
    expect(trialOf(rule, { facts: { topic } }).matched).toBe(false);
    expect(trialOf(rule, { facts: { topic, 'message.part_type': 'comment' } }).matched).toBe(true);
  });

  it('counts a relative now from its own', () => {
    const rule = ruleOf('friday', test('now', 'after', '2026-01-09T11:59:00Z'));
    expect(trialOf(rule, { facts: { now: '+2d' } }).matched).toBe(true);
    expect(trialOf(rule, { facts: { now: '+47h' } }).matched).toBe(false);
  });

  it('counts dates from its own now, and takes another', () => {
    const rule = ruleOf('quiet', test('contact.last_seen_at', 'before', '-48h'));
    expect(EXAMPLE_NOW).toBe(Date.UTC(2026, 0, 7, 12) / 1000);
    expect(trialOf(rule, { facts: { 'contact.last_seen_at': '-49h' } }).matched).toBe(true);
    expect(trialOf(rule, { facts: { 'contact.last_seen_at': '-47h' } }).matched).toBe(false);
    const later = { now: '2026-01-09T12:00:00Z', 'contact.last_seen_at': '2026-01-07T11:00:00Z' };
    expect(trialOf(rule, { facts: later }).matched).toBe(true);
  });

  it('ignores mode, and reads a stored notification', () => {
    const rule = ruleOf('refund', words('refund'), { mode: 'off' });
    expect(trialOf(rule, { notification: replyOf('<p>Refund</p>') }).matched).toBe(true);
    const needy = ruleOf('vip', test('contact.email', 'exists', false));
    expect(trialOf(needy, { notification: replyOf('Hi') }).matched).toBe(true);
  });

  it('has no message for a source or a schedule', () => {
    const rule = ruleOf('paid', test('payload.data.amount', 'gt', 5), { trigger: ['source:billing'] });
    const sources = { billing: { subject: { contact: { email: '{{payload.email}}' } } } };
    expect(trialOf(rule, { facts: { 'payload.data.amount': 6 } }, { sources }).matched).toBe(true);
    const idle = ruleOf('idle', test('conversation.state', 'exists', false), {
      trigger: [{ every: '1h', over: 'conversations' }],
    });
    expect(trialOf(idle, { facts: {} }).matched).toBe(true);
  });
});

describe('the topic of an example', () => {
  const rule = ruleOf('refund', words('refund'), { trigger: ['conversation.user.*'] });

  it('has to be one that the trigger answers to', () => {
    const given = (topic: string) => trialOf(rule, { facts: { topic, 'message.text': 'refund' } });
    expect(given('conversation.user.replied').matched).toBe(true);
    expect(given('conversation.admin.replied')).toEqual({
      unheard: 'conversation.admin.replied',
      type: 'conversation',
      matched: false,
      outcome: [],
      skipped: [],
    });
  });

  it('may be one that nobody knows', () => {
    const notification = { ...replyOf('refund'), topic: 'conversation.user.unheard_of' };
    expect(trialOf(rule, { notification })).toMatchObject({ matched: false, outcome: [] });
  });

  it('leaves a text that looks like a span from now alone', () => {
    const titled = ruleOf('r', test('conversation.title', 'equals', '-3h'));
    expect(trialOf(titled, { facts: { 'conversation.title': '-3h' } }).matched).toBe(true);
    const far = ruleOf('r', test('contact.custom_attributes.x', 'equals', '+1234567d'));
    expect(trialOf(far, { facts: { 'contact.custom_attributes.x': '+1234567d' } }).matched).toBe(true);
  });
});

describe('the text of a conversation', () => {
  it('is missing in an example that does not give it', () => {
    const rule = ruleOf('r', test('conversation.text', 'exists', false));
    expect(trialOf(rule, { facts: {} }).matched).toBe(true);
  });
});
