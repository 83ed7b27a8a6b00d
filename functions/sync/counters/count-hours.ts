import * as z from 'zod';
import { createCounters } from '../../store/counters.ts';
import { createRecordQueries } from '../../store/record-queries.ts';
import type { UnreadableRecordError } from '../../store/unreadable-record-error.ts';
import type { SyncContext, SyncStep } from '../sync-step.ts';
import { hoursDue, watchedHours } from './hours-due.ts';
import { tallyHour } from './tally-hour.ts';

const stateSchema = z.object({ stages: z.record(z.string(), z.number()) });

const hourMs = 3_600_000;

/**
 * Finished hours, rolled up from the records and overwritten, so that they are exact whatever ran twice. An hour is
 * looked at again for 15 days, and counted anew where records have come that it lacks, or a day later in any case,
 * by when what was claimed is done.
 */
export const countHours: SyncStep = {
  name: 'counters',
  async run(context) {
    const { cursor, now, isOutOfTime, count } = context;
    const state = (await cursor.read(stateSchema)) ?? { stages: {} };
    const save = () => cursor.save({ stages: watchedHours(state.stages, now()) });
    const days = Map.groupBy(hoursDue(state.stages, now()), ({ hour }) => hour.slice(0, 10));
    for (const [day, due] of days) {
      const isEmpty = due.length > 1 && (await isEmptyDay(context, day));
      for (const { hour, stage } of due) {
        if (isOutOfTime()) {
          await save();
          return 'out_of_time';
        }
        if (!isEmpty && (await countHour(context, hour, state.stages[hour] ?? 0))) count('hours_counted');
        state.stages[hour] = stage;
      }
      await save();
    }
    return 'done';
  },
};

/** After a deployment, and after days without the sync, most are. */
async function isEmptyDay({ dynamo, tableName, table }: SyncContext, day: string): Promise<boolean> {
  const from = `${day}T00:00:00.000Z`;
  const range = { from, to: later(from, 24 * hourMs) };
  const counters = createCounters(dynamo, tableName, table);
  return (await counters.countRecords(range)) === 0 && (await counters.totals(range)).size === 0;
}

/** Looked at so often, everything that was claimed within the hour is done: only what came late can change it. */
const settledStage = 3;

async function countHour(context: SyncContext, hour: string, stage: number): Promise<boolean> {
  const { dynamo, tableName, table, now, recordDays } = context;
  const counters = createCounters(dynamo, tableName, table);
  const range = { from: hour, to: later(hour, hourMs) };
  const records = await counters.countRecords(range);
  const before = await counters.readTotals(hour);
  if (before !== null && stage >= settledStage && before.records === records) return false;
  if (before === null && records === 0) return false;

  const queries = createRecordQueries(dynamo, tableName, now);
  const onUnreadable = (error: UnreadableRecordError) => {
    context.count('unreadable');
    context.log.warn('a record is not counted', { hour }, error);
  };
  const { hits, rules } = await tallyHour(queries.byDay({ ...range, kinds: ['hit'], onUnreadable }));
  const expiresAt = Math.floor(now() / 1000) + recordDays * 86_400;
  await counters.write(hour, { records, hits }, rules, expiresAt);
  return true;
}

function later(moment: string, ms: number): string {
  return new Date(Date.parse(moment) + ms).toISOString();
}
