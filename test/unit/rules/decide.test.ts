import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import type { Condition, DecisionInput, Rule, Ruleset } from '../../../functions/rules/model.ts';
import { sourceSubject } from '../../../functions/rules/origin.ts';
import {
  CONTACT_ID,
  CREATED_AT,
  conversationOf,
  partList,
  partOf,
  replyOf,
  ruleOf,
  rulesetOf,
  tagList,
  test,
  words,
} from '../../support/rules/ruleset.ts';

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

const run = (rules: Rule[], input: Partial<DecisionInput> = {}, more: Partial<Ruleset> = {}) =>
  decide(compileRuleset(rulesetOf(rules, more)), { notification: replyOf('Hi there'), ...input });

const matchedIds = (...args: Parameters<typeof run>) => run(...args).matched.map(({ rule }) => rule);

const emailGiven = test('contact.email', 'exists', true);
const never = words('absent');

describe('topics', () => {
  it('concern the rules that name them, glob them or list them', () => {
    const rules = [
      ruleOf('exact', undefined, { trigger: ['conversation.user.replied'] }),
      ruleOf('glob', undefined, { trigger: ['*.replied'] }),
      ruleOf('listed', undefined, { trigger: ['contact.merged', 'conversation.*'] }),
      ruleOf('other', undefined, { trigger: ['conversation.user.created', 'source:x'] }),
      ruleOf('off', undefined, { mode: 'off' }),
    ];
    expect(matchedIds(rules)).toEqual(['exact', 'glob', 'listed']);
  });

  it.each([
    ['conversation.deleted', { type: 'conversation', conversation_id: '64' }],
    ['contact.archived', { type: 'contact', id: 'c1' }],
    ['admin.logged_in', { type: 'admin', id: '1' }],
    ['ping', { type: 'ping' }],
    ['no.such.topic', {}],
  ])('without a subject decide nothing: %s', (topic, item) => {
    const decision = run(
      [ruleOf('all', emailGiven, { trigger: ['*'] }), ruleOf('always', undefined, { trigger: ['*'] })],
      {
        notification: { id: null, topic, data: { item } },
        explain: true,
      },
    );
    expect(JSON.stringify(decision)).toBe(
      JSON.stringify({
        notification: { id: null, topic },
        subject: null,
        matched: [],
        missed: [],
        conflicts: [],
        changes: [],
        needs: [],
      }),
    );
  });
});

describe('because', () => {
  it('has every test that held outside none, all branches of any included', () => {
    const when: Condition = {
      all: [
        { any: [words('there'), never, words('hi')] },
        { none: [never] },
        { any: [{ all: [words('hi'), never] }, test('conversation.open', 'equals', true)] },
      ],
    };
    const because = run([ruleOf('r', when)]).matched[0]?.because.map(({ value }) => value);
    expect(because).toEqual(['there', 'hi', 'hi', true]);
  });

  it('is empty without a condition and where only none decided', () => {
    const decision = run([ruleOf('always'), ruleOf('none', { none: [never] })]);
    expect(decision.matched.map(({ because }) => because)).toEqual([[], []]);
  });

  it('follows named conditions', () => {
    const conditions: Ruleset['conditions'] = { hello: { any: [words('hi'), { use: 'never' }] }, never };
    expect(
      matchedIds(
        [ruleOf('r', { all: [{ use: 'hello' }, { none: [{ use: 'never' }] }] })],
        {},
        { conditions },
      ),
    ).toEqual(['r']);
    const compile = (more: Ruleset['conditions']) => () =>
      compileRuleset(rulesetOf([ruleOf('r', { use: 'a' })], { conditions: more }));
    expect(compile({})).toThrow(RangeError);
    expect(compile({ a: { all: [{ use: 'a' }] } })).toThrow(RangeError);
  });
});

