import type { MetricName } from '../../../../functions/platform/metric-names.ts';
import { createRecordQueries } from '../../../../functions/store/record-queries.ts';
import { syncCalls } from '../../../../functions/store/sync-calls.ts';
import { createLeftOut } from '../left-out.ts';
import { openBrakes } from '../open-brakes.ts';
import type { AddCommand } from '../ops-program.ts';
import { parseRange } from '../parse-time.ts';
import type { Session } from '../session.ts';
import { collectStats } from './collect-stats.ts';
import { readHeadroom } from './read-headroom.ts';
import { type StatsReport, statsJson, statsLines } from './stats-lines.ts';

export const addStatsCommand: AddCommand = (ops) => {
  ops
    .command('stats')
    .description('how much came, matched, was applied and failed, how fast, and by which rules')
    .option('--since <time>', 'from then on: 24h, 7d, 2026-11-23', '24h')
    .option('--until <time>', 'before then')
    .action(ops.run(printStats));
};

/** What no record tells: it never became one, or waits. */
const metricNames = [
  'Refused',
  'ForeignApp',
  'TooLarge',
  'SendFailed',
  'Duplicates',
  'Postponed',
  'RateLimited',
] as const satisfies MetricName[];

async function printStats(session: Session, given: { since: string; until?: string }): Promise<0> {
  const { environment, json, out, printJson, progress } = session;
  const now = environment.now();
  const { from, to } = parseRange(given, now);
  const range = { from: Date.parse(from), to: Date.parse(to) };
  const bar = progress('Records read');
  const { dynamo, tableName } = environment;
  const leftOut = createLeftOut(session);
  const { onUnreadable } = leftOut;
  const records = createRecordQueries(dynamo, tableName, environment.now).byDay({ from, to, onUnreadable });
  const [stats, callsOfSync, brakes, waiting, dead, metrics, headroom] = await Promise.all([
    collectStats(records, { ...range, columns: out.width - 12 }, bar.update).finally(bar.stop),
    syncCalls(dynamo, tableName, { from, to }),
    openBrakes(environment).current(),
    environment.queue.attributes(),
    environment.deadLetterQueue.attributes(),
    environment.metricSums(metricNames, range),
    readHeadroom(environment),
  ]);
  const report: StatsReport = {
    environment: environment.name,
    from,
    to,
    stats,
    callsOfSync,
    paused: { all: brakes.pause, rules: Object.fromEntries(brakes.rules) },
    waiting: waiting.visible + waiting.inFlight,
    dead: dead.visible + dead.inFlight,
    metrics,
    headroom,
  };
  if (json) printJson(statsJson(report));
  else out.write(`${statsLines(report, out).join('\n')}\n`);
  leftOut.tell();
  return 0;
}
