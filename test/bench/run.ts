/** `npm run bench -- rules|pipeline|calls|memory|ops|sync [--json] [--quick]`: measures on this machine and writes what it found to docs/benchmarks.md. */

import { parseArgs } from 'node:util';
import { benchCalls } from './calls/bench-calls.ts';
import { benchMemory } from './memory/bench-memory.ts';
import { benchOps } from './ops/bench-ops.ts';
import { benchPipeline } from './pipeline/bench-pipeline.ts';
import { benchRules } from './rules/bench-rules.ts';
import { benchSync } from './sync/bench-sync.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});

const benches: Record<string, (options: { quick: boolean; json: boolean }) => Promise<void>> = {
  calls: benchCalls,
  memory: benchMemory,
  ops: benchOps,
  pipeline: benchPipeline,
  rules: benchRules,
  sync: benchSync,
};

const bench = benches[positionals[0] ?? ''];
if (bench === undefined || positionals.length > 1) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--quick]\n`);
  process.exitCode = 2;
} else {
  await bench(values);
}
