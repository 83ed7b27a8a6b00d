import { Command } from 'commander';
import * as z from 'zod';
import type { Console } from './console.ts';
import { OpsError } from './ops-error.ts';
import { createSession, type Session } from './session.ts';

/** Adds one command to the program; each is a file of its own in this folder, listed in run-ops.ts. */
export type AddCommand = (ops: OpsProgram) => void;

export interface OpsProgram {
  /** A command with its arguments as commander has them, such as `record <id>`. */
  command(nameAndArguments: string): Command;
  /**
   * For commander's `action`: opens the environment of `--env`, does the work with the command's arguments and its
   * options, and closes it whatever happens. Its result is the exit status.
   */
  run<Given extends unknown[]>(work: Work<Given>): (this: Command, ...given: Given) => Promise<void>;
}

/** 0: done. 1: done, and the answer is bad (nothing found, a check failed, the person said no). */
type Work<Given extends unknown[]> = (session: Session, ...given: Given) => Promise<0 | 1>;

const shared = z.object({
  env: z.string().optional(),
  data: z.string(),
  json: z.boolean().default(false),
  yes: z.boolean().default(false),
});

/** The program with the options that all commands share; `status` is the exit status once it has been parsed. */
export function createOpsProgram(console: Console): {
  program: Command;
  ops: OpsProgram;
  status: () => number;
} {
  let status = 0;
  const program = new Command('ops')
    .description('See what Tagwright did and why, and operate it.')
    .option('--env <name>', 'an environment of infra/environments.ts, or local')
    .option('--json', 'print one JSON document')
    .option('--yes', 'change things without asking')
    .option('--data <folder>', 'of --env local: the folder of npm start', '.data')
    .configureHelp({ showGlobalOptions: true, helpWidth: console.out.width })
    .configureOutput({
      writeOut: (text) => console.out.write(text),
      // Errors are told in one line by whoever catches them; a command that needs another prints its help here.
      writeErr: (text) => void (text.startsWith('Usage:') && console.err.write(text)),
    })
    .exitOverride();

  const ops: OpsProgram = {
    command: (nameAndArguments) =>
      program.command(nameAndArguments).exitOverride().allowExcessArguments(false),
    run: (work) =>
      async function run(...given) {
        const { env, data, ...options } = shared.parse(this.optsWithGlobals());
        if (env === undefined)
          throw new OpsError('Which environment? Give --env <name>, such as --env local.');
        const environment = await console.openEnvironment(env, { data, env: console.env, now: console.now });
        try {
          const session = createSession(environment, options, console);
          status = await work(session, ...given);
        } finally {
          await environment.close();
        }
      },
  };
  return { program, ops, status: () => status };
}
