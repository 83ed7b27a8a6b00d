import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import type { Decision, Diagnostic, Notification } from '../../../functions/rules/model.ts';

/** A block that shows a ruleset, or only rules. */
export function asRuleset(text: string): string {
  return text.startsWith('- id:') ? `version: 1\nrules:\n${indented(text)}` : text;
}

/** A ruleset in which one line stands, in the file or in its one rule, in place of what is usual there. */
export function rulesetWith(line: string): string {
  const key = line.slice(0, line.indexOf(':'));
  const rule: Record<string, string> = {
    id: 'id: example',
    trigger: 'trigger: conversation.user.created',
    then: 'then: { add: [Example] }',
  };
  const ofFile = ['version', 'settings', 'lists', 'conditions', 'sources'].includes(key);
  if (!ofFile) rule[key] = line;
  const [first = '', ...others] = Object.values(rule);
  const file = [...(key === 'version' ? [] : ['version: 1']), ...(ofFile ? [line] : [])];
  return [...file, 'rules:', `  - ${first}`, ...others.map((other) => `    ${other}`)].join('\n');
}

export function check(text: string): Diagnostic[] {
  return checkRuleset({ file: 'my-rules.yaml', text }).diagnostics;
}

/** The decision of a ruleset on what a customer writes to begin a conversation. */
export function decideOnMessage(ruleset: string, message: string): Decision {
  return decideOn(ruleset, {
    id: 'notif_1',
    topic: 'conversation.user.created',
    created_at: 1_767_787_200,
    data: {
      item: {
        type: 'conversation',
        id: '1',
        source: { type: 'conversation', body: asHtml(message), author: { type: 'user', id: '2' } },
      },
    },
  });
}

export function decideOn(
  text: string,
  notification: Notification,
  more: { facts?: Record<string, Record<string, unknown>>; explain?: boolean } = {},
): Decision {
  const { ruleset, diagnostics } = checkRuleset({ file: 'my-rules.yaml', text });
  if (ruleset === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return decide(compileRuleset(ruleset), { notification, ...more });
}

/** A ruleset of one rule with this test of the message. */
export function testingMessage(test: string): string {
  return rulesetWith(`when: { message.text: ${test} }`);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gmu, '  ');
}

function asHtml(message: string): string {
  return message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
