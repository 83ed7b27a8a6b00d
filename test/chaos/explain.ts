import { createLedger } from '../../functions/store/ledger.ts';
import type { NotificationRecord } from '../../functions/store/record.ts';
import { createTable } from '../../functions/store/table.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';
import type { ChaosFault } from './judge.ts';
import type { SeenCall } from './watched-emulator.ts';
import type { Death } from './worker-pool.ts';

/** What a run leaves behind, by which a fault can be understood: nothing repeats it. */
export interface Evidence {
  database: LocalDatabase;
  records: readonly NotificationRecord[];
  calls: readonly SeenCall[];
  deaths: readonly Death[];
  /** Unix ms at which the run began. */
  startedAt: number;
}

/** A fault with its object's ledger, the records that want something of it, and what the emulator saw, in order. */
export async function explain(fault: ChaosFault, evidence: Evidence): Promise<string> {
  const { database, records, calls, deaths, startedAt } = evidence;
  const { target, notification } = fault;
  const about = records.filter(
    (record) =>
      record.notification_id === notification ||
      record.changes.some((change) => change.target.type === target?.type && change.target.id === target?.id),
  );
  const ledger = createLedger(createTable(database.client, database.tableName, Date.now));
  const intents = target === undefined ? [] : [...(await ledger.read(target))];
  const seen = calls.filter(({ call }) => target !== undefined && call.includes(`/${target.id}/`));
  const workers = new Set(seen.map(({ worker }) => worker));
  const at = (ms: number) => `${((ms - startedAt) / 1000).toFixed(1)} s`;
  const events = [
    ...seen.map(({ from, to, worker, call, status }) => ({
      ms: to,
      text: `${call} → ${status} (came ${at(from)}) ${worker}`,
    })),
    ...deaths
      .filter(({ worker }) => workers.has(worker))
      .map((death) => ({ ms: death.at, text: `${death.worker} died ${death.point}` })),
  ].toSorted((a, b) => a.ms - b.ms);
  return [
    `${fault.kind}: ${fault.what}`,
    ...intents.map(([id, entry]) => `  intent of ${id}: ${JSON.stringify(entry)}`),
    ...about
      .toSorted((a, b) => (a.order < b.order ? -1 : 1))
      .map(
        ({
          identity,
          notification_id,
          order,
          status,
          outcome,
          attempts,
          error,
          lease_holder,
          finished_at,
          operations,
        }) =>
          `  record ${JSON.stringify({ identity, notification_id, order, status, outcome, attempts, error, lease_holder, finished_at: finished_at === undefined ? undefined : at(Date.parse(finished_at)), operations: operations.map((each) => [each.op, each.tag, each.target.type, each.outcome]) })}`,
      ),
    ...events.map(({ ms, text }) => `  ${at(ms).padStart(9)}  ${text}`),
  ].join('\n');
}
