/** What the pipeline carries on this machine: receive under a burst, apply without a limit, apply at Intercom's. */

import { loadavg } from 'node:os';
import { replaceSection } from '../replace-section.ts';
import { medianOf } from '../rules/measure.ts';
import { type Burst, burst } from './burst.ts';
import { reportText } from './report.ts';
import { type RunningApply, startApply } from './start-apply.ts';

export interface PipelineReport {
  node: string;
  /** Processes that wanted a core, the minute before. */
  load: number;
  burst: Burst;
  unlimited: Unlimited;
  limited: Limited;
}

/** Medians of several rounds. */
interface Unlimited {
  notifications: number;
  /** Half of them change a tag. */
  mixedPerSecond: number;
  /** Each of them does. */
  hitsPerSecond: number;
  /** Processor time of apply's process for one of these. */
  hitProcessorMs: number;
}

interface Limited {
  windows: number;
  /** How many times slower than the machine's the clock ran. */
  slowed: number;
  /** The part of the windows' calls that changed a tag. */
  used: number;
  /** Calls answered 429. */
  refused: number;
  lost: number;
}

/** As `npm run bench -- pipeline [--json] [--quick]`. */
export async function benchPipeline(options: { quick: boolean; json: boolean }): Promise<void> {
  const load = loadavg()[0] ?? 0;
  const bursts = await burst(1_000, options.quick ? 2 : 20);
  const unlimited = await applyUnlimited(options.quick ? 3 : 5, options.quick ? 200 : 1_000);
  const limited = await applyLimited(options.quick ? 1 : 4, unlimited.hitsPerSecond);
  const report = { node: process.version, load, burst: bursts, unlimited, limited };
  const text = reportText(report);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${text}\n`);
  if (!options.quick) replaceSection('pipeline', text);
}

async function applyUnlimited(rounds: number, size: number): Promise<Unlimited> {
  const apply = await startApply();
  const mixed: number[] = [];
  const hits: number[] = [];
  const processorMs: number[] = [];
  await round(apply, size, 1);
  for (let n = 0; n < rounds; n++) {
    mixed.push((await round(apply, size, 2)).perSecond);
    const all = await round(apply, size, 1);
    hits.push(all.perSecond);
    processorMs.push(all.processorMs);
  }
  await apply.close();
  return {
    notifications: size * (2 * rounds + 1),
    mixedPerSecond: Math.round(medianOf(mixed)),
    hitsPerSecond: Math.round(medianOf(hits)),
    hitProcessorMs: medianOf(processorMs),
  };
}

/** So many notifications in a conversation each, of which each `nth` changes a tag. */
async function round(
  apply: RunningApply,
  size: number,
  nth: number,
): Promise<{ perSecond: number; processorMs: number }> {
  const conversations = await apply.workspace.openConversations(size);
  const start = performance.now();
  const before = process.cpuUsage();
  for (const [n, id] of conversations.entries()) apply.enqueue(id, n % nth === 0 ? 'refund' : 'thanks');
  await apply.drain();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1_000;
  return { perSecond: size / seconds, processorMs: (user + system) / 1_000 / size };
}

/** Intercom's, for a private app: 10,000 calls a minute. */
const limit = 1_667;
const windowMs = 10_000;

/**
 * More calls than so many windows carry, and a backlog before the first of them. Where the machine could not make as many, the limit would never be felt:
 * then the clock of apply, queue and emulator runs slower. As much room again is left: what a window does not carry is
 * claimed, postponed and taken up again, which takes time, too.
 */
async function applyLimited(windows: number, hitsPerSecond: number): Promise<Limited> {
  const slowed = Math.max(1, Math.ceil((2 * limit) / (windowMs / 1_000) / hitsPerSecond));
  const apply = await startApply(1 / slowed);
  const { workspace, clock } = apply;
  const operation = 'attachTagToConversation';
  const [first = '', ...conversations] = await workspace.openConversations(limit * (windows + 1) + 501);
  // The tag and the limit are known, as to any worker after its first second.
  apply.enqueue(first, 'refund');
  await apply.drain();
  await workspace.setRateLimit(limit);

  for (const id of conversations) apply.enqueue(id, 'refund');
  await clock.wait(windowMs - (clock.now() % windowMs), new AbortController().signal);
  const before = await workspace.count(operation, 200);
  await clock.wait(windows * windowMs, new AbortController().signal);
  const made = (await workspace.count(operation, 200)) - before;
  await apply.drain();
  const { tagged = 0 } = await apply.outcomes();
  const refused = await workspace.count(operation, 429);
  await apply.close();
  return {
    windows,
    slowed,
    used: made / (limit * windows),
    refused,
    lost: conversations.length + 1 - tagged,
  };
}
