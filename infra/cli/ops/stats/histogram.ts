/** Counts of durations, in buckets that grow by 2 %: what it says of any number of them is right to 1 %. */
export interface Histogram {
  /** Milliseconds. */
  add(ms: number): void;
  count(): number;
  /** Milliseconds below which the share `p` of the durations lies; null of none. */
  percentile(p: number): number | null;
}

const growth = Math.log(1.02);

export function createHistogram(): Histogram {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(ms) {
      const bucket = Math.round(Math.log(Math.max(1, ms)) / growth);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      total += 1;
    },
    count: () => total,
    percentile(p) {
      let seen = 0;
      for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
        seen += count;
        if (seen >= total * p) return Math.round(Math.exp(bucket * growth));
      }
      return null;
    },
  };
}
