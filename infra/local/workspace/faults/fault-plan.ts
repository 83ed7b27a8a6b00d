import type { Random } from '../random.ts';
import type { Fault } from './fault.ts';

export interface FaultPlan {
  readonly faults: readonly Fault[];
  set(faults: readonly Fault[]): void;
  /** What befalls this call: the first fault that is meant for it and whose dice fall so. */
  pick(operation: string): Fault | undefined;
}

/** Seeded: the same calls in the same order meet the same faults. */
export function createFaultPlan(random: Random, initial: readonly Fault[]): FaultPlan {
  let faults = initial;
  let left = remaining(faults);
  return {
    get faults() {
      return faults;
    },
    set(next) {
      faults = next;
      left = remaining(next);
    },
    pick(operation) {
      for (const fault of faults) {
        if (fault.operations !== undefined && !fault.operations.includes(operation)) continue;
        const times = left.get(fault) ?? 0;
        if (times === 0 || random.next() >= fault.share) continue;
        left.set(fault, times - 1);
        return fault;
      }
      return undefined;
    },
  };
}

function remaining(faults: readonly Fault[]): Map<Fault, number> {
  return new Map(faults.map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]));
}
