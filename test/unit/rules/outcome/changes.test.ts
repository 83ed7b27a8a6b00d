import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../../functions/rules/compile/compile-ruleset.ts';
import { decide, decideWithLog } from '../../../../functions/rules/decide.ts';
import type {
  GivenFacts,
  Notification,
  OutcomePart,
  Rule,
  TagSpec,
} from '../../../../functions/rules/model.ts';
import {
  CONTACT_ID,
  CONVERSATION_ID,
  replyOf,
  ruleOf,
  rulesetOf,
  settingsOf,
  tagList,
  test,
  words,
} from '../../../support/rules/ruleset.ts';

const tagged = (...tags: (string | TagSpec)[]): TagSpec[] =>
  tags.map((tag) => (typeof tag === 'string' ? { name: tag } : tag));

const part = (target: OutcomePart['target'], add: TagSpec[], remove: TagSpec[] = []): OutcomePart => ({
  target,
  add,
  remove,
});

const rule = (id: string, parts: OutcomePart[], more: Partial<Rule> = {}) =>
  ruleOf(id, undefined, { ...more, then: parts });

const run = (
  rules: Rule[],
  more: { notification?: Notification; facts?: GivenFacts; exclusive?: string[][] } = {},
) =>
  decide(compileRuleset(rulesetOf(rules, { settings: settingsOf({ exclusive: more.exclusive ?? [] }) })), {
    notification: more.notification ?? replyOf('Hi'),
    ...(more.facts && { facts: more.facts }),
  });

const conversation = { type: 'conversation', id: CONVERSATION_ID };
const contact = { type: 'contact', id: CONTACT_ID };

describe('no-ops', () => {
  it('drop what the facts show as done, by name whatever the case', () => {
    const rules = [rule('a', [part('subject', tagged('refund', 'New'), tagged('Gone', 'triage'))])];
    const notification = replyOf('Hi', { tags: tagList('Refund', 'Triage') });
    expect(run(rules, { notification }).changes).toEqual([
      { target: conversation, add: ['New'], remove: ['Triage'] },
    ]);
  });

  it('leave a target without changes out', () => {
    expect(run([rule('a', [part('subject', [], tagged('x'))])]).changes).toEqual([]);
  });

  it('keep what depends on unknown tags, without fetching them', () => {
    const decision = run([rule('a', [part('contact', tagged('A'), tagged('B'))])]);
    expect(decision.changes).toEqual([{ target: contact, add: ['A'], remove: ['B'] }]);
    expect(decision.needs).toEqual([]);
  });

  it('count accents, and know a tag by its id', () => {
    const notification = replyOf('Hi', { tags: tagList('Café') });
    expect(
      run([rule('a', [part('subject', tagged('Cafe', { id: '1' }, { id: '9' }))])], { notification }).changes,
    ).toEqual([{ target: conversation, add: ['Cafe', { id: '9' }], remove: [] }]);
    expect(run([rule('a', [part('subject', [], tagged({ id: '1' }))])], { notification }).changes).toEqual([
      { target: conversation, add: [], remove: ['Café'] },
    ]);
  });

  it('show presence by id where names are not held, and absence only where all are listed', () => {
    const tags = (more: boolean) => ({
      contact: { id: CONTACT_ID, tags: { data: [{ id: '1' }], has_more: more } },
    });
    const rules = [rule('a', [part('contact', tagged({ id: '1' }, 'A'), tagged({ id: '2' }, 'B'))])];
    expect(run(rules, { facts: tags(false) }).changes).toEqual([
      { target: contact, add: ['A'], remove: ['B'] },
    ]);
    expect(run(rules, { facts: tags(true) }).changes).toEqual([
      { target: contact, add: ['A'], remove: [{ id: '2' }, 'B'] },
    ]);
  });

  it('remove nothing from an object that lists no tags, but from a ticket, which never does', () => {
    const rules = [rule('a', [part('contact', [], tagged('A'))])];
    expect(run(rules, { facts: { contact: { email: 'x' } } }).changes).toEqual([]);
    const ticket = { id: 'n', topic: 'ticket.created', data: { item: { type: 'ticket', id: '5' } } };
    const onTicket = rule('a', [part('subject', [], tagged('A'))], { trigger: ['ticket.*'] });
    expect(run([onTicket], { notification: ticket }).changes).toEqual([
      { target: { type: 'ticket', id: '5' }, add: [], remove: ['A'] },
    ]);
  });
});

