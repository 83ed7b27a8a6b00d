import { CommanderError } from 'commander';
import { errorLine, isEnded } from '../error-line.ts';
import type { Console } from './console.ts';
import { addDlqCommand } from './dlq/dlq-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addEraseCommand } from './erase/erase-command.ts';
import { addExportCommand } from './export/export-command.ts';
import { addHealthCommand } from './health-command.ts';
import { type AddCommand, createOpsProgram } from './ops-program.ts';
import { addPauseCommand } from './pause-command.ts';
import { addRecordCommand } from './record-command.ts';
import { addReleaseCommand } from './release-command.ts';
import { addResumeCommand } from './resume-command.ts';
import { addRuleCommand } from './rule-command.ts';
import { addSecretsCommand } from './secrets-command.ts';
import { addStatsCommand } from './stats/stats-command.ts';
import { addSubjectCommand } from './subject-command.ts';
import { addSyncCommand } from './sync/sync-command.ts';
import { addTailCommand } from './tail-command.ts';
import { addTargetCommand } from './target-command.ts';

/** In the order of the help. */
const commands: readonly AddCommand[] = [
  addRecordCommand,
  addSubjectCommand,
  addTargetCommand,
  addRuleCommand,
  addTailCommand,
  addStatsCommand,
  addHealthCommand,
  addDlqCommand,
  addSyncCommand,
  addPauseCommand,
  addResumeCommand,
  addReleaseCommand,
  addEraseCommand,
  addExportCommand,
  addSecretsCommand,
  addDoctorCommand,
];

/** `npm run --silent ops -- <argv>`. @returns the exit status: 0 done, 1 done with a bad answer, 2 could not be done */
export async function runOps(argv: readonly string[], console: Console): Promise<number> {
  const { program, ops, status } = createOpsProgram(console);
  for (const add of commands) add(ops);
  if (argv.length === 0) {
    program.outputHelp();
    return 2;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status();
  } catch (error) {
    // A command that needs another, such as dlq, has printed its help.
    if (error instanceof CommanderError && error.code === 'commander.help') return 2;
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (isEnded(error)) {
      console.err.write('ops: ended early. What is done stays; give the command again for the rest.\n');
      return 1;
    }
    console.err.write(`${errorLine(error, 'ops')}\n`);
    return 2;
  }
}
