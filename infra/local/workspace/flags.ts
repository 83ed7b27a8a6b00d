import { Command, InvalidArgumentError, Option } from 'commander';
import { type Fault, parseFault } from './faults/fault.ts';
import { defaultOptions } from './options.ts';

export interface Flags {
  readonly port: number;
  readonly host: string;
  readonly token: string;
  readonly appId: string;
  readonly webhook?: string;
  readonly secret?: string;
  readonly data?: string;
  readonly limit: number;
  readonly window: number;
  readonly fault: readonly Fault[];
  readonly seed: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly clockSpeed: number;
  readonly reattach: 'keep' | 'refresh';
}

/** Reads the command line; throws commander's `CommanderError` where it is wrong, or asks for help. */
export function readFlags(argv: readonly string[]): Flags {
  const program = new Command('npm run workspace --')
    .description('An Intercom workspace on this machine: the REST API 2.11, webhooks, limits and faults.')
    .option('--port <number>', 'port to listen on, 0 for a free one', integer(0, 65_535), 4010)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--token <token>', 'the access token; any other gets 401', defaultOptions.token)
    .option('--app-id <id>', 'the workspace id', defaultOptions.appId)
    .option('--webhook <url>', 'where notifications go')
    .option('--secret <secret>', 'the client secret that signs them')
    .option('--data <file>', 'keep what the workspace holds in this file')
    .option('--limit <calls>', 'calls in one rate-limit window', integer(1), defaultOptions.rateLimit.limit)
    .option('--window <ms>', 'length of that window', integer(1), defaultOptions.rateLimit.windowMs)
    .option(
      '--fault <kind[:settings]>',
      'what goes wrong, e.g. server_error:share=0.1; repeatable',
      faults,
      [],
    )
    .option('--seed <number>', 'for ids, faults, duplicates and order', integer(0), defaultOptions.seed)
    .option('--duplicate <share>', 'share of notifications sent twice, 0 to 1', share, 0)
    .option('--reorder <ms>', 'delay each notification by a random time up to this', integer(0), 0)
    .option('--clock-speed <factor>', 'how much faster the clock runs', positive, 1)
    .addOption(
      new Option('--reattach <what>', 'what attaching a tag again does to its applied_at')
        .choices(['keep', 'refresh'])
        .default(defaultOptions.reattach),
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const flags = program.parse(argv, { from: 'user' }).opts<Flags>();
  if ((flags.webhook === undefined) !== (flags.secret === undefined)) {
    program.error('error: --webhook and --secret go together');
  }
  return flags;
}

function integer(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(
        most === Number.MAX_SAFE_INTEGER
          ? `It must be a whole number, at least ${least}.`
          : `It must be a whole number from ${least} to ${most}.`,
      );
    }
    return value;
  };
}

function faults(text: string, before: readonly Fault[]): readonly Fault[] {
  try {
    return [...before, parseFault(text)];
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be from 0 to 1.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be above 0.');
  return value;
}
