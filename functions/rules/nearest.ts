/**
 * The name that was probably meant: few edits away, or some parts left out (`email` for `contact.email`).
 * Undefined where none is within `allowed` edits. Linear in the names, each bounded by its own short length.
 */
export function nearest(
  name: string,
  names: Iterable<string>,
  allowed = editsAllowed(name),
): string | undefined {
  const wanted = name.toLowerCase();
  const parts = wanted.split('.');
  let best: string | undefined;
  let fewest = allowed + 1;
  for (const candidate of names) {
    const lower = candidate.toLowerCase();
    const edits = Math.min(partsLeftOut(parts, lower), distance(wanted, lower, fewest));
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** Of longer names more are forgiven. */
function editsAllowed({ length }: string): number {
  return Math.min(4, Math.max(1, Math.floor(length / 3)));
}

/** How many parts of a dotted name were left out, where those that are there agree, the last among them. */
function partsLeftOut(parts: readonly string[], name: string): number {
  const whole = name.split('.');
  let next = 0;
  for (const part of whole) {
    next += part === parts[next] ? 1 : 0;
  }
  const agrees = next === parts.length && whole.at(-1) === parts.at(-1);
  return agrees ? whole.length - parts.length : Number.POSITIVE_INFINITY;
}

/** ` Did you mean "x"?`, or nothing where no name is near. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const found = nearest(name, names);
  return found === undefined ? '' : ` Did you mean "${found}"?`;
}

/** ` The nearest is "x".`, however far that is; nothing for what is too long to be compared. */
export function nearestThereIs(name: string, names: Iterable<string>): string {
  const found = nearest(name, names, Number.POSITIVE_INFINITY);
  return found === undefined ? '' : ` The nearest is "${found}".`;
}

/** Edits (insert, delete, replace, swap of neighbours) between two names; `limit` where there are that many or more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > longest) {
    return limit;
  }
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current: number[] = [];
    let smallest = row;
    for (let column = 0; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        cell(last, column) + 1,
        cell(current, column - 1) + 1,
        cell(last, column - 1) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, cell(beforeLast, column - 2) + 1);
      }
      current.push(edits);
      smallest = Math.min(smallest, edits);
    }
    if (smallest >= limit) {
      return limit;
    }
    beforeLast = last;
    last = current;
  }
  return cell(last, b.length);
}

/** Nothing is reached from outside the table. */
function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** No known name is longer; what a person typed beyond it is no misspelling. */
const longest = 120;
