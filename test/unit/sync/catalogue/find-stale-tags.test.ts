import { describe, expect, it } from 'vitest';
import type { CataloguedTag } from '../../../../functions/store/tag-catalogue.ts';
import { findStaleTags } from '../../../../functions/sync/catalogue/find-stale-tags.ts';
import { aRule, aRuleset } from '../../../support/rulesets.ts';

const tag = (id: string, name: string, fields: Partial<CataloguedTag> = {}): CataloguedTag => ({
  id,
  name,
  deleted: false,
  seenAt: 0,
  former: [],
  ...fields,
});
const adds = (...add: ({ name: string } | { id: string } | { template: string })[]) => [
  { target: 'subject' as const, add, remove: [] },
];
const renamed = tag('1', 'Money back', { former: [{ name: 'Refund', until: 5 }] });

describe('rules that name a tag which is not there', () => {
  it('are told the new name of one that was renamed', () => {
    const ruleset = aRuleset([aRule({ id: 'r', then: adds({ name: 'refund' }, { name: 'VIP' }) })]);
    expect(findStaleTags(ruleset, [renamed, tag('2', 'vip')])).toEqual([
      {
        rule: 'r',
        tag: 'refund',
        place: 'then',
        problem: 'renamed',
        now: 'Money back',
        id: '1',
        advice:
          'The tag "refund" is called "Money back" now. The rule goes on with that tag: write its new name into the rule.',
      },
    ]);
  });

  it('are told of one that was deleted, by name or by id', () => {
    const gone = tag('3', 'Gone', { deleted: true });
    const ruleset = aRuleset([
      aRule({ id: 'by-name', then: adds({ name: 'Gone' }) }),
      aRule({ id: 'by-id', then: adds({ id: '3' }) }),
    ]);
    expect(findStaleTags(ruleset, [gone])).toMatchObject([
      { rule: 'by-name', tag: 'Gone', problem: 'deleted' },
      { rule: 'by-id', tag: '#3', problem: 'deleted' },
    ]);
  });

  it('are told of their conditions, too', () => {
    const looksFor = (values: string[]) => ({ field: 'contact.tags', operator: 'includes' as const, values });
    const ruleset = {
      ...aRuleset([
        aRule({ id: 'own', then: adds(), when: { none: [looksFor(['Refund'])] } }),
        aRule({ id: 'named', then: adds(), when: { all: [{ use: 'asked' }] } }),
      ]),
      lists: { money: ['Refund'] },
      conditions: { asked: looksFor(['$money']) },
    };
    expect(findStaleTags(ruleset, [renamed])).toMatchObject([
      { rule: 'own', place: 'when', problem: 'renamed' },
      { rule: 'named', place: 'when', problem: 'renamed' },
    ]);
  });

  it('are left alone where the name is borne by another tag again, is new, or is made by a template', () => {
    const ruleset = aRuleset([
      aRule({ id: 'again', then: adds({ name: 'Refund' }) }),
      aRule({ id: 'new', then: adds({ name: 'Never seen' }) }),
      aRule({ id: 'template', then: adds({ template: 'Plan {{company.plan.name}}' }) }),
      aRule({ id: 'renamed-by-id', then: adds({ id: '1' }) }),
      aRule({ id: 'off', mode: 'off', then: adds({ name: 'Money back' }) }),
    ]);
    expect(findStaleTags(ruleset, [renamed, tag('9', 'Refund')])).toEqual([]);
  });
});
