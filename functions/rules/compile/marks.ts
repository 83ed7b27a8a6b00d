/** Which of a fixed number of things a decision has met: starting afresh takes no pass over them and no memory. */

export interface Marks {
  /** Forgets what has been marked. */
  clear(): void;
  /** Whether it had not been marked. */
  mark(index: number): boolean;
}

export function marksFor(count: number): Marks {
  // Doubles count decisions without an end; integers of 32 bits would come round after some months of load.
  const stamps = new Float64Array(count);
  let stamp = 1;
  return {
    clear: () => {
      stamp += 1;
    },
    mark: (index) => {
      const isNew = stamps[index] !== stamp;
      stamps[index] = stamp;
      return isNew;
    },
  };
}
