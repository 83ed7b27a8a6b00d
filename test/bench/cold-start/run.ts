import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SETTINGS } from '../../../functions/platform/settings.ts';
import { bundle } from '../../../infra/bundle.ts';
import { startAwsSink } from './aws-sink.ts';

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
const CLIENT_SECRET = 'bench';
const APP_ID = 'bench';

const rounds = Number(process.argv[2] ?? 31);
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

function signedEvent() {
  const item = { type: 'conversation', id: '1' };
  const body = JSON.stringify({
    type: 'notification_event',
    app_id: APP_ID,
    id: 'notif_1',
    topic: 'conversation.user.created',
    created_at: 1_768_019_869,
    data: { type: 'notification_event_data', item },
  });
  const signature = createHmac('sha1', CLIENT_SECRET).update(body).digest('hex');
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/intercom',
    rawPath: '/webhooks/intercom',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'x-hub-signature': `sha1=${signature}`, host: 'bench' },
    requestContext: { http: { method: 'POST', path: '/webhooks/intercom' }, domainName: 'bench' },
    body,
    isBase64Encoded: false,
  };
}

function report(candidates: { name: string; kilobytes: number; times: number[] }[]): void {
  const rows = candidates.map((candidate) => ({ ...candidate, median: median(candidate.times) }));
  const base = rows[0]?.median ?? Number.NaN;
  console.log(`node ${process.version}, ${rounds} runs of each, median`);
  for (const { name, kilobytes, median: ms } of rows) {
    console.log(
      `${name.padEnd(26)}${kilobytes.toFixed(1).padStart(8)} kB${ms.toFixed(1).padStart(8)} ms  x${(ms / base).toFixed(2)}`,
    );
  }
  const ratio = (rows[1]?.median ?? Number.NaN) / base;
  if (ratio <= LIMIT) return;
  console.error(`receive needs ${ratio.toFixed(2)} of the bare client's time: over ${LIMIT}`);
  process.exitCode = 1;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
