/** The figures as the section of docs/benchmarks.md. */

import type { PipelineReport } from './bench-pipeline.ts';

export function reportText({ node, load, burst, unlimited, limited }: PipelineReport): string {
  const errors = Object.entries(burst.errors).map(([code, count]) => `${count} × ${code}`);
  return [
    '## Pipeline',
    '',
    `\`npm run bench -- pipeline\`, Node ${node}, two cores; load of the machine before it began: ${load.toFixed(1)}.`,
    'Receive, the sender, apply with its queue, dynalite and the workspace emulator: a process each where they',
    'are measured together. "Our own time" is from the request to the answer within receive. Apply: medians of',
    'several rounds, ten batches at once, texts kept.',
    '',
    '| what | figure |',
    '|---|---|',
    `| receive under ${burst.wanted} notifications a second for ${burst.seconds} s | ${burst.perSecond} a second, errors: ${errors.join(', ') || 'none'}, ${burst.lost} lost |`,
    `| our own time in it | p50 ${burst.p50Ms} ms, p99 ${burst.p99Ms} ms; ${burst.processorMs.toFixed(2)} ms of the processor for one |`,
    `| apply, no limit, half of them hits | ${unlimited.mixedPerSecond} notifications a second |`,
    `| apply, no limit, all of them hits | ${unlimited.hitsPerSecond} a second, ${unlimited.hitProcessorMs.toFixed(1)} ms of the processor for one in apply's process |`,
    `| apply at 1,667 calls in 10 s, ${limited.windows} windows${limited.slowed > 1 ? `, the clock slowed ${limited.slowed} times` : ''} | ${(limited.used * 100).toFixed(1)}% used, ${limited.refused} calls refused, ${limited.lost} lost |`,
  ].join('\n');
}
