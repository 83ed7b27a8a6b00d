import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on stderr, as stdout is for results. `hidden`: nothing of what is typed is shown. Rejects where `signal` aborts. */
export function createAsk(
  signal: AbortSignal,
  { hidden = false }: { hidden?: boolean } = {},
): (question: string) => Promise<string> {
  return async function ask(question) {
    const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
    // Without `terminal`, the terminal itself would show what is typed.
    const terminal = createInterface({ input: process.stdin, output, terminal: true });
    if (hidden) process.stderr.write(question);
    try {
      return await terminal.question(hidden ? '' : question, { signal });
    } finally {
      terminal.close();
      if (hidden) process.stderr.write('\n');
    }
  };
}
