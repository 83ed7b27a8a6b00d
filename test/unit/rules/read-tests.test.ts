import { describe, expect, it } from 'vitest';
import { errorsOf, withTests, withTrigger } from '../../support/rules/check-file.ts';

/** A rule with these tests on topics of every kind. */
const aboutSize = (tests: string): string =>
  withTests(tests)
    .replace('trigger: conversation', 'trigger: [contact.user.created, "source:billing", conversation')
    .replace('user.created\n', 'user.created]\n');

type Bad = [what: string, file: string, ...errors: string[]];

describe("a rule's tests", () => {
  it.each<Bad>([
    [
      'a map',
      withTests('{ given: x, expect: {} }'),
      'schema rules[0].tests 10:12: "tests" takes a list of { given: …, expect: … }, not a map.',
    ],
    [
      'a test that is a text',
      withTests('[x]'),
      'schema rules[0].tests[0] 10:13: A test has "given", a message or facts, and "expect", the tag changes ({} for none).',
    ],
    [
      'no expectation',
      withTests('[{ given: x }]'),
      'schema rules[0].tests[0] 10:13: A test has "given", a message or facts, and "expect", the tag changes ({} for none).',
    ],
    [
      'no example',
      withTests('[{ expect: {} }]'),
      'schema rules[0].tests[0] 10:13: A test has "given", a message or facts, and "expect", the tag changes ({} for none).',
    ],
    [
      'an unknown key',
      withTests('[{ given: x, expect: {}, name: x }]'),
      'schema rules[0].tests[0].name 10:37: A test has no key "name". It takes given and expect.',
    ],
    [
      'nothing given',
      withTests('[{ given: , expect: {} }]'),
      'empty_value rules[0].tests[0].given 10:15: Nothing is given. Write a message or a map of facts; {} where nothing is known.',
    ],
    [
      'a list given',
      withTests('[{ given: [x], expect: {} }]'),
      'schema rules[0].tests[0].given 10:22: What is given is a message or a map of facts, not a list.',
    ],
    [
      'an unknown fact',
      withTests('[{ given: { mesage.text: x }, expect: {} }]'),
      'unknown_field rules[0].tests[0].given["mesage.text"] 10:24: There is no field "mesage.text". Did you mean "message.text"?',
    ],
    [
      'a fact like no other',
      withTests('[{ given: { zzzzzzzzzzzz: x }, expect: {} }]'),
      'unknown_field rules[0].tests[0].given.zzzzzzzzzzzz 10:24: There is no field "zzzzzzzzzzzz". docs/rules.md lists the fields.',
    ],
    [
      'an unknown topic',
      withTests('[{ given: { topic: conversation.user.create }, expect: {} }]'),
      'unknown_topic rules[0].tests[0].given.topic 10:31: Intercom has no topic "conversation.user.create". Did you mean "conversation.user.created"?',
    ],
    [
      'a topic that is a list',
      withTests('[{ given: { topic: [ping] }, expect: {} }]'),
      'unknown_topic rules[0].tests[0].given.topic 10:31: Intercom has no topic "". The nearest is "ping".',
    ],
    [
      'a text for a number',
      withTests('[{ given: { company.size: big }, expect: {} }]'),
      'type_mismatch rules[0].tests[0].given["company.size"] 10:38: "big" is not a number.',
    ],
    [
      'a text for a boolean',
      withTests('[{ given: { conversation.open: "true" }, expect: {} }]'),
      'type_mismatch rules[0].tests[0].given["conversation.open"] 10:43: "true" is not true or false.',
    ],
    [
      'a date that is none',
      withTests('[{ given: { now: soon }, expect: {} }]'),
      'type_mismatch rules[0].tests[0].given.now 10:29: "soon" is not a date: write 2026-01-10, 2026-01-10T09:00:00Z, unix seconds, or relative to now (-48h).',
    ],
    [
      'a list for a text',
      withTests('[{ given: { message.text: [a] }, expect: {} }]'),
      'type_mismatch rules[0].tests[0].given["message.text"] 10:38: This field holds a single value, not a list.',
    ],
    [
      'a map for a number',
      withTests('[{ given: { company.size: {} }, expect: {} }]'),
      'type_mismatch rules[0].tests[0].given["company.size"] 10:38: This field holds a single value, not a map.',
    ],
    [
      'a key beside a notification',
      withTests('[{ given: { notification: a.json, now: 5 }, expect: {} }]'),
      'schema rules[0].tests[0].given.now 10:46: A stored notification has no key "now". It takes notification.',
    ],
    [
      'an unknown key expected',
      withTests('[{ given: x, expect: { ad: [X] } }]'),
      'schema rules[0].tests[0].expect.ad 10:35: "expect" has no key "ad". Did you mean "add"?',
    ],
    [
      'a text expected',
      withTests('[{ given: x, expect: X }]'),
      'schema rules[0].tests[0].expect 10:33: "expect" is a map, such as { add: [Refund] }, not a single value.',
    ],
    [
      'an open template is a name there',
      withTests('[{ given: { company.size: 1 }, expect: { add: ["{{x"] } }]'),
      'test_failed rules[0].tests[0] 10:13: Given "{\\"company.size\\":1}", expected: add "{{x"; the rule did: add "X".',
    ],
    [
      'too many',
      withTests(`[${Array(51).fill('{ given: x, expect: {} }').join(', ')}]`),
      'schema rules[0].tests 10:12: A rule takes at most 50 tests, and these are 51.',
    ],
    [
      'a message on a schedule',
      `${withTrigger('{ every: 1d, over: contacts }')}    tests: [{ given: hello, expect: {} }]\n`,
      'schema rules[0].tests[0].given 7:22: On this schedule there is no message: give a map of facts.',
    ],
    [
      'a message on a source',
      `${withTrigger('source:billing')}    tests: [{ given: hello, expect: {} }]\n`,
      'schema rules[0].tests[0].given 7:22: On "source:billing" there is no message: give a map of facts.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });

  it.each([
    [
      'facts of every type',
      aboutSize(
        '[{ given: { topic: contact.user.created, company.size: 5, conversation.open: true, now: -48h, contact.tags: [A, { x: 1 }], contact.email: ~, contact.custom_attributes.Plan: { a: 1 }, contact.created_at: 5, message.text: 404 }, expect: { add: X } }, { given: { topic: "source:billing", company.size: 1, payload.a: 1 }, expect: { add: X } }, { given: { company.plan: { name: x } }, expect: {} }]',
      ),
    ],
  ])('takes %s', (_, file) => {
    expect(errorsOf(file)).toEqual([]);
  });
});
