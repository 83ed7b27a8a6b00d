import type { Session } from '../ops/session.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { makePlan, type Plan, type Planned } from './make-plan.ts';
import type { PlanMemory } from './plan-memory.ts';
import { printPlan } from './print-plan.ts';
import { isSame } from './ruleset-diff.ts';

/** The exit status: 0 it can be published, 1 it cannot. */
export async function planCommand(session: Session, file: string, memory: PlanMemory): Promise<0 | 1> {
  const { environment, json, out } = session;
  const planned = await makePlan(environment, file);
  if (planned.outcome === 'bad') return refuseBad(session, planned);
  const { plan } = planned;
  memory.remember(environment, file, plan.pointer?.move ?? 0);
  if (json) session.printJson(planJson(plan, environment.name));
  else printPlan(plan, environment.name, out);
  return plan.isRefused ? 1 : 0;
}

/** Prints what `check` prints. */
export function refuseBad(
  { json, out, printJson }: Pick<Session, 'json' | 'out' | 'printJson'>,
  { source, diagnostics }: Extract<Planned, { outcome: 'bad' }>,
): 1 {
  const { file, text } = source;
  if (json) printJson({ file, ok: false, diagnostics });
  else
    printDiagnostics(
      file,
      typeof text === 'string' ? text : new TextDecoder().decode(text),
      diagnostics,
      out,
    );
  return 1;
}

function planJson(
  { source, pointer, diff, tags, diagnostics, isRefused }: Plan,
  environment: string,
): object {
  const { added, removed, changed, unchanged, isReordered, others } = diff;
  return {
    file: source.file,
    environment,
    ok: !isRefused,
    version: pointer?.version ?? 0,
    same: pointer !== null && isSame(diff),
    added: added.map(({ id }) => id),
    changed: changed.map(({ after, keys }) => ({ rule: after.id, keys })),
    removed: removed.map(({ id }) => id),
    unchanged,
    reordered: isReordered,
    others,
    tags,
    diagnostics,
  };
}
