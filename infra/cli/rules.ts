#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check-command.ts';
import { decideCommand } from './decide-command.ts';
import { UnreadableFileError } from './read-input.ts';
import { terminalOf } from './terminal.ts';

const terminal = terminalOf(process.stdout, process.env);
const program = new Command('rules')
  .description('Check a ruleset, and see what it decides.')
  .exitOverride()
  .showHelpAfterError();

program
  .command('check')
  .argument('<file>', 'the ruleset, YAML')
  .description("parse, validate, run every rule's tests, lint")
  .option('--json', 'print one JSON document')
  .option('--strict', 'warnings are errors')
  .action(async (file: string, options: { json?: boolean; strict?: boolean }) => {
    process.exitCode = await checkCommand(file, options, terminal);
  });

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
      process.exitCode = await decideCommand(file, options, terminal);
    },
  );

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UnreadableFileError) {
    process.stderr.write(`rules: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
