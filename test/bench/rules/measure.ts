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

export interface Budget {
  runs: number;
  /** For all runs together: it ends early when the time is spent. */
  milliseconds: number;
}

/** Goes over all inputs in each run, after one that warms up. */
export async function measureEach<T>(
  inputs: readonly T[],
  decide: (input: T) => unknown,
  budget: Budget,
): Promise<Measured> {
  const meter = startMeter(inputs.length, budget);
  while (meter.goesOn()) {
    for (const input of inputs) {
      await decide(input);
    }
  }
  return meter.summary();
}

/** The same for what never waits: a promise for each decision would cost more than some decisions. */
export function measureSync<T>(
  inputs: readonly T[],
  decide: (input: T) => unknown,
  budget: Budget,
): Measured {
  const meter = startMeter(inputs.length, budget);
  while (meter.goesOn()) {
    for (const input of inputs) {
      decide(input);
    }
  }
  return meter.summary();
}

/** Processor time is counted in ticks of some milliseconds, so a run has to take many of them. */
const RUN_MILLISECONDS = 80;

/** Told before each pass over the inputs; a run is as many passes as take long enough to be told apart. */
function startMeter(inputs: number, { runs, milliseconds }: Budget) {
  const times: number[] = [];
  const started = performance.now();
  let passes = -1;
  let from = 0;
  let warm = false;
  const goesOn = (): boolean => {
    const now = threadMilliseconds();
    passes += 1;
    if (passes === 0) {
      from = now;
      return true;
    }
    if (now - from < RUN_MILLISECONDS) {
      return true;
    }
    if (warm) {
      times.push(((now - from) * 1000) / passes / inputs);
    }
    warm = true;
    passes = 0;
    from = now;
    return times.length < runs && (times.length < 3 || performance.now() - started < milliseconds);
  };
  return { goesOn, summary: () => summary(times) };
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
