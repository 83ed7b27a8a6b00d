#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Half of the time that a check takes is that of compiling these sources: Node keeps what it made of them among the
// user's temporary files. NODE_DISABLE_COMPILE_CACHE=1 turns that off.
enableCompileCache();
const { createProcessConsole } = await import('./process-console.ts');
const { runRules } = await import('./rules/run-rules.ts');

process.exitCode = await runRules(process.argv.slice(2), createProcessConsole());
