import { createRunStore } from '../../../functions/store/runs.ts';
import {
  type Finding,
  type HealthState,
  healthStateSchema,
  healthStep,
} from '../../../functions/sync/health/health-state.ts';
import { wrap } from '../terminal.ts';
import type { AddCommand } from './ops-program.ts';
import type { Session } from './session.ts';

/** `ops health`: the rules that want a look, by what the sync last found. Exit status 1 where there are any. */
export const addHealthCommand: AddCommand = (ops) => {
  ops
    .command('health')
    .description('rules that have gone silent, spike, are taken back, or name tags that are gone')
    .action(ops.run(showHealth));
};

const problems: Readonly<Record<Finding['problem'], string>> = {
  silent: 'silent',
  spike: 'spikes',
  removed_again: 'taken off again',
  tag_deleted: 'tag deleted',
  tag_renamed: 'tag renamed',
};

/** The sync looks at each of its runs, every few minutes. */
const staleMs = 2 * 3_600_000;

async function showHealth(session: Session): Promise<0 | 1> {
  const { table, now, name, flags } = session.environment;
  const kept = await createRunStore(table, now).readCursor(healthStep);
  if (kept === undefined) {
    session.say('The sync has not looked at the rules yet.');
    session.say(`  Run it: npm run --silent ops -- sync run ${flags}`);
    return 1;
  }
  const state = healthStateSchema.parse(kept);
  const isStale = now() - Date.parse(state.checked_at) > staleMs;
  if (isStale) session.say(`The sync has not looked since ${state.checked_at}: see ops sync status.`);
  if (session.json) {
    const { checked_at, rules, findings } = state;
    session.printJson({ environment: name, checked_at, rules, unhealthy: unhealthyOf(state), findings });
  } else {
    print(session, state);
  }
  return isStale || state.findings.length > 0 ? 1 : 0;
}

function print({ out, environment }: Session, state: HealthState): void {
  for (const { rule, problem, seen, advice } of state.findings) {
    out.write(`${out.style('bold', rule)}  ${out.style('red', problems[problem])}\n`);
    for (const line of wrap(seen, out.width - 2)) out.write(`  ${line}\n`);
    for (const line of wrap(`-> ${advice}`, out.width - 2)) out.write(`  ${line}\n`);
    out.write('\n');
  }
  const unhealthy = unhealthyOf(state);
  const unlisted = unhealthy - new Set(state.findings.map(({ rule }) => rule)).size;
  if (unlisted > 0) out.write(`… and ${unlisted} more.\n\n`);
  const verdict = unhealthy === 0 ? 'all well' : `${unhealthy} of them unwell`;
  const { rules, checked_at } = state;
  out.write(
    `${environment.name}: ${rules} rules, ${verdict}, at ${checked_at.slice(0, 16).replace('T', ' ')} UTC.\n`,
  );
}

function unhealthyOf({ findings, unhealthy }: HealthState): number {
  return unhealthy ?? new Set(findings.map(({ rule }) => rule)).size;
}
