/** The figures as the section of docs/benchmarks.md. */

import type { SyncReport } from './bench-sync.ts';

export function reportText(report: SyncReport): string {
  const { conversations, changed, written, full, idle, searchMs, emulatorMb } = report;
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    '## Sync',
    '',
    `\`npm run bench -- sync\`, Node ${report.node}, two cores; load of the machine before it began: ${report.load.toFixed(1)}.`,
    `A workspace of ${number(conversations)} conversations, of which ${number(changed)} changed and no webhook told: in`,
    `${number(written)} a contact wrote, in the others an admin answered, of which no rule wants to know. The run, the table and the`,
    "emulator: a process each, at Intercom's rate limit.",
    '',
    '| what | figure |',
    '|---|---|',
    `| searches for the changes | ${full.searches}, at most ${Math.floor(changed / 150 + 3)} promised |`,
    `| conversations fetched | ${number(full.fetches)}, at most ${number(written)} promised; ${number(full.counts['recovered'] ?? 0)} notifications sent on |`,
    `| the whole run | ${full.seconds.toFixed(1)} s, ${full.memoryMb.toFixed(0)} MB at most |`,
    `| a run that finds nothing | ${idle.searches + idle.fetches} calls for its catch-up, ${idle.calls} in all; ${idle.seconds.toFixed(1)} s |`,
    `| the emulator | ${emulatorMb.toFixed(0)} MB; a page of 150 found in ${searchMs.median.toFixed(0)} ms (median), ${searchMs.most.toFixed(0)} ms (most) |`,
  ].join('\n');
}
