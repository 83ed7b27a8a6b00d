import { createRunStore } from '../../../functions/store/runs.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';
import type { AlarmState } from '../environment/read-alarms.ts';
import { type Check, deployAgain, ok, red, skipped } from './check.ts';

/** Twice the longest schedule of infra/environments.ts: the first run of a new stack has begun by then. */
const firstRunMs = 2 * 3_600_000;

/** Whether what would wake somebody is there, is heard, and is silent. */
export const alarmsCheck: Check = {
  name: 'alarms',
  async look({ environment }) {
    if (environment.alarms === undefined) return skipped('a local stack has none');
    const alarms = await environment.alarms();
    if (alarms.length === 0) return red('there are none', deployAgain(environment.name));
    const on = alarms.filter(({ isOn }) => isOn);
    const isFirst =
      on.length === 1 &&
      on.every((alarm) => isNew(environment, alarm)) &&
      (await isBeforeFirstRun(environment));
    if (on.length > 0 && !isFirst) {
      return red(`on: ${namesOf(on)}`, 'docs/operations.md says under each name what to do.');
    }
    const unheard = alarms.filter(({ isHeard }) => !isHeard);
    if (unheard.length > 0) {
      return red(
        `would tell nobody: ${namesOf(unheard)}`,
        `Enable their actions: aws cloudwatch enable-alarm-actions --alarm-names ${unheard
          .map(({ name }) => `tagwright-${environment.name}-${name}`)
          .join(' ')} --region ${environment.region}.`,
      );
    }
    return ok(`${alarms.length}, ${isFirst ? 'sync-late is on until the first run' : 'none is on'}`);
  },
};

function namesOf(alarms: readonly AlarmState[]): string {
  return alarms.map(({ name }) => name).join(', ');
}

/** Silence is lateness for that alarm, and a stack is silent from its deployment to its first run. */
function isNew({ now }: OpenedEnvironment, { name, since }: AlarmState): boolean {
  return name === 'sync-late' && since !== null && now() - since < firstRunMs;
}

async function isBeforeFirstRun({ table, now }: OpenedEnvironment): Promise<boolean> {
  return (await createRunStore(table, now).latest()).runId === null;
}
