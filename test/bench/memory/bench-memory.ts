import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { heapOptions } from '../../../infra/constructs/heap-options.ts';
import { readPrices } from '../cost/prices.ts';
import { replaceSection } from '../replace-section.ts';
import { seededRandom } from '../rules/random.ts';
import { notificationOf, workloadOf } from '../rules/workload.ts';
import { startFunctionRunner } from './run-function.ts';
import type { Told } from './tell.ts';

const SIZES = [128, 256, 448, 512, 896, 1769];
/** A core at 1,769 MB (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
const FULL_CORE_MB = 1769;
/** Of which each waits, in ms: for SQS; for DynamoDB and, of three in ten, Intercom. */
const WAITS = { receive: 8, apply: 70 };

/** `npm run bench -- memory`: what the functions hold and compute here, and what that means at each size of Lambda's. */
export async function benchMemory({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const runner = await startFunctionRunner();
  try {
    const receive = await runner.receive();
    const random = seededRandom(7);
    const applyWith = async (rules: number, memoryMb: number) => {
      const { ruleset, messages } = workloadOf(random, { rules, messages: 1 });
      const file = join(runner.folder, 'ruleset.json.gz');
      writeFileSync(file, gzipSync(JSON.stringify(ruleset)));
      const notification = JSON.stringify(notificationOf(messages[0] ?? '', random));
      return runner.apply([file, notification], heapOptions(memoryMb));
    };
    const rules = quick ? 1_000 : 10_000;
    const told = { receive, apply: await applyWith(rules, 448), most: await applyWith(2 * rules, 896) };
    const text = reportText(told, rules);
    process.stdout.write(`${json ? JSON.stringify(told) : text}\n`);
    if (!quick) replaceSection('memory', text);
  } finally {
    runner.close();
  }
}

/** `most`: apply with twice as many rules, which are the most that a ruleset may have. */
function reportText(told: Record<'receive' | 'apply' | 'most', Told>, rules: number): string {
  const inWords = (count: number) => `${count.toLocaleString('en')} rules`;
  const row = (name: string, { peakMb, startMs, rulesMs, eachMs }: Told) =>
    `| ${name} | ${peakMb.toFixed(0)} MB | ${startMs.toFixed(0)} ms | ${rulesMs.toFixed(0)} ms | ${eachMs.toFixed(2)} ms |`;
  const measured = [
    row('receive', told.receive),
    row(`apply with 448 MB, ${inWords(rules)}`, told.apply),
    row(`apply with 896 MB, ${inWords(2 * rules)}`, told.most),
  ];
  const sizes = SIZES.map((mb) => {
    const [receive, apply] = [atSize(mb, told.receive, WAITS.receive), atSize(mb, told.apply, WAITS.apply)];
    return `| ${mb} MB | ${receive} | ${apply} | ${Math.round(told.apply.rulesMs * shareOf(mb))} ms |`;
  });
  return [
    '## Memory',
    '',
    `\`npm run bench -- memory\`, Node ${process.version} on x86-64. Measured in a process each: the most memory held, and the`,
    "processor's time; receive against a sink on loopback, apply's bundle without its calls, with the heap that it is",
    'deployed with: the rules compiled, 500 decisions, then four more versions taken up, two of them held at a time.',
    '',
    '| | peak | to start | the rules | each message |',
    '|---|---|---|---|---|',
    ...measured,
    '',
    'Computed from it: Lambda gives a core at 1,769 MB and a part of it below; waits (8 ms in receive, 70 ms on average in',
    'apply) stay as they are. Milliseconds of a warm message, and US dollars for a million of them.',
    '',
    `| | receive | apply | ${inWords(rules)} at a start |`,
    '|---|---|---|---|',
    ...sizes,
    '',
    'receive has 512 MB: it fits into less, but would need twice as long at a first request, for 0.03 dollars. apply has',
    '448 MB, and must hold the rules twice while a new version is taken up; `applyMemoryMb` of an environment gives it',
    'more, for more than 10,000 rules.',
  ].join('\n');
}

function shareOf(mb: number): number {
  return Math.max(1, FULL_CORE_MB / mb);
}

function atSize(mb: number, { eachMs, peakMb }: Told, waitMs: number): string {
  if (peakMb > mb) return 'does not fit';
  const ms = waitMs + eachMs * shareOf(mb);
  const usd = (mb / 1024) * (ms / 1000) * 1e6 * readPrices().lambda_gb_second;
  return `${ms.toFixed(1)} ms, $${usd.toFixed(2)}`;
}
