/**
 * Medians of repeated runs, in the units of the tables. What is measured is the thread's own processor time, so that
 * whatever else the machine is doing is left out as far as it can be; the collector's helper threads are not in it.
 */

export interface Measured {
  /** Microseconds for one decision, the median of the runs. */
  microseconds: number;
  /** Of the runs, lowest and highest. */
  range: [low: number, high: number];
}

/** Goes over all inputs in each run, after one that warms up; ends early when the time is spent. */
export async function measureEach<T>(
  inputs: readonly T[],
  decide: (input: T) => unknown,
  { runs, milliseconds }: { runs: number; milliseconds: number },
): Promise<Measured> {
  const times: number[] = [];
  const started = performance.now();
  for (let run = 0; run <= runs; run += 1) {
    const from = threadMilliseconds();
    for (const input of inputs) {
      await decide(input);
    }
    times.push(((threadMilliseconds() - from) * 1000) / inputs.length);
    if (run > 0 && performance.now() - started > milliseconds) {
      break;
    }
  }
  return summary(times.slice(1));
}

/** The same for what never waits: a promise for each decision would cost more than some decisions. */
export function measureSync<T>(
  inputs: readonly T[],
  decide: (input: T) => unknown,
  { runs, milliseconds }: { runs: number; milliseconds: number },
): Measured {
  const times: number[] = [];
  const started = performance.now();
  for (let run = 0; run <= runs; run += 1) {
    const from = threadMilliseconds();
    for (const input of inputs) {
      decide(input);
    }
    times.push(((threadMilliseconds() - from) * 1000) / inputs.length);
    if (run > 1 && performance.now() - started > milliseconds) {
      break;
    }
  }
  return summary(times.slice(1));
}

/** Processor time of this thread so far. */
export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function summary(times: readonly number[]): Measured {
  return { microseconds: medianOf(times), range: [Math.min(...times), Math.max(...times)] };
}
