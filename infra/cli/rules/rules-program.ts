import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { checkCommand } from '../check-command.ts';
import { decideCommand } from '../decide-command.ts';
import type { Console } from '../ops/console.ts';
import { createSession, type Session } from '../ops/session.ts';
import { createPlanMemory, type PlanMemory } from './plan-memory.ts';
import { whoAmI } from './who-am-i.ts';

/** What works with an environment is loaded when it is asked for: it brings the clients of AWS. */
type Done = (status: 0 | 1) => void;

export function createRulesProgram(console: Console, done: Done): Command {
  const program = new Command('rules')
    .description('Check a ruleset, see what it decides, and publish it.')
    .configureHelp({ helpWidth: console.out.width })
    .configureOutput({
      writeOut: (text) => console.out.write(text),
      // Errors are told in one line at the end.
      writeErr: () => undefined,
    })
    .exitOverride();
  addCheck(program, console, done);
  addDecide(program, console, done);
  addPlan(program, console, done);
  addPublish(program, console, done);
  addVersions(program, console, done);
  addRollback(program, console, done);
  return program;
}

function addCheck(program: Command, { out }: Console, done: Done): void {
  program
    .command('check')
    .argument('<file>', 'the ruleset, YAML')
    .description("parse, validate, run every rule's tests, lint")
    .option('--json', 'print one JSON document')
    .option('--strict', 'warnings are errors')
    .action(async (file: string, options: { json?: boolean; strict?: boolean }) => {
      done(await checkCommand(file, options, out));
    });
}

function addDecide(program: Command, { out }: Console, done: Done): void {
  program
    .command('decide')
    .argument('<file>', 'the ruleset, YAML')
    .requiredOption('--notification <file>', 'a notification, JSON')
    .option('--facts <file>', 'objects as the API returns them, JSON')
    .option('--explain', 'say of each rule that did not match which test failed first')
    .option('--json', 'print one JSON document')
    .description('print the decision on a notification')
    .action(
      async (
        file: string,
        options: { notification: string; facts?: string; explain?: boolean; json?: boolean },
      ) => {
        done(await decideCommand(file, options, out));
      },
    );
}

/** What all commands that work with an environment take. */
interface EnvironmentOptions {
  env: string;
  data: string;
  json?: boolean;
  yes?: boolean;
}

interface MoveOptions extends EnvironmentOptions {
  message?: string;
  expect?: number;
  by?: string;
}

function addPlan(program: Command, console: Console, done: Done): void {
  environmentCommand(program, 'plan')
    .argument('<file>', 'the ruleset, YAML')
    .description('show what publishing would change, and the tags that it would create')
    .action(async (file: string, options: EnvironmentOptions) => {
      const { planCommand } = await import('./plan-command.ts');
      await withEnvironment(console, options, done, (session) =>
        planCommand(session, file, memoryOf(options)),
      );
    });
}

function addPublish(program: Command, console: Console, done: Done): void {
  moveCommand(program, 'publish')
    .argument('<file>', 'the ruleset, YAML')
    .description('check it, show the plan, and make it the current version')
    .action(async (file: string, options: MoveOptions) => {
      const { publishCommand } = await import('./publish-command.ts');
      await withEnvironment(console, options, done, (session) =>
        publishCommand(session, file, orderOf(options), memoryOf(options)),
      );
    });
}

function addVersions(program: Command, console: Console, done: Done): void {
  environmentCommand(program, 'versions')
    .option('--limit <n>', 'how many, the newest first', positive, 20)
    .description('list what was published and rolled back, by whom and when')
    .action(async (options: EnvironmentOptions & { limit: number }) => {
      const { versionsCommand } = await import('./versions-command.ts');
      await withEnvironment(console, options, done, (session) => versionsCommand(session, options.limit));
    });
}

function addRollback(program: Command, console: Console, done: Done): void {
  moveCommand(program, 'rollback')
    .argument('<version>', 'its number, as versions lists it', positive)
    .description('make an older version current again')
    .action(async (version: number, options: MoveOptions) => {
      const { rollbackCommand } = await import('./rollback-command.ts');
      await withEnvironment(console, options, done, (session) =>
        rollbackCommand(session, version, orderOf(options)),
      );
    });
}

function environmentCommand(program: Command, name: string): Command {
  return program
    .command(name)
    .allowExcessArguments(false)
    .requiredOption('--env <name>', 'an environment of infra/environments.ts, or local')
    .option('--json', 'print one JSON document')
    .option('--data <folder>', 'of --env local: the folder of npm start', '.data');
}

function moveCommand(program: Command, name: string): Command {
  return environmentCommand(program, name)
    .option('-m, --message <text>', 'what it is for, for the history')
    .option('--expect <version>', 'refuse where another version is current by now; 0: none', wholeNumber)
    .option('--by <name>', "in whose name; else git's e-mail address, or the login name")
    .option('--yes', 'do it without asking');
}

async function withEnvironment(
  console: Console,
  { env, data, json = false, yes = false }: EnvironmentOptions,
  done: Done,
  work: (session: Session) => Promise<0 | 1>,
): Promise<void> {
  const environment = await console.openEnvironment(env, { data, env: console.env, now: console.now });
  try {
    done(await work(createSession(environment, { json, yes }, console)));
  } finally {
    await environment.close();
  }
}

function orderOf({ by, message, expect }: MoveOptions) {
  return { by: by ?? whoAmI(), message, expect };
}

function memoryOf({ data }: EnvironmentOptions): PlanMemory {
  return createPlanMemory(join(data, 'plans.json'));
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It is a number from 1 on.');
  return number;
}
