import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** Where the webhooks come in; the workspace emulator takes the next port. */
  port: number;
  once: boolean;
  reset: boolean;
  quiet: boolean;
  rules: string;
  data: string;
  /** A real workspace instead of the emulator. */
  live?: LiveOptions;
}

export interface LiveOptions {
  accessToken: string;
  clientSecret: string;
  region: 'us' | 'eu' | 'au';
  /** Instead of the region's own host: a proxy. */
  baseUrl?: string;
  /** Found by `me` where it is absent. */
  adminId?: string;
  /** Without it every rule is in shadow. */
  apply: boolean;
}

/** A wrong flag or setting: one line for the person who typed it, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line of `npm start`. The `INTERCOM_*` variables are read only with `--live`.
 * @returns the options, or the text to print where help was asked for
 * @throws UsageError
 */
export function startOptions(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): StartOptions | { help: string } {
  const command = startCommand();
  let printed = '';
  command.exitOverride().configureOutput({
    writeOut: (text) => {
      printed += text;
    },
    writeErr: () => undefined,
  });
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help: printed };
    throw new UsageError(
      `${error.message.replace(/^error: /, '').replace(/\s+/g, ' ')} (npm start -- --help lists the flags)`,
      {
        cause: error,
      },
    );
  }
  const { live, apply, ...flags } = flagsOf.parse(command.opts());
  if (apply && !live) throw new UsageError('--apply is only for --live: the sample day is always applied.');
  return live ? { ...flags, live: liveOptions(env, apply) } : flags;
}

const flagsOf = z.object({
  port: z.number(),
  once: z.boolean().default(false),
  reset: z.boolean().default(false),
  quiet: z.boolean().default(false),
  rules: z.string(),
  data: z.string(),
  live: z.boolean().default(false),
  apply: z.boolean().default(false),
});

function startCommand(): Command {
  return new Command('npm start --')
    .description(
      'Tagwright on this machine: an Intercom workspace emulator, a sample day, and the real functions.',
    )
    .addOption(
      new Option('--port <n>', 'where webhooks come in; the workspace takes the next one')
        .default(4000)
        .argParser(port),
    )
    .option('--once', 'end by itself after the sample day; exit 0 only if all is as expected')
    .option('--reset', 'forget what earlier starts kept')
    .option('--quiet', 'print problems and the last line only')
    .option('--rules <file>', 'the ruleset', 'rules/local.yaml')
    .option('--data <folder>', 'where records, tags and messages are kept', '.data')
    .option('--live', 'a real workspace: INTERCOM_ACCESS_TOKEN, INTERCOM_CLIENT_SECRET, INTERCOM_REGION')
    .option('--apply', 'with --live: tag for real; without it every rule is in shadow')
    .allowExcessArguments(false);
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= 1 && number <= 65_534))
    throw new InvalidArgumentError('A port is a number from 1 to 65534.');
  return number;
}

const liveEnv = z.object({
  INTERCOM_ACCESS_TOKEN: z.string().min(1),
  INTERCOM_CLIENT_SECRET: z.string().min(1),
  INTERCOM_REGION: z.enum(['us', 'eu', 'au']),
  INTERCOM_ADMIN_ID: z.string().regex(/^\d+$/).optional(),
  INTERCOM_BASE_URL: z.url().optional(),
});

function liveOptions(env: NodeJS.ProcessEnv, apply: boolean): LiveOptions {
  const read = liveEnv.safeParse(env);
  if (!read.success) {
    const names = [...new Set(read.error.issues.map(({ path }) => path.join('.')))];
    throw new UsageError(`--live needs ${names.join(' and ')}: ${wanted(names)}.`);
  }
  const { INTERCOM_ADMIN_ID: adminId, INTERCOM_BASE_URL: baseUrl } = read.data;
  return {
    accessToken: read.data.INTERCOM_ACCESS_TOKEN,
    clientSecret: read.data.INTERCOM_CLIENT_SECRET,
    region: read.data.INTERCOM_REGION,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(adminId === undefined ? {} : { adminId }),
    apply,
  };
}

const meaning: Record<string, string> = {
  INTERCOM_ACCESS_TOKEN: "the access token of your app, in Intercom's Developer Hub under Authentication",
  INTERCOM_CLIENT_SECRET:
    "the client secret of your app, in Intercom's Developer Hub under Basic information",
  INTERCOM_REGION: 'us, eu or au',
  INTERCOM_ADMIN_ID: "a teammate's id, in digits",
  INTERCOM_BASE_URL: "a URL to use instead of the region's own",
};

function wanted(names: readonly string[]): string {
  return names.map((name) => meaning[name] ?? name).join('; ');
}
