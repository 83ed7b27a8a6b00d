import { openEnvironment as openEnvironmentOf } from '../../../infra/cli/environment/open-environment.ts';
import type { Console } from '../../../infra/cli/ops/console.ts';
import { runOps } from '../../../infra/cli/ops/run-ops.ts';
import type { Terminal } from '../../../infra/cli/terminal.ts';

export interface OpsResult {
  status: number;
  stdout: string;
  stderr: string;
}

export interface OpsOptions {
  /** What the person answers to the questions, one after the other; without them nobody sits there. */
  answers?: string[];
  /** Instead of the answers. */
  ask?: Console['ask'];
  /** stdin, where no person sits there. */
  input?: string;
  fetch?: typeof fetch;
  openEnvironment?: Console['openEnvironment'];
  env?: Record<string, string>;
  signal?: AbortSignal;
  /** Unix ms, or a clock of them; the clock where it is not given. */
  now?: number | (() => number);
  /** Instead of waiting; nothing without it. */
  sleep?: (ms: number) => Promise<void>;
  /** Told of what is printed as it is. */
  onOutput?: (text: string) => void;
}

/** `npm run ops -- <argv>` in this process, at a terminal of 80 columns without colour. */
export function opsCommand(argv: readonly string[], options: OpsOptions = {}): Promise<OpsResult> {
  return atTerminal(runOps, argv, options);
}

/** The same of any command line program. */
export async function atTerminal(
  run: (argv: readonly string[], console: Console) => Promise<number>,
  argv: readonly string[],
  {
    answers,
    ask: askOf,
    input = '',
    fetch = globalThis.fetch,
    openEnvironment = openEnvironmentOf,
    env = {},
    signal = new AbortController().signal,
    now,
    sleep = async () => undefined,
    onOutput = () => undefined,
  }: OpsOptions = {},
): Promise<OpsResult> {
  let stdout = '';
  let stderr = '';
  const terminal = (write: (text: string) => void): Terminal => ({
    width: 80,
    write,
    style: (_style, text) => text,
  });
  const left = [...(answers ?? [])];
  const askInTurn =
    answers === undefined
      ? null
      : async (question: string) => {
          stderr += `${question}\n`;
          return left.shift() ?? '';
        };
  const ask = askOf ?? askInTurn;
  const status = await run(argv, {
    out: terminal((text) => {
      stdout += text;
      onOutput(text);
    }),
    err: terminal((text) => {
      stderr += text;
    }),
    ask,
    askHidden: ask,
    readInput: async () => input,
    fetch,
    openEnvironment,
    progress: null,
    env,
    signal,
    now: typeof now === 'number' ? () => now : (now ?? Date.now),
    sleep,
  });
  return { status, stdout, stderr };
}
