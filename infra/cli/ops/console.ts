import type { openEnvironment } from '../environment/open-environment.ts';
import type { Terminal } from '../terminal.ts';

/** What a command has of the world besides the environment. */
export interface Console {
  /** stdout: what was asked for. */
  out: Terminal;
  /** stderr: everything else. */
  err: Terminal;
  /** Null where nobody sits there to answer. Rejects where the signal aborts. */
  ask: ((question: string) => Promise<string>) | null;
  /** The same without showing what is typed: for secrets. */
  askHidden: Console['ask'];
  /** All of stdin, as text. */
  readInput: () => Promise<string>;
  fetch: typeof fetch;
  openEnvironment: typeof openEnvironment;
  /** Where progress is drawn; null where that is no terminal. */
  progress: NodeJS.WriteStream | null;
  env: Readonly<Record<string, string | undefined>>;
  /** Aborts at Ctrl-C: a command ends in order, and can be run again. */
  signal: AbortSignal;
  /** Unix ms. */
  now: () => number;
  /** Rejects where the signal aborts. */
  sleep: (ms: number) => Promise<void>;
}
