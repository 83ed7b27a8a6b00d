import { randomUUID } from 'node:crypto';
import { createIntercomToken } from '../../../../functions/apply/intercom-token.ts';
import type { Log } from '../../../../functions/platform/log.ts';
import { createSyncDeps } from '../../../../functions/sync/create-sync-deps.ts';
import { runSync } from '../../../../functions/sync/run-sync.ts';
import { syncSteps } from '../../../../functions/sync/steps.ts';
import type { SyncStep } from '../../../../functions/sync/sync-step.ts';
import { noMetrics } from '../../../local/start/no-metrics.ts';
import type { OpenedEnvironment } from '../../environment/opened-environment.ts';
import { OpsError } from '../ops-error.ts';
import type { Session } from '../session.ts';
import { showSync } from './show-sync.ts';

/** What a run by hand has, in ms: it goes on where it stops when it is begun again. */
const timeMs = 15 * 60_000;

/** The run that the schedule would begin, by its own lease: beside one that is under way it does nothing. */
export async function runSyncByHand(session: Session): Promise<0 | 1> {
  const { environment, say } = session;
  const { name, flags } = environment;
  if (!(await session.confirm(`Run the sync of ${name}: catch up, and apply scheduled rules?`))) return 1;
  const outcome = environment.isLocal ? await runInStack(environment) : await runHere(environment, say);
  if (outcome === 'busy') {
    say(`A run is under way: see ops sync status ${flags}.`);
    return 1;
  }
  return showSync(session, 'status');
}

/** The local stack runs its own: whether its rules are in shadow, it alone knows. */
async function runInStack({ sync }: OpenedEnvironment): Promise<string> {
  if (sync !== undefined) return sync();
  throw new OpsError('Nothing runs the local sync: npm start does, while it runs.');
}

async function runHere(environment: OpenedEnvironment, say: Session['say']): Promise<string> {
  const { appId, dynamo, tableName, workspace, secrets, queue, recordDays, changesPerHour, now } =
    environment;
  if (workspace === null) throw new OpsError('This environment has no workspace.');
  const deps = createSyncDeps({
    appId,
    worker: `ops-${randomUUID()}`,
    dynamo,
    tableName,
    intercomBaseUrl: workspace.baseUrl,
    adminId: workspace.adminId,
    token: createIntercomToken(async () => (await secrets.read('intercom')) ?? ''),
    send: (message) => queue.send(message),
    log: sayingLog(say),
    metrics: noMetrics,
    now,
    recordDays,
    changesPerHour,
    steps: syncSteps.map((step) => toldOf(step, say)),
  });
  const endsAt = now() + timeMs;
  return (await runSync(deps, { tick: now(), remainingMs: () => endsAt - now() })).outcome;
}

/** A run may take minutes: which step it is at. */
function toldOf(step: SyncStep, say: Session['say']): SyncStep {
  return {
    ...step,
    run(context) {
      say(`${step.name} …`);
      return step.run(context);
    },
  };
}

/** What the function would have written into its log, as far as a person wants to know it at once. */
function sayingLog(say: Session['say']): Log {
  const tell = (message: string, fields: object = {}) => {
    const shown = Object.entries(fields).map(([name, value]) => `${name} ${String(value)}`);
    say(`${message}: ${shown.join(', ')}`);
  };
  return { info: () => undefined, warn: tell, error: tell };
}
