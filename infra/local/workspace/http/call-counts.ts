/** Calls since the start, by operation id and then by status. */
type Counts = Record<string, Record<string, number>>;

export interface CallCounts {
  add: (operation: string, status: number) => void;
  read(): Counts;
  /** Of one operation, whatever became of them. */
  total(operation: string): number;
  clear(): void;
}

export function createCallCounts(): CallCounts {
  let counts: Counts = {};
  return {
    add(operation, status) {
      counts[operation] ??= {};
      const byStatus = counts[operation];
      byStatus[status] = (byStatus[status] ?? 0) + 1;
    },
    read: () => structuredClone(counts),
    total: (operation) => Object.values(counts[operation] ?? {}).reduce((sum, count) => sum + count, 0),
    clear() {
      counts = {};
    },
  };
}
