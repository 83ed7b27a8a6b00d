import type { NotificationRecord } from '../../../functions/store/record.ts';
import { createRecordQueries, type RecordQueries } from '../../../functions/store/record-queries.ts';
import { systemClock } from '../../local/clock.ts';
import type { AddCommand } from './ops-program.ts';
import { parseSpan } from './parse-time.ts';
import { addFilterOptions, type FilterOptions, recordFilter } from './record-filter.ts';
import { plainRecord } from './record-json.ts';
import { recordRowLines } from './record-row-lines.ts';
import type { Session } from './session.ts';

export const addTailCommand: AddCommand = (ops) => {
  addFilterOptions(
    ops
      .command('tail')
      .description('the newest notifications, and each further one once it is done, until Ctrl-C')
      .option('--window <time>', 'how long after it happened a notification is still looked for', '10m'),
  ).action(ops.run(tail));
};

const shownFirst = 10;

async function tail(session: Session, options: FilterOptions & { window: string }): Promise<0> {
  const { environment, json, out, say, signal } = session;
  const { dynamo, tableName } = environment;
  const queries = createRecordQueries(dynamo, tableName, environment.now);
  const isWanted = recordFilter(options);
  const print = (record: NotificationRecord) =>
    out.write(
      json ? `${JSON.stringify(plainRecord(record))}\n` : `${recordRowLines(record, out).join('\n')}\n`,
    );

  const seen = createSeen();
  const windowMs = parseSpan(options.window);
  // What is done between the two is shown by the second, and by nothing after it.
  await look({ queries, seen, now: environment.now(), windowMs }, () => undefined);
  for (const record of await newest(queries, environment.now(), isWanted)) {
    seen.add(record.identity, Date.parse(record.happened_at));
    print(record);
  }
  if (!environment.isRunning) {
    say('npm start is not running: nothing more comes.');
    return 0;
  }
  while (!signal.aborted) {
    await systemClock.wait(environment.isLocal ? 250 : 2_000, signal);
    if (signal.aborted) break;
    await look({ queries, seen, now: environment.now(), windowMs }, (record) => {
      if (isWanted(record)) print(record);
    });
  }
  return 0;
}

async function newest(
  queries: RecordQueries,
  now: number,
  isWanted: (record: NotificationRecord) => boolean,
): Promise<NotificationRecord[]> {
  const found: NotificationRecord[] = [];
  const day = { ...around(now, 86_400_000), newestFirst: true, onUnreadable: () => undefined };
  for await (const record of queries.byDay(day)) {
    if (isDone(record) && isWanted(record)) found.unshift(record);
    if (found.length === shownFirst) break;
  }
  return found;
}

interface Look {
  queries: RecordQueries;
  seen: Seen;
  now: number;
  windowMs: number;
}

/** Tells of what is done and was not told of; by their keys, so that nothing is read twice. */
async function look({ queries, seen, now, windowMs }: Look, tell: (record: NotificationRecord) => void) {
  seen.forget(now - 2 * windowMs);
  // What cannot be read is left out: the other lists say so.
  const window = { ...around(now, windowMs), skip: seen.has, onUnreadable: () => undefined };
  for await (const record of queries.byDay(window)) {
    if (!isDone(record)) continue;
    seen.add(record.identity, Date.parse(record.happened_at));
    tell(record);
  }
}

/** To a minute ahead: Intercom's clock is not ours. */
function around(now: number, windowMs: number): { from: string; to: string } {
  return { from: new Date(now - windowMs).toISOString(), to: new Date(now + 60_000).toISOString() };
}

function isDone({ status }: NotificationRecord): boolean {
  return status === 'finished' || status === 'failed';
}

interface Seen {
  has: (identity: string) => boolean;
  add: (identity: string, happenedAt: number) => void;
  /** Drops what happened before. */
  forget: (before: number) => void;
}

function createSeen(): Seen {
  const seen = new Map<string, number>();
  return {
    has: (identity) => seen.has(identity),
    add: (identity, happenedAt) => void seen.set(identity, happenedAt),
    forget(before) {
      for (const [identity, happenedAt] of seen) if (happenedAt < before) seen.delete(identity);
    },
  };
}
