import { describe, expect, it } from 'vitest';
import { diffRulesets, isSame } from '../../../../../infra/cli/rules/ruleset-diff.ts';
import { aRule, aRuleset } from '../../../../support/rulesets.ts';

const ids = (rules: { id: string }[]) => rules.map(({ id }) => id);

describe('two rulesets', () => {
  const before = aRuleset([aRule({ id: 'a' }), aRule({ id: 'b' }), aRule({ id: 'c' })]);

  it('are the same where nothing is different', () => {
    expect(isSame(diffRulesets(before, structuredClone(before)))).toBe(true);
  });

  it('differ by rules that come, go and change, and by the keys that do', () => {
    const diff = diffRulesets(
      before,
      aRuleset([aRule({ id: 'a' }), aRule({ id: 'c', priority: 5, mode: 'shadow' }), aRule({ id: 'd' })]),
    );
    expect([ids(diff.added), ids(diff.removed), diff.unchanged, diff.isReordered]).toEqual([
      ['d'],
      ['b'],
      1,
      false,
    ]);
    expect(diff.changed.map(({ after, keys }) => [after.id, keys])).toEqual([['c', ['mode', 'priority']]]);
    expect(isSame(diff)).toBe(false);
  });

  it('differ by the order of their rules, which settles conflicts', () => {
    const diff = diffRulesets(before, aRuleset(before.rules.toReversed()));
    expect([diff.isReordered, diff.changed, isSame(diff)]).toEqual([true, [], false]);
  });

  it('differ by settings, lists, conditions and sources', () => {
    const after = aRuleset(before.rules, { timezone: 'Europe/Dublin' });
    const diff = diffRulesets(
      { ...before, lists: { gone: ['x'] } },
      { ...after, lists: { words: ['a'] }, conditions: { vip: { use: 'other' } } },
    );
    expect(diff.others).toEqual(['settings', 'lists.gone', 'lists.words', 'conditions.vip']);
  });

  it('are all new where there was none before', () => {
    const diff = diffRulesets(null, { ...before, lists: { words: ['a'] } });
    expect([ids(diff.added), diff.others]).toEqual([['a', 'b', 'c'], []]);
  });
});
