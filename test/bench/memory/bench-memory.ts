import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { SETTINGS } from '../../../functions/platform/settings.ts';
import { bundleFunction } from '../../../infra/bundle-function.ts';
import { startAwsSink } from '../cold-start/aws-sink.ts';
import { CLIENT_SECRET, signedEvent } from '../cold-start/signed-event.ts';
import { readPrices } from '../cost/prices.ts';
import { replaceSection } from '../replace-section.ts';
import { seededRandom } from '../rules/random.ts';
import { notificationOf, workloadOf } from '../rules/workload.ts';
import { type Told, toldSchema } from './tell.ts';

const SIZES = [128, 256, 512, 1024, 1769];
/** A core at 1,769 MB (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
const FULL_CORE_MB = 1769;
/** Of which each waits, in ms: for SQS; for DynamoDB and, of three in ten, Intercom. */
const WAITS = { receive: 8, apply: 70 };

/** `npm run bench -- memory`: what the functions hold and compute here, and what that means at each size of Lambda's. */
export async function benchMemory({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-memory-'));
  const sink = await startAwsSink(JSON.stringify({ client_secrets: [CLIENT_SECRET] }));
  const env = environmentOf(sink.url);
  try {
    const receive = await run('receive', [bundled('receive', folder), JSON.stringify(signedEvent())], env);
    const random = seededRandom(7);
    const { ruleset, messages } = workloadOf(random, { rules: quick ? 1_000 : 10_000, messages: 1 });
    const file = join(folder, 'ruleset.json.gz');
    writeFileSync(file, gzipSync(JSON.stringify(ruleset)));
    const notification = JSON.stringify(notificationOf(messages[0] ?? '', random));
    const apply = await run('apply', [bundled('apply', folder), file, notification], env);
    const text = reportText({ receive, apply }, ruleset.rules.length);
    process.stdout.write(`${json ? JSON.stringify({ receive, apply }) : text}\n`);
    if (!quick) replaceSection('memory', text);
  } finally {
    sink.close();
    rmSync(folder, { recursive: true });
  }
}

const bundled = (name: 'receive' | 'apply', folder: string) =>
  join(bundleFunction(name, folder), 'handler.mjs');

async function run(name: string, args: string[], env: Record<string, string>): Promise<Told> {
  const script = join(import.meta.dirname, `${name}-process.ts`);
  const { stderr } = await promisify(execFile)(process.execPath, [script, ...args], { env });
  return toldSchema.parse(JSON.parse(/told=(.*)/.exec(stderr)?.[1] ?? ''));
}

function environmentOf(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    [SETTINGS.environment]: 'bench',
    [SETTINGS.intercomAppId]: 'bench',
    [SETTINGS.queueUrl]: `${endpoint}/queue.fifo`,
    [SETTINGS.deadLetterQueueUrl]: `${endpoint}/dead-letters.fifo`,
    [SETTINGS.tableName]: 'table',
    [SETTINGS.webhookSecretArn]: 'webhook',
    [SETTINGS.intercomSecretArn]: 'intercom',
  };
}

function reportText(told: { receive: Told; apply: Told }, rules: number): string {
  const measured = Object.entries(told).map(
    ([name, { peakMb, startMs, rulesMs, eachMs }]) =>
      `| ${name} | ${peakMb.toFixed(0)} MB | ${startMs.toFixed(0)} ms | ${rulesMs.toFixed(0)} ms | ${eachMs.toFixed(2)} ms |`,
  );
  const sizes = SIZES.map((mb) => {
    const [receive, apply] = [atSize(mb, told.receive, WAITS.receive), atSize(mb, told.apply, WAITS.apply)];
    return `| ${mb} MB | ${receive} | ${apply} | ${Math.round(told.apply.rulesMs * shareOf(mb))} ms |`;
  });
  return [
    '## Memory',
    '',
    `\`npm run bench -- memory\`, Node ${process.version} on x86-64. Measured in a process each: the most memory held, and the`,
    "processor's time; receive against a sink on loopback, apply's bundle with the rules compiled and 500 decisions, without",
    'its calls.',
    '',
    `| | peak | to start | ${rules.toLocaleString('en')} rules | each message |`,
    '|---|---|---|---|---|',
    ...measured,
    '',
    'Computed from it: Lambda gives a core at 1,769 MB and a part of it below; waits (8 ms in receive, 70 ms on average in',
    'apply) stay as they are. Milliseconds of a warm message, and US dollars for a million of them.',
    '',
    `| | receive | apply | ${rules.toLocaleString('en')} rules at a start |`,
    '|---|---|---|---|',
    ...sizes,
    '',
    'Both have 512 MB (`infra/constructs`): receive fits into less, but would need twice as long at a first request, for',
    '0.03 dollars; apply must hold the rules twice while a new version is taken up.',
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
