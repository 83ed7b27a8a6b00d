import { TagwrightError } from '../../../functions/tagwright-error.ts';
import type { Check, Finding, Patient } from '../doctor/check.ts';
import { intercomChecks } from '../doctor/intercom-checks.ts';
import { stackChecks } from '../doctor/stack-checks.ts';
import { webhookChecks } from '../doctor/webhook-checks.ts';
import { awsFault } from '../environment/aws-fault.ts';
import { wrap } from '../terminal.ts';
import type { OpsProgram } from './ops-program.ts';
import type { Session } from './session.ts';

/** `ops doctor`: looks at everything that can be wrong with an environment. Exit status 1 where something is. */
export function addDoctorCommand(ops: OpsProgram): void {
  ops
    .command('doctor')
    .description('check everything that can be wrong, and say how to mend it')
    .action(ops.run(runDoctor));
}

/** Those that need nothing of others first. */
const CHECKS: readonly Check[] = [...stackChecks, ...webhookChecks, ...intercomChecks];

async function runDoctor(session: Session): Promise<0 | 1> {
  const { environment, fetch, json, out } = session;
  const commandOf = (command: string) => `npm run ops -- ${command} ${environment.flags}`;
  const found: { name: string; finding: Finding }[] = [];
  for (const check of CHECKS) {
    const finding = await look(check, { environment, fetch, commandOf });
    found.push({ name: check.name, finding });
    if (!json) print(session, check.name, finding);
  }
  const reds = found.filter(({ finding }) => finding.status === 'red').length;
  if (json) {
    const checks = found.map(({ name, finding }) => ({ name, ...finding }));
    session.printJson({ environment: environment.name, healthy: reds === 0, checks });
  } else {
    out.write(reds === 0 ? `\n${environment.name} is well.\n` : `\n${environment.name}: ${reds} to mend.\n`);
  }
  return reds === 0 ? 0 : 1;
}

async function look(check: Check, patient: Patient): Promise<Finding> {
  try {
    return await check.look(patient);
  } catch (error) {
    const fault = awsFault(error, patient.environment.region);
    // What is none of AWS's or Intercom's errors is a bug of ours, and is told with its stack.
    if (!(fault instanceof TagwrightError) && fault === error) throw error;
    const detail = fault instanceof Error ? fault.message : String(fault);
    return { status: 'red', detail, mend: 'Try again; if it stays, the message says whom to ask.' };
  }
}

const NAME_WIDTH = 17;
const MARKS = { ok: ['ok', 'green'], red: ['RED', 'red'], skipped: ['-', 'dim'] } as const;

function print({ out }: Session, name: string, finding: Finding): void {
  const [mark, style] = MARKS[finding.status];
  const width = out.width - NAME_WIDTH - 5;
  const [first = '', ...rest] = wrap(finding.detail, width);
  out.write(`${out.style(style, mark.padEnd(5))}${name.padEnd(NAME_WIDTH)}${first}\n`);
  const more = finding.status === 'red' ? [...rest, ...wrap(`-> ${finding.mend}`, width)] : rest;
  for (const line of more) out.write(`${' '.repeat(NAME_WIDTH + 5)}${line}\n`);
}
