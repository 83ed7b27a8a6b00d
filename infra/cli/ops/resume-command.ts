import { counted } from '../counted.ts';
import { wrap } from '../terminal.ts';
import { findHeldChanges, type HeldChanges, heldLines, orderRelease } from './held-changes.ts';
import { openBrakes } from './open-brakes.ts';
import type { AddCommand } from './ops-program.ts';
import { tellOrdered } from './release-command.ts';
import type { Session } from './session.ts';
import { shownMoment } from './shown-time.ts';

interface ResumeOptions {
  rule?: string;
  release: boolean;
  asDecided?: boolean;
}

export const addResumeCommand: AddCommand = (ops) => {
  ops
    .command('resume')
    .description(
      'end a pause: of everything (an uninstall, too), or of one rule, whose changes are then made',
    )
    .option('--rule <id>', 'this rule alone')
    .option('--no-release', 'with --rule: leave what was held back where it is, for ops release')
    .option('--as-decided', 'with --rule: make also what the rule, mended since, no longer asks for')
    .action(
      ops.run((session, options: ResumeOptions) =>
        options.rule === undefined ? resumeAll(session) : resumeRule(session, options.rule, options),
      ),
    );
};

async function resumeAll(session: Session): Promise<0 | 1> {
  const { environment } = session;
  const brakes = openBrakes(environment);
  const { pause, rules } = await brakes.current();
  if (pause === null) {
    tell(session, `${environment.name} is not paused.${pausedRules([...rules.keys()])}`, { resumed: false });
    return 0;
  }
  const { visible, inFlight } = await environment.queue.attributes();
  sayWrapped(
    session,
    `${environment.name} has been paused since ${shownMoment(pause.since)} UTC (${pause.reason}); ${counted(visible + inFlight, 'message')} waiting.`,
  );
  if (!(await session.confirm(`Resume ${environment.name}?`))) return 1;

  await brakes.resume();
  const share = Math.ceil((environment.now() - Date.parse(pause.since)) / 10 / 60_000);
  tell(
    session,
    `Resumed. What waits is applied in order, all of it begun within ${Math.min(720, share + 1)} min.${pausedRules([...rules.keys()])}`,
    { resumed: true, ...pause, waiting: visible + inFlight },
  );
  return 0;
}

async function resumeRule(
  session: Session,
  rule: string,
  { release, asDecided = false }: ResumeOptions,
): Promise<0 | 1> {
  const { environment } = session;
  const brakes = openBrakes(environment);
  const pause = (await brakes.current()).rules.get(rule);
  if (pause === undefined) {
    const rest = `npm run --silent ops -- release --rule ${rule} --since 24h ${environment.flags}`;
    tell(session, `${rule} is not paused. What an earlier pause held back:`, { rule, resumed: false });
    if (!session.json) session.out.write(`  ${rest}\n`);
    return 0;
  }
  sayWrapped(session, `${rule} has been paused since ${shownMoment(pause.since)} UTC (${pause.reason}).`);
  const from = new Date(Date.parse(pause.since) - queueMs).toISOString();
  if (release) sayHeld(session, await findHeldChanges(session, rule, from, 'paused'));
  if (!(await session.confirm(`Resume ${rule} in ${environment.name}?`))) return 1;

  await brakes.resumeRule(rule);
  // Until every worker knows, some still hold changes back, and what is released, too.
  if (environment.isRunning) {
    session.say(`Waiting ${settleMs / 1000} s, until every worker knows of it.`);
    await session.sleep(settleMs);
  }
  if (!release) {
    tell(session, `Resumed ${rule}. What was held back waits for ops release.`, { rule, resumed: true });
    return 0;
  }
  const held = await findHeldChanges(session, rule, from, 'paused');
  return tellOrdered(session, rule, held, await orderRelease(session, held, { rule, as_decided: asDecided }));
}

/** A message may have waited in the queue for so long before it was held back. */
const queueMs = 14 * 86_400_000;
/** Workers look at the brakes every 5 s, and end what they have in hand. */
const settleMs = 10_000;

function sayHeld({ say }: Session, held: HeldChanges): void {
  if (held.records.length === 0) say('It has held nothing back.');
  else for (const line of heldLines(held)) say(line);
}

function pausedRules(rules: readonly string[]): string {
  return rules.length === 0 ? '' : ` Rules that are paused: ${rules.join(', ')}.`;
}

function sayWrapped({ say, out }: Session, text: string): void {
  say(wrap(text, out.width).join('\n'));
}

function tell(session: Session, line: string, document: object): void {
  if (session.json) session.printJson(document);
  else session.out.write(`${wrap(line, session.out.width).join('\n')}\n`);
}
