#!/usr/bin/env node
import { runOps } from './ops/run-ops.ts';
import { createProcessConsole } from './process-console.ts';

process.exitCode = await runOps(process.argv.slice(2), createProcessConsole());
