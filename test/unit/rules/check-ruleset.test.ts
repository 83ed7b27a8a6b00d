import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { runs } from '../../support/runs.ts';

const check = (text: string | Uint8Array) => checkRuleset({ file: 'rules.yaml', text });

/** Codes with their places, `code path line:column`, warnings left out. */
const errors = (text: string | Uint8Array) =>
  check(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, path, line, column }) => `${code} ${path} ${line}:${column}`);

const rule = (lines: string) => `version: 1
lists: { words: [a, b] }
conditions: { vip: { company.plan.name: Pro } }
rules:
  - id: one
    trigger: conversation.user.created
${lines
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;
const when = (test: string) => rule(`when: ${test}\nthen: { add: [X] }`);
const then = (outcome: string) => rule(`then: ${outcome}`);

describe('checkRuleset', () => {
  it('warns beside tests that fail, but not beside what is wrong otherwise', () => {
    const codes = (text: string) => check(text).diagnostics.map(({ code, line }) => `${code} ${line}`);
    const failing = `${then('{ add: [X] }')}    tests: [{ given: hello, expect: {} }]
  - { id: two, trigger: conversation.user.created, then: { remove: [X] } }
`;
    expect(codes(failing)).toEqual(['test_failed 8', 'untested 9', 'conflict 9']);
    expect(codes(failing.replace('hello', '[hello]'))).toEqual(['schema 8']);
  });

  it('takes several schedules of one rule, all over the same kind of object', () => {
    const scheduled = (over: string) => `version: 1
rules:
  - id: twice-a-day
    trigger: [{ at: "06:00", over: companies }, { at: "18:00", over: ${over} }]
    then: { add: [X] }
`;
    expect(errors(scheduled('companies'))).toEqual([]);
    expect(errors(scheduled('contacts'))).toEqual(['schema rules[0].trigger[1] 4:49']);
  });

  it('gives the ruleset, defaults filled in', () => {
    const { ok, ruleset } = check(
      rule(
        'when: { message.text: { words: [$words, 007, no] }, none: [$vip] }\nthen: { contact: { add: 404 } }',
      ),
    );
    expect(ok).toBe(true);
    expect(ruleset).toEqual({
      version: 1,
      settings: { timezone: 'UTC', create_missing_tags: true, remove_only_own: false, exclusive: [] },
      lists: { words: ['a', 'b'] },
      conditions: { vip: { field: 'company.plan.name', operator: 'equals', values: ['Pro'] } },
      sources: {},
      rules: [
        {
          id: 'one',
          trigger: ['conversation.user.created'],
          when: {
            all: [
              { field: 'message.text', operator: 'words', values: ['$words', '007', 'no'] },
              { none: [{ use: 'vip' }] },
            ],
          },
          then: [{ target: 'contact', add: [{ name: '404' }], remove: [] }],
          mode: 'live',
          priority: 0,
          stop: false,
          once: false,
          keep: false,
          tests: [],
        },
      ],
    });
  });

  it.each([
    ['duplicate keys', 'version: 1\nversion: 1\nrules: []', 'syntax  2:1'],
    ['merge keys', 'version: 1\n<<: {}\nrules: []', 'syntax  2:1'],
    ['custom tags', 'version: !one 1\nrules: []', 'syntax  1:10'],
    ['a second document', 'version: 1\nrules: []\n---\na: 1', 'syntax  3:1'],
    ['tabs', 'version: 1\nrules:\n\t- id: x', 'syntax  3:1'],
    ['control characters', 'version: 1\u0000', 'syntax  1:11'],
    ['an alias of nothing', 'version: *one\nrules: []', 'syntax  1:10'],
    ['an alias of itself', 'lists: &a { x: *a }', 'syntax  1:16'],
    ['an empty file', '', 'schema  1:1'],
    ['a list', '- a', 'schema  1:1'],
    ['no version', 'rules: []', 'schema  1:1'],
    ['a version in quotes', 'version: "1"\nrules: []', 'schema version 1:10'],
    ['no rules', 'version: 1', 'schema  1:1'],
    ['an unknown key', 'version: 1\nrules: []\nruels: []', 'schema ruels 3:1'],
    [
      'an unknown time zone',
      'version: 1\nsettings: { timezone: Mars }\nrules: []',
      'schema settings.timezone 2:13',
    ],
    ['an empty list', 'version: 1\nlists: { a: [] }\nrules: []', 'empty_value lists.a 2:13'],
    ['a source of nobody', 'version: 1\nsources: { a: {} }\nrules: []', 'schema sources.a 2:15'],
  ])('reports %s', (_, text, expected) => {
    expect(errors(text)).toEqual([expected]);
  });

  it.each([
    ['an unknown field', '{ mesage.text: x }', 'unknown_field rules[0].when["mesage.text"] 7:13'],
    [
      'an unknown operator',
      '{ message.text: { wrods: x } }',
      'unknown_operator rules[0].when["message.text"].wrods 7:29',
    ],
    [
      'an unknown list',
      '{ message.text: { words: $wrods } }',
      'unknown_list rules[0].when["message.text"].words 7:36',
    ],
    ['an unknown condition', '{ all: [$vap] }', 'unknown_condition rules[0].when.all[0] 7:19'],
    [
      'a number for text operators',
      '{ company.size: { words: x } }',
      'type_mismatch rules[0].when["company.size"].words 7:29',
    ],
    [
      'a text for a number',
      '{ company.size: { gt: big } }',
      'type_mismatch rules[0].when["company.size"].gt 7:33',
    ],
    ['a date that is none', '{ now: { before: 2026-02-30 } }', 'type_mismatch rules[0].when.now.before 7:28'],
    [
      'accents with matches',
      '{ message.text: { matches: a, accents: exact } }',
      'type_mismatch rules[0].when["message.text"].accents 7:41',
    ],
    [
      'nothing',
      '{ message.text: { words: [~] } }',
      'empty_value rules[0].when["message.text"].words[0] 7:37',
    ],
    [
      'a keyword that is only a star',
      '{ message.text: { words: "*" } }',
      'empty_value rules[0].when["message.text"].words 7:36',
    ],
    [
      'an expression that is none',
      '{ message.text: { matches: "(a" } }',
      'bad_regex rules[0].when["message.text"].matches 7:38',
    ],
    ['a field beside a list', '[{ message.text: x }]', 'schema rules[0].when 7:11'],
  ])('reports %s in a condition', (_, test, expected) => {
    expect(errors(when(test))).toEqual([expected]);
  });

  it.each([
    ['an unquoted template', '{ add: [{{company.plan.name}}] }', 'schema rules[0].then.add[0] 7:19'],
    [
      'an unknown field in a template',
      '{ add: ["{{company.plam.name}}"] }',
      'bad_template rules[0].then.add[0] 7:19',
    ],
    [
      'an unknown group in a template',
      '{ add: ["{{match.order}}"] }',
      'bad_template rules[0].then.add[0] 7:19',
    ],
    ['an open template', '{ add: ["{{match.order"] }', 'bad_template rules[0].then.add[0] 7:19'],
    ['no tag', '{ add: [~] }', 'empty_value rules[0].then.add[0] 7:19'],
    ['a tag added and removed', '{ add: [X], remove: [x] }', 'schema rules[0].then.add 7:13'],
    ['no change', '{}', 'schema rules[0].then 7:11'],
  ])('reports %s in an outcome', (_, outcome, expected) => {
    expect(errors(then(outcome))).toEqual([expected]);
  });

  it('reports triggers, ids, targets and tests', () => {
    const text = `version: 1
