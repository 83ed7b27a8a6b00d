import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { createRecordStore } from '../../../functions/store/records.ts';
import { createTable } from '../../../functions/store/table.ts';
import { aRecord } from '../../support/records.ts';
import { startDynaliteProcess } from '../../support/start-dynalite-process.ts';
import { replaceSection } from '../replace-section.ts';

const told = z.object({ status: z.number(), bytes: z.number(), seconds: z.number(), peakMb: z.number() });
type Told = z.infer<typeof told>;

const day = 86_400_000;
const now = Date.UTC(2026, 0, 8);

/** `npm run bench -- ops`: what commands that read many records hold in memory, by how many there are. */
export async function benchOps({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const sizes = quick ? [1_000, 5_000] : [10_000, 100_000];
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-bench-ops-'));
  const database = await startDynaliteProcess();
  const commands = { stats: ['stats'], export: ['export', '--out', join(folder, 'records.jsonl')] };
  const figures: { records: number; stats: Told; export: Told }[] = [];
  try {
    const table = createTable(database.client, database.tableName, () => now);
    const store = createRecordStore(table);
    let written = 0;
    for (const records of sizes) {
      for (; written < records; written += atOnce) {
        await Promise.all(
          Array.from({ length: atOnce }, (_, i) => store.create(recordOf(written + i, records))),
        );
      }
      const run = (command: string[]) =>
        runCommand([database.endpoint, database.tableName, String(now), ...command, '--since', '7d']);
      const stats = await run(commands.stats);
      figures.push({ records, stats, export: await run(commands.export) });
      rmSync(join(folder, 'records.jsonl'));
    }
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
  const text = reportText(figures);
  process.stdout.write(`${json ? JSON.stringify(figures) : text}\n`);
  if (!quick) replaceSection('ops', text);
}

const atOnce = 50;
/** What the commands are given: Node takes what it finds, and a small heap shows what is needed. */
const heapMb = 64;

/** Spread over a week; each third was matched, and changed a tag. */
function recordOf(n: number, of: number) {
  const happened_at = new Date(now - 7 * day + 1 + Math.floor((n * 7 * day) / of)).toISOString();
  const id = String(215_000_000 + n);
  const record = aRecord({
    identity: `conversation.user.replied/conversation:${id}/part:${n}`,
    subject: { type: 'conversation', id },
    status: 'finished',
    outcome: 'no_match',
    happened_at,
    finished_at: happened_at,
    people: [`6762f09a1bb69f9f${id}`],
  });
  if (n % 3 > 0) return record;
  const found = {
    field: 'message.text',
    operator: 'words',
    value: 'refund',
    found: 'Refund',
    start: 10,
    end: 16,
  };
  const operation = {
    op: 'add' as const,
    target: { type: 'conversation' as const, id },
    tag: 'Refund',
    ms: 120,
  };
  return {
    ...record,
    outcome: 'tagged' as const,
    matched: [{ rule: `rule-${n % 200}`, mode: 'live' as const, because: [found] }],
    operations: [{ ...operation, rules: [`rule-${n % 200}`], outcome: 'tagged' as const, tag_id: '5' }],
    calls: 1,
  };
}

async function runCommand(args: string[]): Promise<Told> {
  const execArgv = [`--max-old-space-size=${heapMb}`];
  const child = fork(join(import.meta.dirname, 'ops-process.ts'), args, { execArgv });
  const [message] = await once(child, 'message');
  await once(child, 'exit');
  const answer = told.parse(message);
  if (answer.status !== 0) throw new Error(`${args.slice(3).join(' ')} ended with ${answer.status}`);
  return answer;
}

function reportText(figures: readonly { records: number; stats: Told; export: Told }[]): string {
  return [
    "## Operator's commands",
    '',
    `\`npm run bench -- ops\`, Node ${process.version}, two cores. \`ops stats\` and \`ops export --out\` over records of a week, the`,
    `table (dynalite) and each command a process of its own with a heap of ${heapMb} MB: time, and the most memory that it held,`,
    'code and buffers included.',
    '',
    '| records | stats | | export | |',
    '|---|---|---|---|---|',
    ...figures.map(({ records, stats, export: exported }) => {
      const cells = [stats, exported].map(
        ({ seconds, peakMb }) => `${seconds.toFixed(1)} s | ${peakMb.toFixed(0)} MB`,
      );
      return `| ${records.toLocaleString('en-US')} | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}
