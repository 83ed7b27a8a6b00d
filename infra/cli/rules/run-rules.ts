import { CommanderError } from 'commander';
import { errorLine, isEnded } from '../error-line.ts';
import type { Console } from '../ops/console.ts';
import { createRulesProgram } from './rules-program.ts';

/** `npm run --silent rules -- <argv>`. @returns the exit status: 0 good, 1 bad or refused, 2 could not be done */
export async function runRules(argv: readonly string[], console: Console): Promise<number> {
  let status = 0;
  const program = createRulesProgram(console, (done) => {
    status = done;
  });
  if (argv.length === 0) {
    console.err.write(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (isEnded(error)) {
      console.err.write('rules: ended early; nothing was changed.\n');
      return 1;
    }
    console.err.write(`${errorLine(error, 'rules')}\n`);
    return 2;
  }
}
