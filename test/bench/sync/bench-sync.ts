/** What catch-up and scheduled rules cost in a large workspace: calls of Intercom, our memory, the emulator's. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../infra/bundle.ts';
import { startDynaliteProcess } from '../../support/start-dynalite-process.ts';
import { replaceSection } from '../replace-section.ts';
import { type BenchWork, type MeasuredRun, runSchema } from './messages.ts';
import { reportText } from './report.ts';
import { startWorkspaceProcess } from './start-workspace-process.ts';
import { timeSearches } from './time-searches.ts';

export interface SyncReport {
  node: string;
  /** Processes that wanted a core, the minute before. */
  load: number;
  conversations: number;
  /** Of these, in how many a contact wrote: a rule may match. */
  changed: number;
  written: number;
  emulatorMb: number;
  /** Milliseconds of a search of the changed ones, a full page, over HTTP; the emulator's first one, and of 100. */
  searchMs: Awaited<ReturnType<typeof timeSearches>>;
  /** Nobody told of the changes; and a run after it, which finds nothing. */
  full: MeasuredRun & Calls;
  idle: MeasuredRun & Calls;
  /** A rule with a schedule whose condition no search can be asked for, which a hundredth or a tenth meet. */
  scheduled: Record<'conversations' | 'contacts', MeasuredRun & Calls>;
}

interface Calls {
  searches: number;
  fetches: number;
  /** Calls that set tags, on one object or on many. */
  taggings: number;
  /** Of all kinds. */
  calls: number;
  /** Each as long as Lambda gives it. */
  invocations: number;
}

/** As `npm run bench -- sync [--json] [--quick]`; fails where a promise of the issue is broken. */
export async function benchSync({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const load = loadavg()[0] ?? 0;
  const report = { node: process.version, load, ...(await measure(quick ? 20_000 : 100_000)) };
  const text = reportText(report);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${text}\n`);
  const broken = brokenPromises(report);
  for (const each of broken) process.stderr.write(`broken: ${each}\n`);
  if (broken.length > 0) process.exitCode = 1;
  if (!quick) replaceSection('sync', text);
}

async function measure(conversations: number): Promise<Omit<SyncReport, 'node' | 'load'>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  const bundled = join(folder, 'run.mjs');
  // As Lambda would be given it: the types of a hundred files need not be taken off.
  bundle('test/bench/sync/run-process.ts', bundled);
  const database = await startDynaliteProcess();
  const workspace = await startWorkspaceProcess(conversations);
  const changed = conversations / 100;
  const written = Math.round(changed * 0.9);
  let tick = Date.now();
  const run = async (work: BenchWork): Promise<MeasuredRun & Calls> => {
    const before = workspace.state();
    const runs: MeasuredRun[] = [];
    do {
      tick += 1;
      const args = [before.url, database.endpoint, database.tableName, String(tick), work];
      runs.push(await runProcess(bundled, args));
    } while (runs.at(-1)?.status === 'stopped');
    const { calls } = await workspace.tell({ do: 'advance', minutes: 20 });
    const spent = (...operations: string[]) =>
      operations.reduce((sum, each) => sum + (calls[each] ?? 0) - (before.calls[each] ?? 0), 0);
    return {
      ...together(runs),
      searches: spent('searchConversations', 'SearchContacts'),
      fetches: spent('retrieveConversation'),
      taggings: spent('attachTagToConversation', 'attachTagToContact', 'createTag'),
      calls: spent(...Object.keys(calls)),
      invocations: runs.length,
    };
  };
  try {
    await run('missed');
    const { memoryMb: emulatorMb, url } = await workspace.tell({
      do: 'change',
      written,
      answered: changed - written,
    });
    const searchMs = await timeSearches(url);
    await workspace.tell({ do: 'advance', minutes: 20 });
    const [full, idle] = [await run('missed'), await run('missed')];
    const scheduled = { conversations: await run('conversations'), contacts: await run('contacts') };
    return { conversations, changed, written, emulatorMb, searchMs, full, idle, scheduled };
  } finally {
    await workspace.close();
    await database.close();
    rmSync(folder, { recursive: true });
  }
}

/** Of one run that took several invocations. */
function together(runs: readonly MeasuredRun[]): MeasuredRun {
  const counts: Record<string, number> = {};
  for (const run of runs) {
    for (const [name, count] of Object.entries(run.counts)) counts[name] = (counts[name] ?? 0) + count;
  }
  return {
    status: runs.at(-1)?.status ?? 'none',
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    memoryMb: Math.max(...runs.map(({ memoryMb }) => memoryMb)),
    counts,
  };
}

/** What issue 7 says of speed, as far as it is a matter of this report. */
function brokenPromises(report: SyncReport): string[] {
  const { conversations, changed, written, emulatorMb, searchMs, full, idle, scheduled } = report;
  const pages = Math.ceil(conversations / 150);
  const runs = [full, idle, scheduled.conversations, scheduled.contacts];
  const promises: [kept: boolean, words: string][] = [
    [full.searches <= changed / 150 + 3, 'at most changed / 150 + 3 searches'],
    [full.fetches <= written, 'one fetch for each changed conversation that a rule could match'],
    [full.counts['recovered'] === written, 'each change that a rule wants to know of is recovered'],
    [idle.searches + idle.fetches <= 3, 'a catch-up that finds nothing costs at most 3 calls'],
    [Math.max(...runs.map(({ memoryMb }) => memoryMb)) < 200, 'less than 200 MB of ours'],
    [scheduled.conversations.searches <= pages + 1, 'a schedule over conversations lists each once'],
    [scheduled.contacts.searches <= pages + 1, 'a schedule over contacts lists each once'],
    [scheduled.conversations.counts['changed'] === conversations / 100, 'every conversation is tagged'],
    [scheduled.contacts.counts['changed'] === conversations / 10, 'every contact is tagged'],
    [scheduled.contacts.taggings <= pages + 1, 'contacts of a page are tagged in one call'],
    [emulatorMb < 1_000, 'less than 1 GB of the emulator'],
    [Math.max(searchMs.first, searchMs.p95) < 50, 'a search under 50 ms'],
  ];
  return promises.flatMap(([kept, words]) => (kept ? [] : [words]));
}

async function runProcess(file: string, args: string[]): Promise<MeasuredRun> {
  // As infra/constructs/sync-function.ts has it.
  const child = fork(file, args, { execArgv: ['--max-semi-space-size=4', '--max-old-space-size=320'] });
  let told: unknown;
  child.on('message', (message) => {
    told = message;
  });
  await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  return runSchema.parse(told);
}
