import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { storedRuleset } from '../../../functions/rules/stored-ruleset.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';
import { rulesets } from '../../support/arbitraries/rulesets.ts';
import { runs } from '../../support/runs.ts';

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const stored = {
  version: 1,
  settings: {
    timezone: 'UTC',
    create_missing_tags: true,
    remove_only_own: false,
    exclusive: [['Low', 'High']],
  },
  lists: { words: ['a'] },
  conditions: { vip: { field: 'company.plan.name', operator: 'equals', values: ['Pro'] } },
  sources: { billing: { subject: { contact: { email: '{{payload.email}}' } } } },
  rules: [
    {
      id: 'one',
      trigger: ['conversation.user.*', { every: '1d', over: 'contacts' }, { at: '06:00', over: 'companies' }],
      when: {
        all: [
          { use: 'vip' },
          { none: [{ any: [{ field: 'now', operator: 'within', values: [], within: { days: 'mon' } }] }] },
        ],
      },
      then: [
        { target: 'subject', add: [{ name: 'A' }, { id: '5' }], remove: [{ template: '{{contact.name}}' }] },
      ],
      mode: 'live',
      priority: 0,
      stop: false,
      once: false,
      keep: false,
      limit: { per_hour: 5 },
      tests: [{ given: { 'contact.name': 'Ann' }, expect: [] }],
    },
  ],
};

describe('a stored ruleset', () => {
  it('always reads back as it was', () => {
    fc.assert(
      fc.property(rulesets(), (ruleset) => {
        expect(storedRuleset.parse(throughJson(ruleset))).toEqual(throughJson(ruleset));
      }),
      { numRuns: runs(100) },
    );
    expect(storedRuleset.parse(stored)).toEqual(stored);
  });

  it.each(readdirSync('rules/examples').filter((file) => file.endsWith('.yaml')))(
    'reads back %s',
    async (file) => {
      await loadLanguageDetector();
      const { ruleset } = checkRuleset(
        { file, text: readFileSync(`rules/examples/${file}`) },
        { readFile: (path) => readFileSync(`rules/examples/${path}`) },
      );
      expect(ruleset).toBeDefined();
      expect(storedRuleset.parse(throughJson(ruleset))).toEqual(ruleset);
    },
  );

  const [rule] = stored.rules;

  it.each<[what: string, changed: object]>([
    ['another version', { version: 2 }],
    ['no rules', { rules: undefined }],
    ['a list of numbers', { lists: { a: [1] } }],
    ['a condition that is none', { conditions: { a: { field: 'x' } } }],
    [
      'an operator of a later version',
      { conditions: { a: { field: 'x', operator: 'sounds_like', values: [] } } },
    ],
    ['a source of nobody known', { sources: { a: { subject: { contact: { id: 5 } } } } }],
    ['a mode of a later version', { rules: [{ ...rule, mode: 'canary' }] }],
    ['a rule without an outcome', { rules: [{ ...rule, then: undefined }] }],
    ['a target that is none', { rules: [{ ...rule, then: [{ target: 'admin', add: [], remove: [] }] }] }],
    ['a tag that is none', { rules: [{ ...rule, then: [{ target: 'subject', add: ['A'], remove: [] }] }] }],
  ])('is refused with %s', (_, changed) => {
    expect(storedRuleset.safeParse({ ...stored, ...changed }).success).toBe(false);
  });
});
