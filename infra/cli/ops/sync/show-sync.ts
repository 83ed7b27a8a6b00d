import { createRunStore, type Run, type RunStep } from '../../../../functions/store/runs.ts';
import { wrap } from '../../terminal.ts';
import { OpsError } from '../ops-error.ts';
import type { Session } from '../session.ts';
import { shownMoment, shownSpan } from '../shown-time.ts';

/** Three ticks of the longest schedule. */
const staleMs = 3 * 3_600_000;

/** The last run: what each step saw, did and cost, and where it stopped. Exit status 1 where it wants a look. */
export async function showSync(session: Session, what: string): Promise<0 | 1> {
  if (what !== 'status') throw new OpsError(`ops sync takes run or status, not ${what}.`);
  const { environment, json, say } = session;
  const runs = createRunStore(environment.table, environment.now);
  const { runId, leaseUntil } = await runs.latest();
  const run = runId === null ? null : await runs.read(runId);
  const isUnderWay = leaseUntil > environment.now();
  if (json) session.printJson({ environment: environment.name, under_way: isUnderWay, run });
  if (run === null) {
    if (!json) say(`The sync of ${environment.name} has not run yet.`);
    return 1;
  }
  const isLate = environment.now() - Date.parse(run.tick) > staleMs;
  if (!json) print(session, run, { isUnderWay, isLate });
  return isLate || run.status === 'failed' ? 1 : 0;
}

function print(
  { out, environment }: Session,
  run: Run,
  { isUnderWay, isLate }: { isUnderWay: boolean; isLate: boolean },
): void {
  const ago = shownSpan(environment.now() - Date.parse(run.started_at));
  const calls = run.steps.reduce((sum, step) => sum + step.calls, 0);
  const state = isUnderWay ? 'under way' : run.status;
  out.write(
    `The sync of ${environment.name}: ${state}. Tick of ${shownMoment(run.tick)} UTC, begun ${ago} ago.\n`,
  );
  for (const step of run.steps) printStep(out, step);
  out.write(`${shownCalls(calls)} to Intercom in all.\n`);
  if (isLate) {
    out.write('\nNo tick since: see docs/operations.md#sync-late.\n');
  } else if (!isUnderWay && (run.status === 'running' || run.status === 'stopped')) {
    out.write('\nThe next run goes on where this one stopped.\n');
  }
}

const shownCalls = (calls: number) => (calls === 1 ? '1 call' : `${calls} calls`);

const nameWidth = 16;
const styles = {
  done: 'green',
  failed: 'red',
  stopped: 'yellow',
  left: 'yellow',
  running: 'yellow',
  waiting: 'dim',
} as const;

function printStep(out: Session['out'], step: RunStep): void {
  const counts = Object.entries(step.counts).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
  const cost = `${shownCalls(step.calls).padStart(12)} ${shownSpan(step.ms).padStart(8)}`;
  out.write(
    `  ${step.name.padEnd(nameWidth)} ${out.style(styles[step.status], step.status.padEnd(8))}${cost}\n`,
  );
  for (const line of wrap(counts.join(', '), out.width - 6)) if (line !== '') out.write(`      ${line}\n`);
  if (step.error !== undefined)
    for (const line of wrap(step.error, out.width - 6)) out.write(`      ${line}\n`);
}