describe('three values', () => {
  const unknown = emailGiven;
  const missing = test('conversation.title', 'equals', 'x');
  const held = words('hi');

  it.each<[string, Condition, boolean, string[]]>([
    ['all with what is false', { all: [unknown, never] }, false, []],
    ['all with what is unknown', { all: [held, unknown] }, false, ['contact.email']],
    ['any with what is true', { any: [unknown, held] }, true, []],
    ['any with what is unknown', { any: [never, unknown] }, false, ['contact.email']],
    ['none with what is true', { none: [unknown, held] }, false, []],
    ['none with what is unknown', { none: [never, unknown] }, false, ['contact.email']],
    ['none of what is false', { none: [never] }, true, []],
    ['exists of what is unknown', test('company.name', 'exists', false), false, ['company.name']],
    ['none of what is missing', { none: [missing] }, true, []],
    [
      'only the undecided branch',
      { all: [{ any: [held, unknown] }, test('contact.name', 'equals', 'x')] },
      false,
      ['contact.name'],
    ],
    ['no test at all', { all: [] }, true, []],
    ['any of nothing', { any: [] }, false, []],
  ])('%s', (_, when, matches, needs) => {
    const decision = run([ruleOf('r', when)]);
    expect(decision.matched).toHaveLength(matches ? 1 : 0);
    expect(decision.needs).toEqual(needs);
  });

  it('list each field once, in order', () => {
    const rules = [
      ruleOf('a', { any: [test('contact.name', 'exists', true), emailGiven] }),
      ruleOf('b', { all: [emailGiven, test('company.name', 'exists', true)] }),
    ];
    expect(run(rules).needs).toEqual(['company.name', 'contact.email', 'contact.name']);
  });
});

describe('priority, stop and once', () => {
  it('orders by priority, then by the file', () => {
    const rules = [
      ruleOf('a'),
      ruleOf('b', undefined, { priority: 5 }),
      ruleOf('c'),
      ruleOf('d', undefined, { priority: -1 }),
    ];
    expect(matchedIds(rules)).toEqual(['b', 'a', 'c', 'd']);
  });

  it('stops rules of lower priority, not equals', () => {
    const rules = [
      ruleOf('lower', undefined, { priority: 1 }),
      ruleOf('equal', undefined, { priority: 2 }),
      ruleOf('stopper', words('hi'), { priority: 2, stop: true }),
      ruleOf('other', never, { priority: 2, stop: true }),
    ];
    expect(matchedIds(rules)).toEqual(['equal', 'stopper']);
  });

  it('waits for an unknown stop: lower rules neither match nor need', () => {
    const rules = [
      ruleOf('stopper', emailGiven, { priority: 2, stop: true }),
      ruleOf('matching', undefined, { priority: 1 }),
      ruleOf('needy', test('contact.name', 'exists', true), { priority: 1 }),
    ];
    expect(run(rules)).toMatchObject({ matched: [], needs: ['contact.email'], changes: [] });
    expect(matchedIds(rules, { facts: { contact: { name: 'Ada' } } })).toEqual(['matching', 'needy']);
  });

  it('matches a once rule live once for a subject', () => {
    const rules = [ruleOf('first', undefined, { once: true, priority: 1, stop: true }), ruleOf('rest')];
    expect(matchedIds(rules)).toEqual(['first']);
    expect(matchedIds(rules, { facts: { ledger: { matched: ['first'] } } })).toEqual(['rest']);
    expect(matchedIds([ruleOf('rest')], { facts: { ledger: { matched: ['rest'] } } })).toEqual(['rest']);
  });
});

