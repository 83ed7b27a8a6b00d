#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { runOps } from './ops/run-ops.ts';
import { terminalOf } from './terminal.ts';

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());

process.exitCode = await runOps(process.argv.slice(2), {
  out: terminalOf(process.stdout, process.env),
  err: terminalOf(process.stderr, process.env),
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : null,
  progress: process.stderr.isTTY ? process.stderr : null,
  env: process.env,
  signal: ended.signal,
  now: Date.now,
});

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question, { signal: ended.signal });
  } finally {
    terminal.close();
  }
}
