import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { createAsk } from './ask.ts';
import type { Console } from './ops/console.ts';
import { terminalOf } from './terminal.ts';

/** The console of this process; Ctrl-C aborts its signal. */
export function createProcessConsole(): Console {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
  // Whoever reads has had enough (`| head`): there is nobody to tell more.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!('code' in error) || error.code !== 'EPIPE') throw error;
      ended.abort();
    });
  }
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  return {
    out: terminalOf(process.stdout, process.env),
    err: terminalOf(process.stderr, process.env),
    ask: isTerminal ? createAsk(ended.signal) : null,
    askHidden: isTerminal ? createAsk(ended.signal, { hidden: true }) : null,
    readInput: () => text(process.stdin),
    fetch,
    // The clients of AWS, which half of the commands do without.
    openEnvironment: async (...given) =>
      (await import('./environment/open-environment.ts')).openEnvironment(...given),
    progress: process.stderr.isTTY ? process.stderr : null,
    env: process.env,
    signal: ended.signal,
    now: Date.now,
    sleep: (ms) => delay(ms, undefined, { signal: ended.signal }),
  };
}
