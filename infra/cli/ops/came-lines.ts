import { parseJson } from '../../../functions/platform/parse-json.ts';
import { isObject } from '../../../functions/rules/json.ts';
import { markedText } from '../marked-text.ts';
import type { Terminal } from '../terminal.ts';
import type { RecordView } from './read-record-view.ts';
import { textReader } from './text-reader.ts';

const messageFields = ['message.subject', 'message.text'];

/** What came, where the reasons have not shown it with its words marked: the message, another system's payload, or bytes. */
export function cameLines({ record, text }: RecordView, terminal: Terminal): string[] {
  const { source, matched, outcome } = record;
  if (source === 'schedule') return [];
  if (text === null) return ['', 'What came is not kept (any more).'];

  const reasons = matched.flatMap(({ because }) => because);
  const marked = new Set(reasons.filter(({ start }) => start !== undefined).map(({ field }) => field));
  const read = textReader(record, text);
  const texts = new Map(messageFields.map((field) => [field, read(field)]));
  if (outcome === 'unparsed') texts.set('body', text.notification);
  else if (source === 'trigger') texts.set('payload', payloadIn(text.notification));
  const all = [...texts].filter(([, value]) => value !== undefined && value !== '');
  if (all.length === 0) return ['', 'It carries no message; --json has all that came.'];
  return all
    .filter(([field]) => !marked.has(field))
    .flatMap(([field, value = '']) => [
      '',
      `${terminal.style('bold', field)}:`,
      ...markedText(value, [], terminal),
    ]);
}

function payloadIn(notification: string): string | undefined {
  const parsed = parseJson(notification);
  if (!isObject(parsed)) return undefined;
  return JSON.stringify(parsed['payload'] ?? parsed, null, 2);
}
