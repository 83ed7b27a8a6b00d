import { describe, expect, it } from 'vitest';
import { lintRuleset } from '../../../../functions/rules/lint/lint-ruleset.ts';
import type { Condition, FieldTest, Rule, Ruleset, TagSpec } from '../../../../functions/rules/model.ts';

const tag = (name: string): TagSpec => ({ name });
const add = (...names: string[]): Rule['then'] => [{ target: 'subject', add: names.map(tag), remove: [] }];
const remove = (...names: string[]): Rule['then'] => [{ target: 'subject', add: [], remove: names.map(tag) }];
const equals = (field: string, ...values: FieldTest['values']): FieldTest => ({
  field,
  operator: 'equals',
  values,
});
const words = (...values: string[]): FieldTest => ({ field: 'message.text', operator: 'words', values });

const rule = (id: string, fields: Partial<Rule> = {}): Rule => ({
  id,
  trigger: ['conversation.user.created'],
  then: add(id),
  mode: 'live',
  priority: 0,
  stop: false,
  once: false,
  keep: false,
  tests: [{ given: 'a message', expect: [] }],
  ...fields,
});

const ruleset = (rules: Rule[], fields: Partial<Ruleset> = {}): Ruleset => ({
  version: 1,
  settings: { timezone: 'UTC', create_missing_tags: true, remove_only_own: false, exclusive: [] },
  lists: {},
  conditions: {},
  sources: {},
  rules,
  ...fields,
});

const codes = (...rules: Rule[]) => lintRuleset(ruleset(rules)).map(({ code, rule: id }) => `${code} ${id}`);

describe('untested', () => {
  it('is said of each rule without tests, whatever its mode', () => {
    expect(codes(rule('a', { tests: [] }), rule('b', { tests: [], mode: 'off' }), rule('c'))).toEqual([
      'untested a',
      'untested b',
    ]);
  });
});

describe('conflict', () => {
  const adds = rule('adds', { then: add('VIP') });
  const removes = rule('removes', { then: remove('vip') });

  it('is said at the later rule, where one adds and one removes the same tag on the same kind of object', () => {
    expect(lintRuleset(ruleset([adds, removes]))).toEqual([
      {
        code: 'conflict',
        rule: 'removes',
        steps: ['rules', 1, 'then', 'remove', 0],
        message:
          'This removes the tag "vip", which "adds" adds. Where both match, "removes" wins because it stands later in the file.',
      },
    ]);
  });

  it('is said in time that is linear in the rules, and of none with more than 100 tests', () => {
    const tests = (count: number, state: string) => ({
      all: [
        ...Array.from({ length: count - 1 }, (_, index) =>
          equals(`contact.custom_attributes.a${index}`, 'x'),
        ),
        { any: [equals('conversation.state', state)] },
      ],
    });
    const pair = (count: number, state: string) => [
      rule('a', { then: add('VIP'), when: tests(count, 'open') }),
      rule('b', { then: remove('VIP'), when: tests(count, state) }),
    ];
    expect(codes(...pair(100, 'open'))).toEqual(['conflict b']);
    expect(codes(...pair(100, 'closed'))).toEqual([]);
    expect(codes(...pair(101, 'open'))).toEqual([]);
    const many = Array.from({ length: 400 }, (_, index) =>
      rule(`r${index}`, { then: index % 2 ? add('VIP') : remove('VIP'), when: tests(100, `s${index}`) }),
    );
    expect(codes(...many)).toEqual([]);
  });

  it('names the rule of the higher priority as the winner', () => {
    const strong = rule('adds', { then: add('VIP'), priority: 5 });
    expect(lintRuleset(ruleset([strong, removes]))[0]?.message).toContain('"adds" wins by its priority');
  });

  it('is not said where the two never meet', () => {
    expect(codes(adds, rule('off', { then: remove('VIP'), mode: 'off' }))).toEqual([]);
    expect(codes(adds, rule('shadow', { then: remove('VIP'), mode: 'shadow' }))).toEqual([]);
    expect(
      codes(adds, rule('topic', { then: remove('VIP'), trigger: ['conversation.user.replied'] })),
    ).toEqual([]);
    expect(
      codes(adds, rule('other', { then: [{ target: 'contact', add: [], remove: [tag('VIP')] }] })),
    ).toEqual([]);
    expect(
      codes(
        rule('open', { then: add('VIP'), when: equals('conversation.state', 'open') }),
        rule('closed', { then: remove('VIP'), when: equals('conversation.state', 'Closed', 'snoozed') }),
      ),
    ).toEqual([]);
    expect(
      codes(
        rule('with', { then: add('VIP'), when: { all: [words('refund')] } }),
        rule('without', { then: remove('VIP'), when: { none: [words('refund')] } }),
      ),
    ).toEqual([]);
    expect(
      codes(
        rule('stops', { then: add('VIP'), priority: 1, stop: true, when: words('a') }),
        rule('b', { then: remove('VIP') }),
      ),
    ).toEqual([]);
  });

  it('is said where values overlap, in a list, by accent or by case', () => {
    const found = lintRuleset(
      ruleset(
        [
          rule('a', { then: add('VIP'), when: equals('contact.location.city', '$cities') }),
          rule('b', { then: remove('VIP'), when: equals('contact.location.city', 'MALAGA') }),
        ],
        { lists: { cities: ['Cádiz', 'Málaga'] } },
      ),
    );
    expect(found.map(({ code }) => code)).toEqual(['conflict']);
  });

  it('is found among ten thousand rules that only remove', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => rule(`r${at}`, { then: remove('VIP') }));
    expect(codes(...many, adds)).toEqual(['conflict adds']);
  });
});

