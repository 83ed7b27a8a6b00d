import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SETTINGS } from '../../../functions/platform/settings.ts';
import { bundle } from '../../../infra/bundle.ts';
import { replaceSection } from '../replace-section.ts';
import { startAwsSink } from './aws-sink.ts';
import { APP_ID, CLIENT_SECRET, signedEvent } from './signed-event.ts';

/**
 * `npm run bench:cold-start [rounds]`: what receive needs from its import to its first answer, in which
 * it reads its secret and sends to the queue, beside what a bare SQS client needs to its first send.
 * Each run is a new process; the candidates take turns, so that the machine's other load hits all alike.
 */
const CANDIDATES = {
  'bare SQS client': 'test/bench/cold-start/bare-sqs-client.ts',
  receive: 'functions/receive/handler.ts',
  'receive with SDK clients': 'test/bench/cold-start/receive-with-sdk.ts',
};
/** receive may need at most this part of the bare client's time. */
const LIMIT = 0.9;

/** Fewer are for a look only, and are not written down. */
const ROUNDS = 31;
const rounds = Number(process.argv[2] ?? ROUNDS);
const [load = 0] = loadavg();
const folder = mkdtempSync(join(tmpdir(), 'tagwright-bench-'));
const sink = await startAwsSink(JSON.stringify({ client_secrets: [CLIENT_SECRET] }));
try {
  const candidates = Object.entries(CANDIDATES).map(([name, entry], index) => {
    const file = join(folder, `${index}.mjs`);
    const loaded = bundle(entry, file).reduce((sum, each) => sum + statSync(each).size, 0);
    return { name, file, kilobytes: loaded / 1000, times: [] as number[] };
  });
  for (let round = 0; round <= rounds; round++) {
    for (const candidate of candidates) {
      const elapsed = await timeToAnswer(candidate.file, sink.url);
      // The first round warms the page cache.
      if (round > 0) candidate.times.push(elapsed);
    }
  }
  report(candidates);
} finally {
  sink.close();
  rmSync(folder, { recursive: true });
}

async function timeToAnswer(file: string, endpoint: string): Promise<number> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'time-to-answer.ts'), file, JSON.stringify(signedEvent())],
    {
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
        [SETTINGS.environment]: 'bench',
        [SETTINGS.queueUrl]: `${endpoint}/queue.fifo`,
        [SETTINGS.webhookSecretArn]: 'webhook',
        [SETTINGS.intercomAppId]: APP_ID,
      },
    },
  );
  return Number(/elapsed=([\d.]+)/.exec(stderr)?.[1]);
}

function report(candidates: { name: string; kilobytes: number; times: number[] }[]): void {
  const rows = candidates.map((candidate) => ({ ...candidate, median: median(candidate.times) }));
  const base = rows[0]?.median ?? Number.NaN;
  const text = [
    '## Cold start',
    '',
    `\`npm run bench:cold-start\`, Node ${process.version}, two cores; load of the machine before it began: ${load.toFixed(1)}. From the`,
    'import of the bundle to the answer to a signed notification, for which receive reads its secret and sends to the',
    `queue; for the bare client, to its first send. Each time a new process, against an HTTP sink on loopback; median of`,
    `${rounds}. receive may need at most ${LIMIT} of the bare client's time, and 100 kB (\`npm run build\`).`,
    '',
    '| | loaded | ms | of the bare client |',
    '|---|---|---|---|',
    ...rows.map(
      ({ name, kilobytes, median: ms }) =>
        `| ${name} | ${kilobytes.toFixed(1)} kB | ${ms.toFixed(1)} | ${(ms / base).toFixed(2)} |`,
    ),
  ].join('\n');
  console.log(text);
  if (rounds >= ROUNDS) replaceSection('cold-start', text);
  const ratio = (rows[1]?.median ?? Number.NaN) / base;
  if (ratio <= LIMIT) return;
  console.error(`receive needs ${ratio.toFixed(2)} of the bare client's time: over ${LIMIT}`);
  process.exitCode = 1;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
