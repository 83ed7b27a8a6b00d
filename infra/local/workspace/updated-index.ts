interface Updated {
  readonly id: string;
  readonly updatedAt: number;
}

/** Objects in the order of their last update, then of their ids. */
export interface UpdatedIndex<Item extends Updated> {
  readonly items: readonly Item[];
  /** Where the first item with at least this time stands. */
  lowerBound(updatedAt: number): number;
  add(item: Item): void;
  /** With the `updatedAt` that it was added with. */
  remove(item: Item): void;
}

/**
 * A sorted array. What changes goes to the end, so adding is cheap, and taking one out of 100,000 moves 800 KB of
 * pointers: some 20 microseconds, where a tree would cost more memory and every search more time.
 */
export function createUpdatedIndex<Item extends Updated>(): UpdatedIndex<Item> {
  const items: Item[] = [];
  const bound = (isBefore: (item: Item) => boolean) => {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = items[middle];
      if (item !== undefined && isBefore(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    items,
    lowerBound: (updatedAt) => bound((item) => item.updatedAt < updatedAt),
    add(item) {
      const last = items.at(-1);
      if (last === undefined || compareUpdated(last, item) < 0) items.push(item);
      else
        items.splice(
          bound((other) => compareUpdated(other, item) < 0),
          0,
          item,
        );
    },
    remove(item) {
      const index = bound((other) => compareUpdated(other, item) < 0);
      if (items[index] === item) items.splice(index, 1);
    },
  };
}

/** Ids are numbers as strings, or hexadecimal digits of one length: shorter is smaller. */
export function compareUpdated(left: Updated, right: Updated): number {
  return left.updatedAt - right.updatedAt || compareIds(left.id, right.id);
}

function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
