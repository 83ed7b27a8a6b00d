import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../../functions/rules/compile/compile-ruleset.ts';
import { decideWithLog } from '../../../../functions/rules/decide.ts';
import type { Rule } from '../../../../functions/rules/model.ts';
import { aReply } from '../../../support/notifications.ts';
import { aRule, aRuleset } from '../../../support/rulesets.ts';

const adding = (id: string, tag: string, fields: Partial<Rule> = {}) =>
  aRule({ id, then: [{ target: 'subject', add: [{ name: tag }], remove: [] }], ...fields });

function originsOf(rules: Rule[], exclusive: string[][] = []) {
  const notification = aReply({ appId: 'a', conversationId: '1', body: 'hello' });
  const compiled = compileRuleset(aRuleset(rules, { exclusive }));
  const input = { notification: { ...notification, id: 'n', topic: 'conversation.user.replied' } };
  return decideWithLog(compiled, input).origins.map(({ op, tag, rules: by, template }) => ({
    op,
    tag,
    by,
    template,
  }));
}

describe('the origins of changes', () => {
  it('are all rules that ask for a tag, whatever its spelling, the strongest first', () => {
    expect(
      originsOf([
        adding('weak', 'Refund'),
        adding('strong', 'refund', { priority: 5 }),
        adding('other', 'Help'),
      ]),
    ).toEqual([
      { op: 'add', tag: 'refund', by: ['strong', 'weak'], template: false },
      { op: 'add', tag: 'Help', by: ['other'], template: false },
    ]);
  });

  it('leave out a rule that lost, and one in shadow', () => {
    const removing = aRule({
      id: 'removing',
      then: [{ target: 'subject', add: [], remove: [{ name: 'Refund' }] }],
    });
    expect(
      originsOf([
        removing,
        adding('adding', 'Refund', { priority: 1 }),
        adding('quiet', 'Refund', { mode: 'shadow' }),
      ]),
    ).toEqual([{ op: 'add', tag: 'Refund', by: ['adding'], template: false }]);
  });

  it('say of an exclusive group who removes, and of a template that it is one', () => {
    const tags = {
      then: [{ target: 'subject' as const, add: [{ template: '{{conversation.state}}!' }], remove: [] }],
    };
    expect(originsOf([adding('low', 'Low')], [['Low', 'High']])).toContainEqual({
      op: 'add',
      tag: 'Low',
      by: ['low'],
      template: false,
    });
    expect(originsOf([aRule({ id: 'templated', ...tags })])).toEqual([
      { op: 'add', tag: 'open!', by: ['templated'], template: true },
    ]);
  });
});

describe('what the rules want and the facts show as done', () => {
  it('is told beside the changes: by whom it is wanted, and as which tag the object carries it', () => {
    const tags = [{ id: '9', name: 'Low' }];
    const reply = aReply({ appId: 'a', conversationId: '1', body: 'hello', tags });
    const notification = { ...reply, id: 'n', topic: 'conversation.user.replied' };
    const rules = [adding('low', 'low'), adding('help', 'Help')];
    const compiled = compileRuleset(aRuleset(rules, { exclusive: [['Low', 'High']] }));
    const { decision, origins, satisfied } = decideWithLog(compiled, { notification });
    const target = { type: 'conversation', id: '1' };
    expect(decision.changes).toEqual([{ target, add: ['Help'], remove: [] }]);
    expect(origins).toEqual([{ target, op: 'add', tag: 'Help', rules: ['help'], template: false }]);
    expect(satisfied).toEqual([
      { target, op: 'add', tag: 'low', rules: ['low'], tagId: '9' },
      { target, op: 'remove', tag: 'High', rules: ['low'] },
    ]);
  });

  it('is nothing where they do not say, and nothing that only a rule in shadow wants', () => {
    const reply = aReply({
      appId: 'a',
      conversationId: '1',
      body: 'hello',
      tags: [{ id: '9', name: 'Low' }],
    });
    const notification = { ...reply, id: 'n', topic: 'conversation.user.replied' };
    const contact = aRule({
      id: 'contact',
      then: [{ target: 'contact', add: [{ name: 'Low' }], remove: [{ name: 'High' }] }],
    });
    const compiled = compileRuleset(aRuleset([contact, adding('quiet', 'Low', { mode: 'shadow' })]));
    expect(decideWithLog(compiled, { notification }).satisfied).toEqual([]);
  });
});