describe('conflicts', () => {
  const adds = (id: string, tag: string, more?: Partial<Rule>) =>
    rule(id, [part('subject', tagged(tag))], more);
  const removes = (id: string, tag: string, more?: Partial<Rule>) =>
    rule(id, [part('subject', [], tagged(tag))], more);

  it('go to the later rule in the file, though the change would be a no-op', () => {
    const decision = run([adds('first', 'VIP'), removes('second', 'vip')]);
    expect(decision.conflicts).toEqual([
      {
        tag: 'vip',
        target: conversation,
        kept: { rule: 'second', op: 'remove' },
        dropped: { rule: 'first', op: 'add' },
      },
    ]);
    expect(decision.changes).toEqual([]);
  });

  it('go to the higher priority first', () => {
    const decision = run([
      adds('strong', 'VIP', { priority: 1 }),
      removes('late', 'VIP'),
      removes('later', 'VIP'),
    ]);
    expect(decision.matched.map((each) => each.rule)).toEqual(['strong', 'late', 'later']);
    expect(decision.conflicts.map(({ dropped }) => dropped)).toEqual([
      { rule: 'late', op: 'remove' },
      { rule: 'later', op: 'remove' },
    ]);
    expect(decision.changes).toEqual([{ target: conversation, add: ['VIP'], remove: [] }]);
  });

  it('are between tags on one object only', () => {
    const decision = run([adds('a', 'VIP'), rule('b', [part('contact', [], tagged('VIP'))])]);
    expect(decision.conflicts).toEqual([]);
    expect(decision.changes).toHaveLength(2);
  });

  it('let one of an exclusive group remove the others', () => {
    const exclusive = [['Low', 'Medium', 'High']];
    const notification = replyOf('Hi', { tags: tagList('low') });
    expect(run([adds('a', 'High')], { exclusive, notification }).changes).toEqual([
      { target: conversation, add: ['High'], remove: ['low'] },
    ]);
    const both = run([adds('a', 'Low'), adds('b', 'High')], { exclusive });
    expect(both.changes).toEqual([{ target: conversation, add: ['High'], remove: [] }]);
    expect(both.conflicts).toEqual([
      {
        tag: 'Low',
        target: conversation,
        kept: { rule: 'b', op: 'remove' },
        dropped: { rule: 'a', op: 'add' },
      },
      {
        tag: 'High',
        target: conversation,
        kept: { rule: 'b', op: 'add' },
        dropped: { rule: 'a', op: 'remove' },
      },
    ]);
  });

  it('leave an addition alone that only a dropped one of its group would have removed', () => {
    const exclusive = [['Low', 'High']];
    const rules = [
      removes('no-low', 'Low', { priority: 2 }),
      adds('low', 'Low', { priority: 1 }),
      adds('high', 'High'),
    ];
    expect(run(rules, { exclusive }).changes).toEqual([{ target: conversation, add: ['High'], remove: [] }]);
  });

  it('have one of a group even where one rule adds two', () => {
    const both = rule('both', [part('subject', tagged('Low', 'High'))]);
    expect(run([both], { exclusive: [['Low', 'High']] }).changes).toEqual([
      { target: conversation, add: ['High'], remove: [] },
    ]);
  });
});

describe('targets', () => {
  it('stand in order: subject, contacts and companies as listed', () => {
    const contacts = { contacts: [{ id: 'c0' }, { id: CONTACT_ID }] };
    const companies = {
      data: [
        { type: 'company', id: 'co1' },
        { type: 'company', id: 'co2' },
      ],
    };
    const rules = [
      rule('a', [
        part('companies', tagged('Co')),
        part('contact', tagged('One')),
        part('contacts', tagged('All')),
      ]),
      rule('b', [
        part('company', tagged('First')),
        part('conversation', tagged('Conv')),
        part('subject', tagged('Subj')),
      ]),
    ];
    const decision = run(rules, {
      notification: replyOf('Hi', { contacts }),
      facts: { contact: { companies, tags: { data: [], has_more: false } } },
    });
    expect(decision.changes).toEqual([
      { target: conversation, add: ['Conv', 'Subj'], remove: [] },
      { target: { type: 'contact', id: 'c0' }, add: ['All'], remove: [] },
      { target: contact, add: ['One', 'All'], remove: [] },
      { target: { type: 'company', id: 'co1' }, add: ['Co', 'First'], remove: [] },
      { target: { type: 'company', id: 'co2' }, add: ['Co'], remove: [] },
    ]);
  });

  it('need what is not held, and are none where there is none', () => {
    const onCompany = rule('a', [part('company', tagged('Big'))]);
    expect(run([onCompany])).toMatchObject({ changes: [], needs: ['company.id'] });
    expect(run([rule('a', [part('companies', tagged('Big'))])]).needs).toEqual(['company.id']);
    expect(run([onCompany], { facts: { contact: { id: CONTACT_ID } } })).toMatchObject({
      changes: [],
      needs: [],
    });
    expect(run([rule('a', [part('ticket', tagged('T'))])])).toMatchObject({ changes: [], needs: [] });
    const attached = {
      id: 'n',
      topic: 'conversation.contact.attached',
      data: { item: { conversation: { model: { id: 64 } }, contact: { id: 'c1' } } },
    };
    expect(
      run([rule('a', [part('ticket', tagged('T')), part('contacts', tagged('C'))])], {
        notification: attached,
      }).needs,
    ).toEqual(['conversation.contacts', 'ticket.id']);
  });

  it('are not looked for where the topic cannot have them', () => {
    const notification = {
      id: 'n',
      topic: 'contact.user.updated',
      data: { item: { type: 'contact', id: 'c1' } },
    };
    const rules = [
      rule('a', [part('conversation', tagged('X')), part('contacts', tagged('Y'))], { trigger: ['*'] }),
    ];
    expect(run(rules, { notification })).toMatchObject({
      changes: [{ target: { type: 'contact', id: 'c1' }, add: ['Y'], remove: [] }],
      needs: [],
    });
  });
});

