import { CommanderError } from 'commander';
import { TagwrightError } from '../../functions/tagwright-error.ts';
import { UsageError } from '../local/start/options.ts';
import { awsFault } from './environment/aws-fault.ts';
import { EnvironmentError } from './environment/environment-error.ts';
import { OpsError } from './ops/ops-error.ts';
import { UnreadableFileError } from './read-input.ts';

const expected = [OpsError, EnvironmentError, UsageError, TagwrightError, UnreadableFileError];

/** Whether a person ended the command: by Ctrl-C, or by Ctrl-D at a question. */
export function isEnded(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** An error in one line for the person at the terminal, where it was to be expected; a bug is thrown on, with its stack. */
export function errorLine(error: unknown, program: 'ops' | 'rules'): string {
  const fault = awsFault(error, 'the region of the stack');
  if (fault instanceof CommanderError) {
    const message = fault.message
      .replace(/^error: /u, '')
      .replace(/^command-argument value '(.*)' is invalid for argument '(.*?)'\./u, '"$1" is no $2.')
      .replace(/\s+/gu, ' ');
    return `${program}: ${message} (npm run --silent ${program} -- --help lists the commands)`;
  }
  const isExpected = expected.some((known) => fault instanceof known);
  if (isExpected && fault instanceof Error) return `${program}: ${fault.message.replace(/\s+/gu, ' ')}`;
  throw error;
}
