/** What a catch-up costs in a large workspace: calls of Intercom, our memory, the emulator's. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../infra/bundle.ts';
import { defaultOptions } from '../../../infra/local/workspace/options.ts';
import { startDynaliteProcess } from '../../support/start-dynalite-process.ts';
import { replaceSection } from '../replace-section.ts';
import { medianOf } from '../rules/measure.ts';
import { type Command, type MeasuredRun, runSchema, stateSchema, type WorkspaceState } from './messages.ts';
import { reportText } from './report.ts';

export interface SyncReport {
  node: string;
  /** Processes that wanted a core, the minute before. */
  load: number;
  conversations: number;
  /** Of these, in how many a contact wrote: a rule may match. */
  changed: number;
  written: number;
  emulatorMb: number;
  /** Milliseconds of a search of the changed ones, a full page, over HTTP. */
  searchMs: { median: number; most: number };
  /** Nobody told of the changes; and a run after it, which finds nothing. */
  full: MeasuredRun & Calls;
  idle: MeasuredRun & Calls;
}

interface Calls {
  searches: number;
  fetches: number;
  /** All of the catch-up's and the catalogue's. */
  calls: number;
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
  const run = async (): Promise<MeasuredRun & Calls> => {
    const before = workspace.state();
    tick += 1;
    const args = [before.url, database.endpoint, database.tableName, String(tick)];
    const measured = await runProcess(bundled, args);
    const { calls } = await workspace.tell({ do: 'advance', minutes: 20 });
    const spent = (operation: string) => (calls[operation] ?? 0) - (before.calls[operation] ?? 0);
    const [searches, fetches] = [spent('searchConversations'), spent('retrieveConversation')];
    return { ...measured, searches, fetches, calls: searches + fetches + spent('listTags') };
  };
  try {
    await run();
    const { memoryMb: emulatorMb, url } = await workspace.tell({
      do: 'change',
      written,
      answered: changed - written,
    });
    const searchMs = await timeSearches(url);
    await workspace.tell({ do: 'advance', minutes: 20 });
    return { conversations, changed, written, emulatorMb, searchMs, full: await run(), idle: await run() };
  } finally {
    await workspace.close();
    await database.close();
    rmSync(folder, { recursive: true });
  }
}

/** What issue 7 says of speed, as far as it is a matter of this report. */
function brokenPromises({ changed, written, emulatorMb, searchMs, full, idle }: SyncReport): string[] {
  const promises: [kept: boolean, words: string][] = [
    [full.searches <= changed / 150 + 3, 'at most changed / 150 + 3 searches'],
    [full.fetches <= written, 'one fetch for each changed conversation that a rule could match'],
    [full.counts['recovered'] === written, 'each change that a rule wants to know of is recovered'],
    [idle.searches + idle.fetches <= 3, 'a catch-up that finds nothing costs at most 3 calls'],
    [Math.max(full.memoryMb, idle.memoryMb) < 200, 'less than 200 MB of ours'],
    [emulatorMb < 1_000, 'less than 1 GB of the emulator'],
    [searchMs.median < 50, 'a search under 50 ms'],
  ];
  return promises.flatMap(([kept, words]) => (kept ? [] : [words]));
}

async function runProcess(file: string, args: string[]): Promise<MeasuredRun> {
  // As infra/constructs/sync-function.ts has it.
  const child = fork(file, args, { execArgv: ['--max-semi-space-size=4'] });
  let told: unknown;
  child.on('message', (message) => {
    told = message;
  });
  await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  return runSchema.parse(told);
}

async function startWorkspaceProcess(conversations: number) {
  const child = fork(join(import.meta.dirname, 'workspace-process.ts'), [String(conversations)], {
    execArgv: ['--expose-gc'],
  });
  const next = async (): Promise<WorkspaceState> => stateSchema.parse((await once(child, 'message'))[0]);
  let state = await next();
  return {
    state: () => state,
    async tell(command: Command): Promise<WorkspaceState> {
      child.send(command);
      state = await next();
      return state;
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function timeSearches(url: string): Promise<{ median: number; most: number }> {
  const query = { field: 'updated_at', operator: '>', value: Math.floor(Date.now() / 1_000) - 3_600 };
  const times: number[] = [];
  for (let n = 0; n < 21; n++) {
    const startedAt = performance.now();
    const response = await fetch(`${url}/conversations/search`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${defaultOptions.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, pagination: { per_page: 150 } }),
    });
    await response.arrayBuffer();
    times.push(performance.now() - startedAt);
  }
  return { median: medianOf(times), most: Math.max(...times) };
}
