import { wrap } from '../terminal.ts';
import { checkRule } from './check-rule.ts';
import { openBrakes } from './open-brakes.ts';
import type { AddCommand } from './ops-program.ts';
import type { Session } from './session.ts';
import { shownMoment } from './shown-time.ts';

interface PauseOptions {
  rule?: string;
  reason: string;
}

/** Workers look at the brakes every 5 s, and end what they have in hand. */
const effectiveWithin = 10;

export const addPauseCommand: AddCommand = (ops) => {
  ops
    .command('pause')
    .description('stop applying: everything, or what one rule asks for; nothing is lost meanwhile')
    .option('--rule <id>', 'this rule alone; the others go on')
    .option('--reason <text>', 'for whoever finds it paused', 'by hand')
    .action(
      ops.run((session, { rule, reason }: PauseOptions) =>
        rule === undefined ? pauseAll(session, reason) : pauseRule(session, rule, reason),
      ),
    );
};

async function pauseAll(session: Session, reason: string): Promise<0 | 1> {
  const { environment } = session;
  const brakes = openBrakes(environment);
  const { pause } = await brakes.current();
  if (pause !== null && pause.until === null) {
    tell(
      session,
      `${environment.name} is paused already, since ${shownMoment(pause.since)} UTC: ${pause.reason}.`,
      pause,
    );
    return 0;
  }
  const { visible, inFlight } = await environment.queue.attributes();
  sayWrapped(
    session,
    `${environment.name}: no notification is applied until \`ops resume\`. They wait in the queue, in order, for up to 14 days; ${visible + inFlight} are in it now.`,
  );
  if (!(await session.confirm(`Pause everything in ${environment.name}?`))) return 1;

  const since = new Date(environment.now()).toISOString();
  await brakes.pause({ reason, since, until: null });
  tell(session, `Paused. It holds within ${effectiveWithin} s.`, {
    reason,
    since,
    waiting: visible,
    inFlight,
  });
  return 0;
}

async function pauseRule(session: Session, rule: string, reason: string): Promise<0 | 1> {
  const { environment } = session;
  const brakes = openBrakes(environment);
  const pause = (await brakes.current()).rules.get(rule);
  if (pause !== undefined) {
    tell(session, `${rule} is paused already, since ${shownMoment(pause.since)} UTC: ${pause.reason}.`, {
      rule,
      ...pause,
    });
    return 0;
  }
  await checkRule(environment, rule);
  sayWrapped(
    session,
    `${environment.name}: what ${rule} asks for is recorded as \`paused\` and not done, until \`ops resume --rule ${rule}\`. Other rules go on.`,
  );
  if (!(await session.confirm(`Pause ${rule} in ${environment.name}?`))) return 1;

  const since = new Date(environment.now()).toISOString();
  await brakes.pauseRule(rule, { reason, since });
  tell(session, `Paused ${rule}. It holds within ${effectiveWithin} s.`, { rule, reason, since });
  return 0;
}

function sayWrapped({ say, out }: Session, text: string): void {
  say(wrap(text, out.width).join('\n'));
}

function tell(session: Session, line: string, document: object): void {
  if (session.json) session.printJson(document);
  else session.out.write(`${wrap(line, session.out.width).join('\n')}\n`);
}
