import { type Command, InvalidArgumentError } from 'commander';
import type { TimeRange } from '../../../functions/store/list-keys.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { parseRange, parseTime } from './parse-time.ts';
import { plainRecord } from './record-json.ts';
import { recordRowLines } from './record-row-lines.ts';
import type { Session } from './session.ts';

export interface ListOptions {
  since?: string;
  until?: string;
  limit: number;
}

export function addListOptions(command: Command): Command {
  return command
    .option('--since <time>', 'from then on: 24h, 7d, 2026-11-23')
    .option('--until <time>', 'before then')
    .option('--limit <n>', 'so many, the newest first; 0 is all', countOption, 20);
}

export function countOption(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number of records.');
}

export function listQuery({ since, until }: ListOptions, now: number): TimeRange {
  if (since !== undefined && until !== undefined) parseRange({ since, until }, now);
  return {
    newestFirst: true,
    ...(since === undefined ? {} : { from: parseTime(since, now) }),
    ...(until === undefined ? {} : { to: parseTime(until, now) }),
  };
}

/**
 * Prints records as they are read, so that any number of them takes little memory; with --json one array.
 * @returns how many
 */
export async function listRecords(
  { json, out, say, signal }: Session,
  records: AsyncIterable<NotificationRecord>,
  limit: number,
): Promise<number> {
  let listed = 0;
  let more = false;
  if (json) out.write('[');
  for await (const record of records) {
    if (signal.aborted) break;
    if (limit > 0 && listed === limit) {
      more = true;
      break;
    }
    if (json) out.write(`${listed === 0 ? '' : ','}\n${JSON.stringify(plainRecord(record))}`);
    else out.write(`${recordRowLines(record, out).join('\n')}\n`);
    listed += 1;
  }
  if (json) out.write(listed === 0 ? ']\n' : '\n]\n');
  else if (more) say(`These are the newest ${listed}; --limit 0 lists all, --since and --until choose.`);
  return listed;
}
