#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { createAsk } from './ask.ts';
import { openEnvironment } from './environment/open-environment.ts';
import { runOps } from './ops/run-ops.ts';
import { terminalOf } from './terminal.ts';

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
const isTerminal = process.stdin.isTTY && process.stderr.isTTY;

process.exitCode = await runOps(process.argv.slice(2), {
  out: terminalOf(process.stdout, process.env),
  err: terminalOf(process.stderr, process.env),
  ask: isTerminal ? createAsk(ended.signal) : null,
  askHidden: isTerminal ? createAsk(ended.signal, { hidden: true }) : null,
  readInput: () => text(process.stdin),
  fetch,
  openEnvironment,
  progress: process.stderr.isTTY ? process.stderr : null,
  env: process.env,
  signal: ended.signal,
  now: Date.now,
  sleep: (ms) => delay(ms, undefined, { signal: ended.signal }),
});
