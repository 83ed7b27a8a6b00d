import type { OpenedEnvironment } from '../environment/opened-environment.ts';
import type { Terminal } from '../terminal.ts';
import type { Console } from './console.ts';
import { OpsError } from './ops-error.ts';
import { type Progress, startProgress } from './progress.ts';

/** What a command works with: an environment, and the person who asked. */
export interface Session {
  environment: OpenedEnvironment;
  /** stdout is for one JSON document, and nothing else. */
  json: boolean;
  /** stdout, for people. */
  out: Terminal;
  /** stderr. */
  err: Terminal;
  env: Console['env'];
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  sleep: Console['sleep'];
  /** One line on stderr. */
  say: (line: string) => void;
  printJson: (document: unknown) => void;
  /**
   * Asks before something is changed. True at once with --yes; false where the person says no.
   * @throws OpsError where nobody can be asked
   */
  confirm: (question: string) => Promise<boolean>;
  /** Asks for a text; with `hidden`, without showing it. @throws OpsError where nobody can be asked */
  ask: (question: string, options?: { hidden?: boolean }) => Promise<string>;
  /** All of stdin. */
  readInput: Console['readInput'];
  fetch: typeof fetch;
  /** Draws how far something is, on a terminal; `total` where it is known. Stop it. */
  progress: (what: string, total?: number) => Progress;
}

export function createSession(
  environment: OpenedEnvironment,
  { json, yes }: { json: boolean; yes: boolean },
  console: Console,
): Session {
  const { out, err, ask, progress, env, signal, sleep } = console;
  return {
    environment,
    json,
    out,
    err,
    env,
    signal,
    sleep,
    say: (line) => err.write(`${line}\n`),
    printJson: (document) => out.write(`${JSON.stringify(document, null, 2)}\n`),
    async confirm(question) {
      if (yes) return true;
      if (ask === null) {
        throw new OpsError(`${question} Nothing was changed: without a terminal to ask at, give --yes.`);
      }
      const answer = await ask(`${question} [y/N] `);
      const isYes = /^y(es)?$/iu.test(answer.trim());
      if (!isYes) err.write('Nothing was changed.\n');
      return isYes;
    },
    async ask(question, { hidden = false } = {}) {
      const asking = hidden ? console.askHidden : ask;
      if (asking === null) throw new OpsError(`${question} Without a terminal to ask at, give --stdin.`);
      return (await asking(`${question} `)).trim();
    },
    readInput: console.readInput,
    fetch: console.fetch,
    progress: (what, total) => startProgress(progress, what, total),
  };
}
