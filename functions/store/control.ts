import type { Item, Key, Table } from './table.ts';

/** The item of the brakes, and the one that says which version of the ruleset is current. */
interface ControlItems {
  brakes: Item | null;
  current: Item | null;
}

/** What a worker looks at while it works: one strongly consistent request for both items, at most every 5 s. */
export interface Control {
  read(): Promise<ControlItems>;
  /** The next `read` looks again: somebody here has just changed one of them. */
  forget(): void;
}

export const brakesKey: Key = { pk: 'CONTROL', sk: 'BRAKES' };
export const currentKey: Key = { pk: 'RULESET', sk: 'CURRENT' };

/** Who pulls a brake may count on every worker's knowing after so many milliseconds. */
const controlAgeMs = 5_000;

/** `now` in Unix milliseconds. */
export function createControl(table: Pick<Table, 'getBoth'>, now: () => number): Control {
  let held: { items: Promise<ControlItems>; readAt: number } | undefined;
  return {
    read() {
      if (held !== undefined && now() - held.readAt < controlAgeMs) return held.items;
      const reading = { items: read(table), readAt: now() };
      held = reading;
      reading.items.catch(() => {
        if (held === reading) held = undefined;
      });
      return reading.items;
    },

    forget() {
      held = undefined;
    },
  };
}

async function read(table: Pick<Table, 'getBoth'>): Promise<ControlItems> {
  const [brakes, current] = await table.getBoth([brakesKey, currentKey]);
  return { brakes, current };
}
