import type { Because, Change, Decision, TagRef } from '../../functions/rules/model.ts';
import { markedText } from './marked-text.ts';
import type { Terminal } from './terminal.ts';

/** What would be done, and why; `textOf` gives the texts in which the customer's words are marked. */
export function printDecision(
  decision: Decision,
  textOf: (field: string) => string | undefined,
  terminal: Terminal,
): void {
  const { notification, subject, matched, missed = [], conflicts, changes, needs, cut = [] } = decision;
  const about = subject === null ? 'nothing that can be tagged' : `${subject.type} ${subject.id}`;
  const lines = [`${terminal.style('bold', notification.topic)} about ${about}`, ''];
  for (const change of changes) {
    lines.push(...changeLines(change, terminal));
  }
  if (changes.length === 0) {
    lines.push('No tag changes.');
  }
  for (const { rule, mode, because, would = [] } of matched) {
    lines.push(
      '',
      `${terminal.style('bold', rule)} matched${mode === 'shadow' ? ' (shadow: not applied)' : ''}`,
    );
    lines.push(...because.map((each) => `  ${reason(each, terminal)}`));
    lines.push(...would.flatMap((change) => changeLines(change, terminal)).map((line) => `  would: ${line}`));
  }
  for (const [field, marks] of marksByField(matched)) {
    const text = textOf(field);
    if (text !== undefined) {
      lines.push('', `${terminal.style('bold', field)}:`, ...markedText(text, marks, terminal));
    }
  }
  if (missed.length > 0) {
    lines.push('');
  }
  for (const { rule, field, operator, value, found } of missed) {
    lines.push(`${rule} did not match: ${field} ${operator} ${json(value)}, but found ${json(found)}`);
  }
  for (const { tag, target, kept, dropped } of conflicts) {
    const on = `${target.type} ${target.id}`;
    lines.push(
      '',
      `Conflict over ${shown(tag)} on ${on}: ${kept.rule} (${kept.op}) wins over ${dropped.rule} (${dropped.op}).`,
    );
  }
  if (needs.length > 0) {
    lines.push('', `The answer still depends on: ${needs.join(', ')}. Give them with --facts.`);
  }
  if (cut.length > 0) {
    lines.push('', `Cut at 100,000 characters: ${cut.join(', ')}.`);
  }
  terminal.write(`${lines.join('\n')}\n`);
}

type Mark = { start: number; end: number };

function marksByField(matched: Decision['matched']): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const { field, start, end } of matched.flatMap(({ because }) => because)) {
    if (start !== undefined && end !== undefined) {
      marks.set(field, [...(marks.get(field) ?? []), { start, end }]);
    }
  }
  return marks;
}

function changeLines({ target, add, remove }: Change, terminal: Terminal): string[] {
  const on = `${target.type} ${target.id}`;
  return [
    ...add.map((tag) => `${terminal.style('green', `+ ${shown(tag)}`)}  on ${on}`),
    ...remove.map((tag) => `${terminal.style('red', `- ${shown(tag)}`)}  from ${on}`),
  ];
}

function reason({ field, operator, value, found }: Because, terminal: Terminal): string {
  return `${field} ${operator} ${json(value)}: found ${terminal.style('inverse', json(found))}`;
}

function shown(tag: TagRef): string {
  return typeof tag === 'string' ? tag : `tag ${tag.id}`;
}

function json(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
