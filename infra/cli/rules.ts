#!/usr/bin/env node
import { createProcessConsole } from './process-console.ts';
import { runRules } from './rules/run-rules.ts';

process.exitCode = await runRules(process.argv.slice(2), createProcessConsole());
