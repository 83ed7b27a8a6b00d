import stringWidth from 'string-width';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { recordRow } from '../../local/sample-day/record-row.ts';
import type { Terminal } from '../terminal.ts';
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
    ...filled(parts, terminal.width - 2).map((line) => `  ${line}`),
    ...(record.error === undefined || record.status === 'finished'
      ? []
      : [`  ${terminal.style('red', cut(record.error, terminal.width - 2))}`]),
  ];
}

/** The words of a customer as one line without what a terminal would obey. */
function oneLine(text: string): string {
  return cut(text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\u200B-\u200F\u2066-\u2069]/gu, ''), 40);
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(shown + segment) > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}

function filled(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(`${last} ${part}`) <= width)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines;
}