describe('conflict, where one stops the other', () => {
  it('is not said, whichever stands first', () => {
    const strong = rule('strong', { then: add('VIP'), priority: 2, stop: true, when: words('a') });
    const weak = rule('weak', { then: remove('VIP'), priority: 1, when: words('b') });
    expect(codes(strong, weak)).toEqual([]);
    expect(codes(weak, strong)).toEqual([]);
  });
});

describe('idle_stop', () => {
  it('is said of a stop with nothing below it on its triggers', () => {
    const elsewhere = rule('elsewhere', { trigger: ['contact.user.created'], priority: -1 });
    expect(codes(rule('stop', { stop: true }), rule('equal'), elsewhere)).toEqual(['idle_stop stop']);
    expect(codes(rule('stop', { stop: true, priority: 1, when: words('x') }), rule('below'))).toEqual([]);
  });

  it('is not said of a shadow rule, which never stops', () => {
    expect(codes(rule('stop', { stop: true, mode: 'shadow' }))).toEqual([]);
  });
});

describe('always_stopped', () => {
  const stop = (fields: Partial<Rule> = {}) => rule('stop', { stop: true, priority: 1, ...fields });

  it('is said where a stronger stop rule matches whenever the rule does', () => {
    expect(codes(stop(), rule('never'))).toEqual(['always_stopped never']);
    const narrower = rule('never', { when: { all: [words('refund'), equals('contact.role', 'user')] } });
    expect(codes(stop({ when: words('refund') }), narrower)).toEqual(['always_stopped never']);
  });

  it('is not said where the stop rule asks for more, hears less, or matches once only', () => {
    expect(codes(stop({ when: words('refund') }), rule('b', { when: words('money') }))).toEqual([]);
    expect(
      codes(stop(), rule('b', { trigger: ['conversation.user.created', 'conversation.user.replied'] })),
    ).toEqual([]);
    expect(codes(stop({ once: true }), rule('b'))).toEqual([]);
    expect(codes(stop({ mode: 'shadow' }), rule('b'))).toEqual([]);
  });
});

