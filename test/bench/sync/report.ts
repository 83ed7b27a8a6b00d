/** The figures as the section of docs/benchmarks.md. */

import type { SyncReport } from './bench-sync.ts';

const number = (value: number) => value.toLocaleString('en-US');

export function reportText(report: SyncReport): string {
  const { conversations, changed, written, full, idle, scheduled, searchMs, emulatorMb } = report;
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
    scheduledRow('conversations', conversations, scheduled.conversations),
    scheduledRow('contacts', conversations, scheduled.contacts),
    `| the emulator | ${emulatorMb.toFixed(0)} MB; a page of 150 found in ${searchMs.median.toFixed(0)} ms (median), ${searchMs.p95.toFixed(0)} ms (95 of 100), ${searchMs.first.toFixed(0)} ms the first time |`,
  ].join('\n');
}

function scheduledRow(over: string, count: number, run: SyncReport['scheduled']['contacts']): string {
  const { searches, taggings, calls, seconds, memoryMb, invocations } = run;
  return [
    `| a schedule over ${number(count)} ${over} of which it tags ${number(run.counts['changed'] ?? 0)}, by what no search can be asked for`,
    `${number(searches)} searches and ${number(taggings)} calls to tag, ${number(calls)} in all; ${seconds.toFixed(0)} s in ${invocations} invocation${invocations === 1 ? '' : 's'}, ${memoryMb.toFixed(0)} MB at most |`,
  ].join(' | ');
}
