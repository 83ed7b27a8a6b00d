import type { Decision } from '../../functions/rules/model.ts';
import { changeLines, conflictLines, reasonLines, shownValue } from './reason-lines.ts';
import type { Terminal } from './terminal.ts';

/** What would be done, and why; `textOf` gives the texts in which the customer's words are marked. */
export function printDecision(
  decision: Decision,
  textOf: (field: string) => string | undefined,
  terminal: Terminal,
): void {
  const { notification, subject, matched, missed = [], conflicts, changes, needs, cut = [] } = decision;
  const about = subject === null ? withoutSubject(notification.topic) : `${subject.type} ${subject.id}`;
  const lines = [`${terminal.style('bold', notification.topic)} about ${about}`, ''];
  for (const change of changes) {
    lines.push(...changeLines(change, terminal));
  }
  if (changes.length === 0) {
    lines.push('No tag changes.');
  }
  lines.push(...reasonLines(matched, textOf, terminal));
  if (missed.length > 0) {
    lines.push('');
  }
  for (const { rule, field, operator, value, found } of missed) {
    lines.push(
      `${rule} did not match: ${field} ${operator} ${shownValue(value)}, but found ${shownValue(found)}`,
    );
  }
  lines.push(...conflictLines(conflicts));
  if (needs.length > 0) {
    lines.push('', `The answer still depends on: ${needs.join(', ')}. Give them with --facts.`);
  }
  if (cut.length > 0) {
    lines.push('', `Cut at 100,000 characters: ${cut.join(', ')}.`);
  }
  terminal.write(`${lines.join('\n')}\n`);
}

/** What a source's webhook is about is looked up only when the decision is applied. */
function withoutSubject(topic: string): string {
  return topic.startsWith('source:') ? 'what is yet to be found' : 'nothing that can be tagged';
}