rules:
  - id: one
    trigger: conversation.user.create
    then: { add: [X] }
  - id: one
    trigger: [contact.created, source:billing, contact.deleted]
    then: { conversation: { add: [X] } }
  - id: two
    trigger: conversation.user.created
    then: { add: [X] }
    tests: [{ given: hello, expect: {} }]
`;
    expect(errors(text)).toEqual([
      'unknown_topic rules[0].trigger 4:14',
      'duplicate_id rules[1].id 6:9',
      'unknown_topic rules[1].trigger[0] 7:15',
      'unknown_source rules[1].trigger[1] 7:32',
      'unreachable_target rules[1].then.conversation 8:13',
    ]);
  });

  it('runs tests where all else is good, and says what was expected and what happened', () => {
    const { diagnostics } = check(
      rule(
        'when: { message.text: { words: refund } }\nthen: { add: [Refund] }\ntests:\n  - { given: hello, expect: { add: [Refund] } }',
      ),
    );
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        code: 'test_failed',
        rule: 'one',
        path: 'rules[0].tests[0]',
        line: 10,
        column: 9,
        message: 'Given "hello", expected: add "Refund"; the rule did not match.',
      },
    ]);
  });

  it('bounds what aliases stand for', () => {
    const uses = (count: number) =>
      `lists: { a: &a [x], b: [y] }\nz: [${Array(count).fill('*a').join(', ')}]`;
    expect(errors(uses(101))).toEqual([expect.stringMatching(/^syntax/)]);
    expect(errors(uses(100)).some((error) => error.startsWith('syntax'))).toBe(false);
  });

  it('finds conditions that lead back to themselves, and groups that nest too deep', () => {
    const loop = 'version: 1\nconditions: { a: { all: [$b] }, b: { all: [$a] } }\nrules: []';
    expect(errors(loop)).toEqual(['schema conditions.b.all[0] 2:44']);
    const nested = (depth: number) =>
      when(`${'{ all: ['.repeat(depth)}{ message.text: x }${'] }'.repeat(depth)}`);
    expect(errors(nested(8))).toEqual([]);
    expect(errors(nested(9))).toEqual([expect.stringMatching(/^schema rules\[0\]\.when/)]);
  });

  it('never throws, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      'version: 1\n',
      'rules:\n',
      '  - id: a\n',
      '    trigger: ',
      'conversation.*\n',
      '    when: ',
      '{ ',
      ' }',
      '[',
      ']',
      'message.text: ',
      'words: ',
      '$a',
      '*',
      '&a ',
      '"',
      '{{',
      '}}',
      '\n',
      '  ',
      '\t',
      '- ',
      ': ',
      '!',
      '#',
      'now',
      'then: ',
      'add: ',
      'tests: ',
      'given: ',
      'expect: ',
      '<<',
      '\u0000',
      '\uD800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
        ),
        (text) => {
          expect(check(text).diagnostics.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: runs(500) },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(check(bytes).ok).toBe(false);
      }),
      { numRuns: runs(100) },
    );
  });
});