describe('never_matches', () => {
  it.each([
    ['two values of one field', { all: [equals('contact.role', 'user'), equals('contact.role', 'lead')] }],
    ['what it rules out itself', { all: [words('a'), { none: [words('a')] }] }],
    [
      'there and not there',
      {
        all: [equals('contact.role', 'user'), { field: 'contact.role', operator: 'exists', values: [false] }],
      },
    ],
    [
      'above and below',
      {
        all: [
          { field: 'company.size', operator: 'gt', values: [5] },
          { field: 'company.size', operator: 'lte', values: [5] },
        ],
      },
    ],
    [
      'above and equal to less',
      { all: [equals('company.size', 3), { field: 'company.size', operator: 'gte', values: [4] }] },
    ],
    [
      'after and before a day that is over by then',
      {
        all: [
          { field: 'contact.created_at', operator: 'after', values: ['2026-01-10'] },
          { field: 'contact.created_at', operator: 'before', values: ['2026-01-11', '2025-12-31T09:00'] },
        ],
      },
    ],
    [
      'after and before times from now',
      {
        all: [
          { field: 'now', operator: 'before', values: ['-2d'] },
          { field: 'now', operator: 'after', values: ['-48h'] },
        ],
      },
    ],
    ['a payload on a topic of Intercom', { field: 'payload.a', operator: 'equals', values: ['1'] }],
    ['a tag where the topic is about none', { any: [equals('tag.name', 'VIP'), equals('payload.x', 'y')] }],
  ] satisfies [string, Rule['when']][])('is said of %s', (_, when) => {
    expect(codes(rule('never', { when }))).toEqual(['never_matches never']);
  });

  it.each([
    ['the day between', '2026-01-10', '2026-01-12'],
    ['the time between', '-3d', '-2d'],
    ['a date and a span from now, of which time decides', '2026-01-10', '-2d'],
    ['the rest of a day elsewhere', '2026-01-10', '2026-01-11T03:00Z'],
  ])('is not said of %s', (_, after, before) => {
    const when = {
      all: [
        { field: 'contact.created_at', operator: 'after', values: [after] },
        { field: 'contact.created_at', operator: 'before', values: [before] },
      ],
    } satisfies Rule['when'];
    expect(codes(rule('may', { when }))).toEqual([]);
  });

  it('says which field is not there', () => {
    const found = lintRuleset(ruleset([rule('a', { trigger: ['company.updated'], when: words('x') })]));
    expect(found[0]?.message).toBe('This rule never matches: what triggers it never has "message.text".');
  });

  it.each([
    [
      'the same value by case and accent',
      { all: [equals('contact.location.city', 'Málaga'), equals('contact.location.city', 'malaga')] },
    ],
    ['a list, which has many values', { all: [equals('contact.tags', 'a'), equals('contact.tags', 'b')] }],
    [
      'an attribute, which may be a list',
      { all: [equals('contact.custom_attributes.x', 'a'), equals('contact.custom_attributes.x', 'b')] },
    ],
    ['an absent field that cannot be there', { field: 'payload.a', operator: 'exists', values: [false] }],
    ['one branch of any that can hold', { any: [equals('payload.a', '1'), words('x')] }],
    [
      'bounds that leave a number',
      {
        all: [
          { field: 'company.size', operator: 'gte', values: [5] },
          { field: 'company.size', operator: 'lte', values: [5] },
        ],
      },
    ],
  ] satisfies [string, Rule['when']][])('is not said of %s', (_, when) => {
    expect(codes(rule('may', { when }))).toEqual([]);
  });

  it('sees through named conditions', () => {
    const found = lintRuleset(
      ruleset([rule('a', { when: { all: [{ use: 'user' }, equals('contact.role', 'lead')] } })], {
        conditions: { user: { all: [equals('contact.role', 'user')] } },
      }),
    );
    expect(found.map(({ code }) => code)).toEqual(['never_matches']);
  });
});

describe('loop', () => {
  const undoes = rule('undoes', { trigger: ['conversation_part.tag.created'], then: remove('VIP') });

  it('is said of a rule whose tag triggers a rule that takes it away', () => {
    expect(codes(rule('adds', { then: add('VIP') }), undoes)).toContain('loop adds');
  });

  it('is not said where that rule waits for another tag, or for another kind of object', () => {
    const other = rule('undoes', { ...undoes, when: equals('tag.name', 'Other') });
    expect(codes(rule('adds', { then: add('VIP') }), other)).toEqual([]);
    const onContact = rule('adds', { then: [{ target: 'contact', add: [tag('VIP')], remove: [] }] });
    expect(codes(onContact, undoes)).toEqual([]);
  });

  const told = (trigger: string, then: Rule['then'], fields: Partial<Rule> = {}) =>
    rule('undoes', { trigger: [trigger], then, ...fields });
  const on = (
    target: 'contact' | 'contacts' | 'company' | 'companies',
    op: 'add' | 'remove',
  ): Rule['then'] => [
    { target, add: op === 'add' ? [tag('VIP')] : [], remove: op === 'remove' ? [tag('VIP')] : [] },
  ];

  it.each<[what: string, then: Rule['then'], undoing: Rule]>([
    ['a tag of contacts', on('contacts', 'add'), told('contact.user.tag.created', remove('vip'))],
    [
      'a tag by its id',
      [{ target: 'subject', add: [{ id: '5' }], remove: [] }],
      told('conversation_part.tag.created', [{ target: 'subject', add: [], remove: [{ id: '5' }] }]),
    ],
    [
      'the very tag it asks for',
      add('VIP'),
      told('conversation_part.tag.created', remove('VIP'), { when: equals('tag.name', 'vip') }),
    ],
    [
      'a tag among others that it asks about',
      add('VIP'),
      told('conversation_part.tag.created', remove('VIP'), {
        when: { all: [words('x'), { any: [words('y')] }] },
      }),
    ],
  ])('is said of %s', (_, then, undoing) => {
    expect(codes(rule('adds', { then }), undoing)).toContain('loop adds');
  });

  it('is said of a tag whose accents the test does without', () => {
    const undoing = told('conversation_part.tag.created', remove('Café'), {
      when: equals('tag.name', 'cafe'),
    });
    expect(codes(rule('adds', { then: add('Café') }), undoing)).toContain('loop adds');
  });

  it('would be said as a conflict of the company and all companies, which it is among', () => {
    const adds = rule('adds', { then: on('companies', 'add') });
    expect(codes(adds, rule('removes', { then: on('company', 'remove') }))).toEqual(['conflict removes']);
  });

  it('says what triggers what', () => {
    const adds = rule('adds', { then: add('VIP') });
    expect(lintRuleset(ruleset([adds, undoes])).find(({ code }) => code === 'loop')).toEqual({
      code: 'loop',
      rule: 'adds',
      steps: ['rules', 0, 'then', 'add', 0],
      message: 'Adding the tag "VIP" triggers "undoes", which undoes it.',
    });
  });

  it('is not said of a template, whose tag is not known', () => {
    const adds = rule('adds', {
      then: [{ target: 'subject', add: [{ template: 'VIP{{contact.name}}' }], remove: [] }],
    });
    expect(codes(adds, undoes)).toEqual([]);
  });
});

