import type { NotificationRecord } from '../../../functions/store/record.ts';
import { recordRow } from '../../local/sample-day/record-row.ts';
import type { Terminal } from '../terminal.ts';
import { clip, wrap } from '../terminal-text.ts';
import { shownMoment, shownSpan } from './shown-time.ts';

/** A record in a list: when, what became of it and how fast; what it is; which words of which rule changed what. */
export function recordRowLines(record: NotificationRecord, terminal: Terminal): string[] {
  const { matched, changes, outcome } = recordRow(record, record.subject);
  const style = outcome === 'failed' ? 'red' : changes.length > 0 ? 'green' : 'yellow';
  const plain = matched.length === 0 && outcome !== 'failed';
  const shown = outcome.replaceAll('_', ' ').padEnd(18);
  const took =
    record.finished_at === undefined
      ? ''
      : `after ${shownSpan(Date.parse(record.finished_at) - Date.parse(record.happened_at))}`;
  const reasons = matched.flatMap(({ rule, words }, i) => [
    record.matched[i]?.mode === 'shadow' ? `${rule} (shadow)` : rule,
    ...words.map((word) => `“${oneLine(word)}”`),
  ]);
  const parts = [...reasons, ...(changes.length === 0 ? [] : ['→', ...changes])];
  return [
    `${shownMoment(record.happened_at)}  ${terminal.style(plain ? 'dim' : style, shown)}${terminal.style('dim', took)}`.trimEnd(),
    `  ${terminal.style('dim', record.identity)}`,
    ...wrap(parts, terminal.width - 2).map((line) => `  ${line}`),
    ...(record.error === undefined || record.status === 'finished'
      ? []
      : [`  ${terminal.style('red', clip(record.error, terminal.width - 2))}`]),
  ];
}

/** The words of a customer as one line without what a terminal would obey. */
function oneLine(text: string): string {
  return clip(text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\u200B-\u200F\u2066-\u2069]/gu, ''), 40);
}