describe('templates', () => {
  const log = (tag: string, more: Parameters<typeof run>[1] & { when?: Rule['when'] } = {}) => {
    const templated = ruleOf('t', more.when, { then: [part('subject', [{ template: tag }])] });
    const compiled = compileRuleset(
      rulesetOf([templated], { settings: settingsOf({ timezone: 'Asia/Tokyo' }) }),
    );
    const { decision, skipped } = decideWithLog(compiled, {
      notification: more.notification ?? replyOf('Hi'),
      ...(more.facts && { facts: more.facts }),
    });
    return { add: decision.changes[0]?.add, needs: decision.needs, reason: skipped[0]?.reason };
  };
  const attributes = (value: unknown) => replyOf('Hi', { custom_attributes: { x: value } });
  const x = 'Order {{ conversation.custom_attributes.x }}';

  it('print numbers and booleans as JSON, dates as days on the calendar of the ruleset', () => {
    expect(log(x, { notification: attributes(1.5) }).add).toEqual(['Order 1.5']);
    expect(log(x, { notification: attributes(false) }).add).toEqual(['Order false']);
    expect(log('Since {{now}}', { facts: { now: Date.UTC(2026, 0, 9, 15) / 1000 } }).add).toEqual([
      'Since 2026-01-10',
    ]);
    expect(
      log('Since {{contact.created_at}}', { facts: { contact: { created_at: '2026-01-10T00:30:00+09:00' } } })
        .add,
    ).toEqual(['Since 2026-01-10']);
  });

  it('lose control characters, and runs of space collapse', () => {
    expect(log(x, { notification: attributes(' a\u0007b \n\t c ') }).add).toEqual(['Order ab c']);
  });

  it.each([
    [null, 'missing'],
    ['', 'missing'],
    ['  ', 'missing'],
    [[1], 'not_a_value'],
    [{ a: 1 }, 'not_a_value'],
    ['y'.repeat(95), 'too_long'],
  ])('skip the whole change for %j', (value, reason) => {
    const { add, needs, reason: given } = log(x, { notification: attributes(value) });
    expect({ add, needs, given }).toEqual({ add: undefined, needs: [], given: reason });
  });

  it('count characters, not UTF-16 units', () => {
    expect(log(x, { notification: attributes('😀'.repeat(94)) }).add).toHaveLength(1);
  });

  it('leave the change out while a field is unknown', () => {
    expect(log('Plan {{company.plan.name}}')).toEqual({
      add: undefined,
      needs: ['company.plan.name'],
      reason: undefined,
    });
  });

  it('take a group of the first test that held with it', () => {
    const when = {
      any: [
        words('absent'),
        test('message.text', 'matches', ['ORD-(?<number>\\d+)']),
        test('message.text', 'matches', ['order (?<order>\\w+)', 'case (?P<order>\\d+)']),
        test('message.text', 'matches', ['(?<order>H)']),
      ],
    };
    expect(
      log('Order {{match.order}}', { when, notification: replyOf('Hi, Case 77 and order A1') }).add,
    ).toEqual(['Order 77']);
    expect(log('Order {{match.order}}', { when, notification: replyOf('Hi, ORD-5') }).add).toEqual([
      'Order H',
    ]);
    expect(log('Order {{match.order}}', { when: words('hi') })).toMatchObject({
      add: undefined,
      reason: 'missing',
    });
  });
});

