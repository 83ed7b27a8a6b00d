import { codePointFrom, unitsOf } from './char-class.ts';
import type { Run } from './folding.ts';

/** A folded text in the making. */
export interface Output {
  units: Uint16Array;
  starts: Uint32Array;
  ends: Uint32Array;
  length: number;
  /** Whether any unit stands at another offset than in the original, or inside a longer character. */
  shifted: boolean;
  disguised: number[];
  mixed: boolean;
}

export function startOutput(capacity: number): Output {
  const arrays = capacity <= SCRATCH_UNITS ? scratch : arraysOf(capacity);
  return { ...arrays, length: 0, shifted: false, disguised: [], mixed: false };
}

/** Most texts fold into the same three arrays, which are copied only where offsets move: allocating costs more. */
const SCRATCH_UNITS = 8_192;
const scratch = arraysOf(SCRATCH_UNITS);

function arraysOf(capacity: number): Pick<Output, 'units' | 'starts' | 'ends'> {
  return {
    units: new Uint16Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
  };
}

export function pushUnit(output: Output, unit: number, at: number): void {
  const { length } = output;
  if (length === output.units.length) grow(output, length + 1);
  output.units[length] = unit;
  output.starts[length] = at;
  output.ends[length] = at + 1;
  output.length = length + 1;
}

export function pushWhole(
  output: Output,
  folded: Exclude<Run, 'apart'>,
  start: number,
  end: number,
  run: string,
): void {
  const { whole } = folded;
  const from = output.length;
  const to = from + whole.length;
  if (to > output.units.length) grow(output, to);
  for (let index = 0; index < whole.length; index += 1) {
    output.units[from + index] = whole.charCodeAt(index);
    output.starts[from + index] = start;
    output.ends[from + index] = end;
  }
  output.length = to;
  // One character for one of the same length; `🈀` becomes two (`ほか`).
  const kept =
    whole.length === run.length &&
    unitsOf(codePointFrom(run, 0)) === run.length &&
    unitsOf(codePointFrom(whole, 0)) === whole.length;
  if (!kept) output.shifted = true;
  if (folded.mixed) output.mixed = true;
  // A base that its marks have joined since is pushed twice: the second time with them.
  if (folded.disguised) {
    while ((output.disguised.at(-2) ?? -1) >= from) output.disguised.length -= 2;
    output.disguised.push(from, to);
  }
}

function grow(output: Output, needed: number): void {
  const { units, starts, ends } = output;
  Object.assign(output, arraysOf(Math.max(needed, units.length * 2)));
  output.units.set(units);
  output.starts.set(starts);
  output.ends.set(ends);
}

export function textOf(units: Uint16Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += CHUNK) {
    text += Reflect.apply(String.fromCharCode, null, units.subarray(at, Math.min(at + CHUNK, length)));
  }
  return text;
}

/** `fromCharCode` takes its units as arguments, of which engines allow some ten thousand. */
const CHUNK = 8_192;