describe('missed', () => {
  const missedOf = (when: Condition, text = 'Hi there') =>
    run([ruleOf('r', when)], { explain: true, notification: replyOf(text) }).missed;

  it('shows the first test that failed and what stood there', () => {
    expect(
      JSON.stringify(
        missedOf({ all: [words('hi'), test('conversation.state', 'equals', ['closed', 'snoozed'])] }),
      ),
    ).toBe(
      JSON.stringify([
        {
          rule: 'r',
          field: 'conversation.state',
          operator: 'equals',
          value: ['closed', 'snoozed'],
          found: 'open',
        },
      ]),
    );
    expect(missedOf({ any: [words('a'), words('b')] })).toMatchObject([{ value: 'a', found: 'Hi there' }]);
    expect(missedOf(test('conversation.title', 'equals', 'x'))).toMatchObject([{ found: null }]);
  });

  it('shows the test that held where none should', () => {
    expect(missedOf({ none: [never, { all: [words('hi'), words('there')] }] })).toMatchObject([
      { operator: 'words', value: 'hi', found: 'Hi' },
    ]);
    expect(missedOf({ none: [{ none: [never] }] })).toMatchObject([{ value: 'absent', found: 'Hi there' }]);
    expect(missedOf({ none: [{ any: [never, words('there')] }] })).toMatchObject([
      { value: 'there', found: 'there' },
    ]);
  });

  it('leaves out rules that are unknown, not considered or without a failing test', () => {
    const rules = [
      ruleOf('unknown', { any: [never, emailGiven] }),
      ruleOf('decided', { all: [emailGiven, never] }),
      ruleOf('empty', { any: [] }),
      ruleOf('stop', undefined, { stop: true }),
      ruleOf('below', never, { priority: -1 }),
      ruleOf('elsewhere', never, { trigger: ['contact.*'] }),
    ];
    const decision = run(rules, { explain: true });
    expect(decision.missed?.map(({ rule }) => rule)).toEqual(['decided']);
    expect(Object.keys(decision)).toEqual([
      'notification',
      'subject',
      'matched',
      'missed',
      'conflicts',
      'changes',
      'needs',
    ]);
  });
});

describe('a text that is too long', () => {
  it('is cut, and the decision ends with its field', () => {
    const long = `${'a '.repeat(50_000)}refund`;
    const decision = run([ruleOf('r', { any: [words('refund'), test('message.text', 'ends_with', 'a ')] })], {
      notification: replyOf(long),
    });
    expect(decision.matched).toEqual([]);
    expect(Object.keys(decision).at(-1)).toBe('cut');
    expect(decision.cut).toEqual(['message.text']);
    expect(run([ruleOf('r')], { notification: replyOf(long) })).not.toHaveProperty('cut');
  });
});

describe('sources', () => {
  const sources: Ruleset['sources'] = {
    billing: { subject: { contact: { external_id: '{{payload.data.customer}}' } } },
    shop: { subject: { company: { id: '{{payload.company}}' } } },
  };
  const paid = ruleOf('paid', test('payload.data.amount', 'gt', 100), { trigger: ['source:billing'] });
  const notification = { id: 'evt_1', topic: 'source:billing', created_at: CREATED_AT };
  const payload = { data: { customer: 'u-5', amount: 250 } };

  it('need the subject only where something would change', () => {
    const decision = run([paid], { notification, facts: { payload } }, { sources });
    expect(decision).toMatchObject({ subject: null, changes: [], needs: ['contact.id'] });
    expect(decision.matched).toMatchObject([{ rule: 'paid' }]);
    const cheap = { ...payload, data: { ...payload.data, amount: 5 } };
    expect(run([paid], { notification, facts: { payload: cheap } }, { sources }).needs).toEqual([]);
  });

  it('tag the subject once it is found', () => {
    const facts = { payload, contact: { type: 'contact', id: 'c1', tags: { data: [], has_more: false } } };
    expect(run([paid], { notification, facts }, { sources })).toMatchObject({
      subject: { type: 'contact', id: 'c1' },
      changes: [{ target: { type: 'contact', id: 'c1' }, add: ['paid'], remove: [] }],
      needs: [],
    });
  });

  it('hold the subject that was found by reference: its fields are fetched where a rule asks for them', () => {
    const found = { ...notification, payload, subject: { type: 'contact' as const, id: 'c1' } };
    const byEmail = ruleOf('mail', test('contact.email', 'ends_with', '.test'), {
      trigger: ['source:billing'],
    });
    expect(run([paid, byEmail], { notification: found }, { sources })).toMatchObject({
      subject: { type: 'contact', id: 'c1' },
      changes: [{ target: { type: 'contact', id: 'c1' }, add: ['paid'], remove: [] }],
      needs: ['contact.email'],
    });
  });

  it('look for the subject anew where the ruleset has another type of it by now', () => {
    const found = { ...notification, payload, subject: { type: 'company' as const, id: 'acme' } };
    expect(run([paid], { notification: found }, { sources })).toMatchObject({
      subject: null,
      changes: [],
      needs: ['contact.id'],
    });
  });

  it('know the subject at once where the payload names its id', () => {
    const rule = ruleOf('r', undefined, { trigger: ['source:shop'] });
    const shop = { id: 'e', topic: 'source:shop', payload: { company: 77 } };
    expect(run([rule], { notification: shop }, { sources }).changes).toEqual([
      { target: { type: 'company', id: '77' }, add: ['r'], remove: [] },
    ]);
  });

  it('say whom to look up', () => {
    const compiled = compileRuleset(rulesetOf([paid], { sources: { ...sources, odd: { subject: {} } } }));
    expect(sourceSubject(compiled, 'billing', payload)).toEqual({
      type: 'contact',
      by: 'external_id',
      value: 'u-5',
    });
    expect(sourceSubject(compiled, 'billing', {})).toBeNull();
    const byGroup = rulesetOf([], { sources: { billing: { subject: { contact: { id: '{{match.x}}' } } } } });
    expect(sourceSubject(compileRuleset(byGroup), 'billing', payload)).toBeNull();
    expect(sourceSubject(compiled, 'unheard-of', payload)).toBeNull();
    expect(sourceSubject(compiled, 'odd', payload)).toBeNull();
    // Longer than a tag may be, as addresses and other systems' ids are.
    const long = 'u'.repeat(255);
    expect(sourceSubject(compiled, 'billing', { data: { customer: long } })?.value).toBe(long);
    expect(sourceSubject(compiled, 'billing', { data: { customer: `${long}u` } })).toBeNull();
    expect(decide(compiled, { notification: { id: 'e', topic: 'source:unheard-of' } }).subject).toBeNull();
  });
});

