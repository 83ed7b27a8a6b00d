import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';

interface Written {
  trigger?: string;
  when?: string;
  then?: string;
  given: string;
  expect: string;
}

const refund = '{ message.text: { words: refund } }';

/** What the test of a rule says, or nothing where it holds. */
function failureOf(
  {
    trigger = 'conversation.user.created',
    when = refund,
    then = '{ add: [Refund] }',
    given,
    expect,
  }: Written,
  files: Record<string, string | Uint8Array> = {},
): string | undefined {
  const text = `version: 1
settings: { exclusive: [[Low, Medium, High]] }
sources: { billing: { subject: { contact: { email: "{{payload.email}}" } } } }
rules:
  - id: one
    trigger: ${trigger}
    when: ${when}
    then: ${then}
    tests: [{ given: ${given}, expect: ${expect} }]
`;
  const { diagnostics } = checkRuleset({ file: 'rules.yaml', text }, { readFile: (path) => files[path] });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  checkPlace(errors.map(({ code, rule, path, line, column }) => ({ code, rule, path, line, column })));
  return errors[0]?.message;
}

/** A test that fails is said where it stands, and is the only error. */
function checkPlace(errors: object[]): void {
  const place = { code: 'test_failed', rule: 'one', path: 'rules[0].tests[0]', line: 9, column: 13 };
  expect(errors).toEqual(errors.length === 0 ? [] : [place]);
}