describe('what a topic can have', () => {
  it.each<[field: string, trigger: Rule['trigger'][number], has: boolean]>([
    ['now', 'company.updated', true],
    ['message.text', 'conversation.user.created', true],
    ['message.text', 'ticket.created', true],
    ['message.text', 'contact.user.created', false],
    ['ticket.category', 'ticket.created', true],
    ['ticket.category', 'conversation.user.created', true],
    ['ticket.category', 'company.updated', false],
    ['contact.email', 'company.updated', false],
    ['contact.email', 'company.contact.attached', true],
    ['contact.email', 'ticket.created', true],
    ['company.name', 'contact.user.created', true],
    ['company.name', 'ping', false],
    ['conversation.state', 'contact.user.created', false],
    ['tag.name', 'contact.user.tag.created', true],
    ['tag.name', 'conversation.user.created', false],
    ['payload["a.b"]', 'source:billing', true],
    ['contact.email', 'source:billing', true],
    ['message.text', 'source:billing', false],
    ['company.name', { at: '06:00', over: 'companies' }, true],
    ['message.text', { at: '06:00', over: 'conversations' }, true],
  ])('%s on %j: %s', (field, trigger, has) => {
    const asked = rule('a', { trigger: [trigger], when: { field, operator: 'exists', values: [true] } });
    const sources = { billing: { subject: { contact: { email: '{{payload.email}}' } } } };
    expect(lintRuleset(ruleset([asked], { sources })).map(({ code }) => code)).toEqual(
      has ? [] : ['never_matches'],
    );
  });

  it('says which conditions cannot hold', () => {
    const message = (when: Condition) =>
      lintRuleset(ruleset([rule('a', { when })])).map((each) => each.message);
    const open = equals('conversation.state', 'open');
    const closed = equals('conversation.state', 'closed');
    expect(message({ all: [open, { none: [open] }] })).toEqual([
      'This rule never matches: the test of "conversation.state" by equals and none of its exceptions cannot both hold.',
    ]);
    expect(message({ all: [open, { any: [closed, closed] }] })).toEqual([
      'This rule never matches: the test of "conversation.state" by equals and its "any" cannot both hold.',
    ]);
    expect(message({ all: [open, equals('payload.type', 'x')] })).toEqual([
      'This rule never matches: what triggers it never has "payload.type".',
    ]);
    expect(message({ all: [{ all: [open, closed] }] })).toHaveLength(1);
    expect(message({ none: [{ all: [open, closed] }] })).toEqual([]);
    expect(message({ any: [{ all: [open, closed] }] })).toEqual([
      'This rule never matches: of its "any" nothing can hold.',
    ]);
  });

  it('is not asked of a rule of more than 100 conditions', () => {
    const other = (index: number) => equals(`contact.custom_attributes.a${index}`, 'x');
    const all = (count: number) => [
      ...Array.from({ length: count }, (_, index) => other(index)),
      equals('contact.role', 'user'),
      equals('contact.role', 'lead'),
    ];
    expect(codes(rule('a', { when: { all: all(98) } }))).toEqual(['never_matches a']);
    expect(codes(rule('a', { when: { all: all(99) } }))).toEqual([]);
  });
});