describe('schedules', () => {
  const quiet = ruleOf('quiet', test('conversation.created_at', 'before', '-48h'), {
    trigger: [{ every: '1h', over: 'conversations' }],
  });
  const tick = (item: Record<string, unknown>, rule = 'quiet') => ({
    id: 'tick',
    topic: `schedule:${rule}`,
    created_at: CREATED_AT + 3 * 86_400,
    data: { item },
  });

  it('decide over one object for the one rule', () => {
    const rules = [
      quiet,
      ruleOf('other', undefined, { trigger: ['*'] }),
      ruleOf('off', undefined, { trigger: [{ at: '06:00', over: 'contacts' }] }),
    ];
    expect(matchedIds(rules, { notification: tick(conversationOf()) })).toEqual(['quiet']);
    const contacts = run(
      [
        ruleOf('vip', test('contact.email', 'exists', true), {
          trigger: [{ at: '06:00', over: 'contacts' }],
        }),
      ],
      {
        notification: tick({ type: 'contact', id: 'c1', email: 'a@b.test' }, 'vip'),
      },
    );
    expect(contacts).toMatchObject({ subject: { type: 'contact', id: 'c1' }, changes: [{ add: ['vip'] }] });
  });

  it('read the source as the message where there are no parts, else the newest that says something', () => {
    const hello = ruleOf('hello', words('hello'), { trigger: quiet.trigger });
    expect(matchedIds([hello], { notification: tick(conversationOf(), 'hello') })).toEqual(['hello']);
    const answered = conversationOf({ conversation_parts: partList(partOf('Thanks'), partOf('')) });
    expect(matchedIds([hello], { notification: tick(answered, 'hello') })).toEqual([]);
    expect(
      matchedIds([hello], {
        notification: tick(conversationOf(), 'hello'),
        facts: { conversation: answered },
      }),
    ).toEqual([]);
  });
});

describe('what failed a rule under none', () => {
  it('is the first of its exceptions that held', () => {
    const unmet = { all: [words('hello'), words('absent')] };
    const compiled = compileRuleset(rulesetOf([ruleOf('r', { none: [unmet, words('hello')] })]));
    const { missed } = decide(compiled, { notification: replyOf('Hello'), explain: true });
    expect(missed).toEqual([
      { rule: 'r', field: 'message.text', operator: 'words', value: 'hello', found: 'Hello' },
    ]);
  });
});