describe("a rule's own tests", () => {
  it.each<[says: string, written: Written]>([
    ['a message that matches', { given: 'a refund', expect: '{ add: [Refund] }' }],
    [
      'tags in another case and another order',
      { then: '{ add: [A, B] }', given: 'refund', expect: '{ add: [b, a] }' },
    ],
    ['a tag that is named twice', { then: '{ add: [A, a] }', given: 'refund', expect: '{ add: A }' }],
    ['a tag by its id', { then: '{ add: { id: 5 } }', given: 'refund', expect: '{ add: { id: "5" } }' }],
    ['a message that does not match', { given: 'hello', expect: '{}' }],
    [
      'facts',
      { when: '{ company.size: { gt: 5 } }', given: '{ company.size: 6 }', expect: '{ add: Refund }' },
    ],
    [
      'facts over the message of a user',
      { when: '{ message.author.type: user }', given: '{}', expect: '{ add: Refund }' },
    ],
    [
      'a template, rendered',
      {
        then: '{ add: "Plan {{company.plan.name}}" }',
        given: '{ message.text: refund, company.plan.name: Pro }',
        expect: '{ add: Plan Pro }',
      },
    ],
    [
      'the group of an expression',
      {
        when: '{ message.text: { matches: "#(?<order>[0-9]+)" } }',
        then: '{ add: "Order {{match.order}}" }',
        given: '"see #12"',
        expect: '{ add: Order 12 }',
      },
    ],
    [
      'removals and targets',
      {
        then: '{ remove: [Triage], contact: { add: [VIP] } }',
        given: 'refund',
        expect: '{ contact: { add: VIP }, remove: Triage }',
      },
    ],
    [
      'a schedule',
      {
        trigger: '{ every: 1d, over: conversations }',
        when: '{ conversation.state: open }',
        given: '{ conversation.state: open }',
        expect: '{ add: Refund }',
      },
    ],
    [
      'a schedule, which has no message',
      {
        trigger: '{ at: "06:00", over: conversations }',
        when: '{ conversation.open: true }',
        given: '{}',
        expect: '{}',
      },
    ],
    [
      'a source',
      {
        trigger: 'source:billing',
        when: '{ payload.event: paid }',
        given: '{ payload.event: paid }',
        expect: '{ add: Refund }',
      },
    ],
    [
      'the first topic that a glob matches',
      { trigger: 'conversation.user.*', given: 'refund', expect: '{ add: Refund }' },
    ],
    [
      'a given time',
      {
        when: '{ now: { within: { days: sat, hours: "09:00-10:00" } } }',
        given: '{ now: 2026-01-10T09:30:00Z }',
        expect: '{ add: Refund }',
      },
    ],
    [
      'Wednesday noon where no time is given',
      {
        when: '{ now: { within: { days: [wed], hours: "12:00-12:01" } } }',
        given: 'hello',
        expect: '{ add: Refund }',
      },
    ],
    [
      'dates relative to it',
      {
        when: '{ conversation.waiting_since: { before: -1d } }',
        given: '{ conversation.waiting_since: -48h }',
        expect: '{ add: Refund }',
      },
    ],
    [
      'what is not given as missing',
      { when: '{ contact.email: { exists: false } }', given: 'hello', expect: '{ add: Refund }' },
    ],
    [
      'the subject by its own name, in the rule or in the test',
      {
        then: '{ conversation: { add: A }, remove: B }',
        given: 'refund',
        expect: '{ add: A, conversation: { remove: B } }',
      },
    ],
    [
      'what an exclusive group removes, left out',
      {
        then: '{ add: High, contact: { add: [High, { id: 5 }] } }',
        given: 'refund',
        expect: '{ add: High, contact: { add: [High, { id: 5 }] } }',
      },
    ],
    [
      'what an exclusive group removes, written out',
      {
        then: '{ add: High, contact: { add: medium } }',
        given: 'refund',
        expect: '{ add: High, remove: [Low, Medium], contact: { add: Medium, remove: [low, high] } }',
      },
    ],
    [
      'a mode that is not applied',
      { then: '{ add: Refund }\n    mode: off', given: 'refund', expect: '{ add: Refund }' },
    ],
  ])('hold for %s', (_, written) => {
    expect(failureOf(written)).toBeUndefined();
  });

  it.each<[says: string, written: Written, failure: string]>([
    [
      'a rule that should match',
      { given: 'hello', expect: '{ add: [Refund] }' },
      'Given "hello", expected: add "Refund"; the rule did not match.',
    ],
    [
      'a rule that should not',
      { given: 'refund', expect: '{}' },
      'Given "refund", expected: no change; the rule did: add "Refund".',
    ],
    [
      'another tag',
      { then: '{ add: [A], remove: [B] }', given: 'refund', expect: '{ add: [B], remove: [A] }' },
      'Given "refund", expected: add "B", remove "A"; the rule did: add "A", remove "B".',
    ],
    [
      'half of what an exclusive group removes',
      { then: '{ add: High }', given: 'refund', expect: '{ add: High, remove: Low }' },
      'Given "refund", expected: add "High", remove "Low"; the rule did: add "High".',
    ],
    [
      'another target',
      { given: 'refund', expect: '{ contact: { add: { id: 5 } } }' },
      'Given "refund", expected: add tag 5 (contact); the rule did: add "Refund".',
    ],
    [
      'a value that is missing',
      { then: '{ add: "{{company.plan.name}}" }', given: 'refund', expect: '{ add: Pro }' },
      'Given "refund", expected: add "Pro"; the rule did: no change. "{{company.plan.name}}" was left out (a value is missing).',
    ],
    [
      'a value that is a list',
      {
        then: '{ add: "{{contact.custom_attributes.x}}" }',
        given: '{ message.text: refund, contact.custom_attributes.x: [1] }',
        expect: '{ add: Pro }',
      },
      'Given "{\\"message.text\\":\\"refund\\",\\"contact.custom_attributes.x\\":[1]}", expected: add "Pro"; the rule did: no change. "{{contact.custom_attributes.x}}" was left out (a value is a list or a map).',
    ],
    [
      'a long tag',
      { then: '{ add: "{{message.text}}" }', given: `refund ${'x'.repeat(94)}`, expect: '{ add: Pro }' },
      `Given "refund ${'x'.repeat(70)}"…, expected: add "Pro"; the rule did: no change. "{{message.text}}" was left out (over 100 characters).`,
    ],
    [
      'a group that only holds a control character',
      {
        when: '{ message.text: { matches: "^(?<x>.?)$" } }',
        then: '{ add: "{{match.x}}" }',
        given: '"\\u0007"',
        expect: '{ add: Pro }',
      },
      'Given "\\u0007", expected: add "Pro"; the rule did: no change. "{{match.x}}" was left out (a value is missing).',
    ],
  ])('fail for %s, and say what happened', (_, written, failure) => {
    expect(failureOf(written)).toBe(failure);
  });

  const reply = {
    topic: 'conversation.user.created',
    data: {
      item: {
        type: 'conversation',
        id: '1',
        source: { body: '<p>A refund?</p>', author: { type: 'user', id: '2' } },
      },
    },
  };
  const stored = { given: '{ notification: reply.json }', expect: '{ add: Refund }' };

  it('read a stored notification, bytes or text', () => {
    expect(failureOf(stored, { 'reply.json': JSON.stringify(reply) })).toBeUndefined();
    expect(
      failureOf(stored, { 'reply.json': new TextEncoder().encode(JSON.stringify(reply)) }),
    ).toBeUndefined();
    expect(failureOf({ ...stored, expect: '{}' }, { 'reply.json': JSON.stringify(reply) })).toBe(
      'Given "{\\"notification\\":\\"reply.json\\"}", expected: no change; the rule did: add "Refund".',
    );
  });

  it('say which stored notification cannot be read', () => {
    expect(failureOf(stored)).toBe(
      'The file "reply.json" cannot be read. Paths are relative to the ruleset.',
    );
    expect(failureOf(stored, { 'reply.json': '{}' })).toBe('The file "reply.json" holds no notification.');
    expect(failureOf({ ...stored, given: '{ notification: [a] }' })).toBe(
      'The file "" cannot be read. Paths are relative to the ruleset.',
    );
  });

  it('cannot read files where nobody passes a way to', () => {
    const text = `version: 1
rules:
  - { id: one, trigger: contact.user.created, then: { add: X }, tests: [{ given: { notification: a.json }, expect: {} }] }
`;
    expect(checkRuleset({ file: 'rules.yaml', text }).diagnostics.map(({ message }) => message)).toEqual([
      'The file "a.json" cannot be read. Paths are relative to the ruleset.',
    ]);
  });
});
