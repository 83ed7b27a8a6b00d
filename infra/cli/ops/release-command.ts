import { wrap } from '../terminal.ts';
import { findHeldChanges, heldLines, orderRelease } from './held-changes.ts';
import { openBrakes } from './open-brakes.ts';
import { OpsError } from './ops-error.ts';
import type { AddCommand } from './ops-program.ts';
import { parseTime } from './parse-time.ts';
import type { Session } from './session.ts';

interface ReleaseOptions {
  rule: string;
  since: string;
  asDecided?: boolean;
}

export const addReleaseCommand: AddCommand = (ops) => {
  ops
    .command('release')
    .description("carry out what a rule's limit or pause held back, as far as the rule still asks for it")
    .requiredOption('--rule <id>', 'whose changes')
    .requiredOption('--since <time>', 'of notifications since then: 24h, 7d, 2026-11-23T08:00')
    .option('--as-decided', 'also what the rule, mended since, no longer asks for')
    .action(ops.run((session, options: ReleaseOptions) => release(session, options)));
};

async function release(session: Session, { rule, since, asDecided = false }: ReleaseOptions): Promise<0 | 1> {
  const { environment } = session;
  const { rules } = await openBrakes(environment).current();
  if (rules.has(rule)) {
    throw new OpsError(
      `${rule} is paused: npm run --silent ops -- resume --rule ${rule} ${environment.flags} comes first.`,
    );
  }
  const held = await findHeldChanges(session, rule, parseTime(since, environment.now()));
  if (held.records.length === 0) {
    if (session.json) session.printJson({ rule, capped: 0, paused: 0, ordered: 0 });
    else session.out.write(`Nothing of ${rule} since ${since} is held back.\n`);
    return 0;
  }
  for (const line of heldLines(held)) session.say(line);
  if (!(await session.confirm(`Carry them out in ${environment.name}?`))) return 1;
  return tellOrdered(session, rule, held, await orderRelease(session, held, { rule, as_decided: asDecided }));
}

/** Says what was ordered; 1 where it was ended midway. */
export function tellOrdered(
  { environment, json, out, printJson }: Session,
  rule: string,
  { records, capped, paused }: { records: readonly unknown[]; capped: number; paused: number },
  ordered: number,
): 0 | 1 {
  if (json) printJson({ rule, capped, paused, records: records.length, ordered });
  else if (ordered < records.length) {
    out.write(`Ended after ${ordered} of ${records.length}: give the same command again for the rest.\n`);
  } else {
    const when = environment.isRunning ? "as fast as Intercom's limit allows" : 'when the stack runs again';
    const line = `Ordered. They are carried out ${when}; each record says what became of it.`;
    out.write(`${wrap(line, out.width).join('\n')}\n`);
  }
  return ordered < records.length ? 1 : 0;
}
