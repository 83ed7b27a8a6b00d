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
    let isAnswered = false;
    try {
      const answer = await terminal.question(hidden ? '' : question, { signal });
      isAnswered = true;
      return answer;
    } finally {
      terminal.close();
      // Where nobody pressed Return, or it was not shown, the next line has yet to be begun.
      if (hidden || !isAnswered) process.stderr.write('\n');
    }
  };
}
