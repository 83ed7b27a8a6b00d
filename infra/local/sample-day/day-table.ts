import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { clip, wrap } from '../../cli/terminal-text.ts';

/** One message of the day and what became of it. */
export interface DayRow {
  who: string;
  /** Plain text, of any length. */
  said: string;
  matched: { rule: string; words: string[] }[];
  /** Such as `+Refund`, `−Triage`, `person +Refund requester`. */
  changes: string[];
  /** One of the record's outcomes, such as `tagged` or `no_match`. */
  outcome: string;
  milliseconds: number;
  /** What is not as a person would have it; empty when all is well. */
  wrong: string[];
}

const who = 7;
const outcome = 15;
const time = 7;
const indent = 4;

/** A table of the day for people: `width` columns wide, words that decided in bold, two lines where a rule matched. */
export function dayTable(rows: readonly DayRow[], width = 80): string {
  const said = width - indent - who - outcome - time;
  const lines = [styleText('dim', header(said))];
  for (const [index, row] of rows.entries()) {
    lines.push(...rowLines(row, { number: String(index + 1), width }));
  }
  return lines.join('\n');
}

/** One message of the table, on one line, and on more where a rule matched. */
export function rowLines(row: DayRow, { number, width }: { number: string; width: number }): string[] {
  const said = width - indent - who - outcome - time;
  const text = mark(
    pad(clip(oneLine(row.said), said - 1), said),
    row.matched.flatMap(({ words }) => words),
  );
  const begin = `${styleText('dim', number.padStart(indent - 2))}  ${pad(clip(row.who, who - 1), who)}`;
  const end = `${outcomeText(row)}${styleText('dim', `${row.milliseconds} ms`.padStart(time))}`;
  return [`${begin}${text}${end}`, ...why(row, width)];
}

function header(said: number): string {
  const columns = `${pad('#'.padStart(indent - 2), indent)}${pad('who', who)}${pad('message', said)}`;
  return `${columns}${pad('outcome', outcome)}${'time'.padStart(time)}`;
}

/** Under the message: each rule with the words that it found, then the changes. */
function why(row: DayRow, width: number): string[] {
  const margin = ' '.repeat(indent + who);
  const rules = row.matched.map(
    ({ rule, words }) => `${styleText('cyan', rule)} ${words.map((word) => `“${oneLine(word)}”`).join(' ')}`,
  );
  const changes = row.changes.map((change) => styleText('green', change));
  const parts = changes.length > 0 ? [...rules, styleText('dim', '→'), ...changes] : rules;
  const wrong = row.wrong.map((line) => margin + styleText('red', `✗ ${line}`));
  return [...wrap(parts, width - margin.length).map((line) => margin + line), ...wrong];
}

function outcomeText(row: DayRow): string {
  const text = pad(row.outcome.replaceAll('_', ' '), outcome);
  if (row.wrong.length > 0 || row.outcome === 'failed') return styleText('red', text);
  return styleText(row.changes.length > 0 ? 'green' : 'dim', text);
}

function mark(text: string, words: readonly string[]): string {
  const word = words.map(oneLine).find((found) => text.includes(found));
  if (!word) return text;
  const start = text.indexOf(word);
  return text.slice(0, start) + styleText('bold', word) + text.slice(start + word.length);
}

/** White space and what a terminal would obey or hide becomes a space or nothing. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u00AD\u200B-\u200F\u2066-\u2069]/gu, '')
    .trim();
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
