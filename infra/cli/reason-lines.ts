import type { Change, Decision, TagRef } from '../../functions/rules/model.ts';
import { markedText } from './marked-text.ts';
import type { Terminal } from './terminal.ts';

/** A rule that matched, as a decision or a record has it. */
interface Matched {
  rule: string;
  mode: 'live' | 'shadow';
  because: Because[];
  would?: Change[] | undefined;
}

interface Because {
  field: string;
  operator: string;
  value: unknown;
  found: unknown;
  start?: number | undefined;
  end?: number | undefined;
}

/** Each rule that matched with what its tests found, then the texts in which the customer's words are marked. */
export function reasonLines(
  matched: readonly Matched[],
  textOf: (field: string) => string | undefined,
  terminal: Terminal,
): string[] {
  const lines: string[] = [];
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
  return lines;
}

export function changeLines({ target, add, remove }: Change, terminal: Terminal): string[] {
  const on = `${target.type} ${target.id}`;
  return [
    ...add.map((tag) => `${terminal.style('green', `+ ${shownTag(tag)}`)}  on ${on}`),
    ...remove.map((tag) => `${terminal.style('red', `- ${shownTag(tag)}`)}  from ${on}`),
  ];
}

export function conflictLines(conflicts: Decision['conflicts']): string[] {
  return conflicts.flatMap(({ tag, target, kept, dropped }) => [
    '',
    `Conflict over ${shownTag(tag)} on ${target.type} ${target.id}: ${kept.rule} (${kept.op}) wins over ${dropped.rule} (${dropped.op}).`,
  ]);
}

export function shownTag(tag: TagRef): string {
  return typeof tag === 'string' ? tag : `tag ${tag.id}`;
}

/** A value as JSON, cut at 60 characters. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

type Mark = { start: number; end: number };

function marksByField(matched: readonly Matched[]): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const { field, start, end } of matched.flatMap(({ because }) => because)) {
    if (start !== undefined && end !== undefined) {
      marks.set(field, [...(marks.get(field) ?? []), { start, end }]);
    }
  }
  return marks;
}

function reason({ field, operator, value, found }: Because, terminal: Terminal): string {
  return `${field} ${operator} ${shownValue(value)}: found ${terminal.style('inverse', shownValue(found))}`;
}