describe('shadow rules', () => {
  it('neither change nor conflict nor stop, and say what they would do alone', () => {
    const decision = run(
      [
        rule('shadow', [part('subject', tagged('VIP', 'Here'))], { mode: 'shadow', stop: true, priority: 5 }),
        rule('live', [part('subject', [], tagged('VIP'))]),
      ],
      { notification: replyOf('Hi', { tags: tagList('Here', 'VIP') }) },
    );
    expect(JSON.stringify(decision.matched)).toBe(
      JSON.stringify([
        { rule: 'shadow', mode: 'shadow', because: [], would: [] },
        { rule: 'live', mode: 'live', because: [] },
      ]),
    );
    expect(decision.conflicts).toEqual([]);
    expect(decision.changes).toEqual([{ target: conversation, add: [], remove: ['VIP'] }]);
    const would = run([rule('shadow', [part('subject', tagged('New'))], { mode: 'shadow' })]).matched[0]
      ?.would;
    expect(would).toEqual([{ target: conversation, add: ['New'], remove: [] }]);
  });
});

describe('objects that say little of themselves', () => {
  it('are left out where they have no id', () => {
    const contacts = { type: 'contact.list', contacts: [{ type: 'contact' }, { type: 'contact', id: 'c2' }] };
    const changes = run([rule('r', [part('contacts', tagged('A'))])], {
      notification: replyOf('Hi', { contacts }),
    }).changes;
    expect(changes).toEqual([{ target: { type: 'contact', id: 'c2' }, add: ['A'], remove: [] }]);
  });

  it('are put in order without the subject, where that is yet to be found', () => {
    const sources = { billing: { subject: { contact: { email: '{{payload.email}}' } } } };
    const parts = [part('companies', tagged('A')), part('company', tagged('B'))];
    const compiled = compileRuleset(
      rulesetOf([ruleOf('r', undefined, { trigger: ['source:billing'], then: parts })], { sources }),
    );
    const decision = decide(compiled, {
      notification: { id: 'n', topic: 'source:billing' },
      facts: { company: { type: 'company', id: 'co1' } },
    });
    expect(decision.subject).toBeNull();
    expect(decision.changes.map(({ target, add }) => [target.id, ...add])).toEqual([['co1', 'A', 'B']]);
  });

  it('have no companies where there is no contact', () => {
    const notification = { id: 'n', topic: 'ticket.created', data: { item: { type: 'ticket', id: 't1' } } };
    const everywhere = [part('subject', tagged('S')), part('companies', tagged('A'))];
    const decision = run([rule('r', everywhere, { trigger: ['ticket.*'] })], { notification });
    expect(decision.changes.map(({ target }) => target.type)).toEqual(['ticket']);
    expect(decision.needs).toEqual([]);
  });
});

describe('a group of an expression', () => {
  it('is taken from the first item of a list in which the expression is found', () => {
    const each = test('conversation.custom_attributes.codes', 'matches', '(?<code>[0-9]+)x');
    const codes = ruleOf('r', each, { then: [part('subject', [{ template: 'Code {{match.code}}' }])] });
    const notification = replyOf('Hi', { custom_attributes: { codes: ['none', { a: 1 }, '12x', '34x'] } });
    expect(run([codes], { notification }).changes[0]?.add).toEqual(['Code 12']);
  });
});

describe('a change that cannot be worked out', () => {
  it('is left out where the rule has no condition that a group could come of', () => {
    expect(run([rule('r', [part('subject', [{ template: '{{match.x}}' }])])]).changes).toEqual([]);
  });
});

describe('three rules on one tag', () => {
  it('are settled by the strongest, and only what it contradicts is told of', () => {
    const add = (id: string) => rule(id, [part('subject', tagged('X'))]);
    const remove = rule('b', [part('subject', [], tagged('x'))]);
    const { conflicts, changes } = run([add('a'), remove, add('c')]);
    expect(conflicts.map(({ kept, dropped }) => [kept.rule, dropped.rule])).toEqual([['c', 'b']]);
    expect(changes).toEqual([
      { target: { type: 'conversation', id: CONVERSATION_ID }, add: ['X'], remove: [] },
    ]);
  });
});

describe("a company's contact", () => {
  it('is none where the notification names no id', () => {
    const item = { company: { type: 'company', id: 'co1' }, contact: { type: 'contact' } };
    const notification = { id: 'n', topic: 'company.contact.attached', data: { item } };
    const parts = [part('subject', tagged('A')), part('contact', tagged('B'))];
    const { changes, needs } = run([rule('r', parts, { trigger: ['company.*'] })], { notification });
    expect(changes.map(({ target }) => target.type)).toEqual(['company']);
    expect(needs).toEqual([]);
  });
});

describe('a rule that loses one tag twice', () => {
  it('is told of once', () => {
    const twice = rule('a', [part('subject', tagged('X', 'x'))]);
    const { conflicts } = run([twice, rule('b', [part('subject', [], tagged('X'))])]);
    expect(conflicts.map(({ dropped }) => dropped.rule)).toEqual(['a']);
  });
});
