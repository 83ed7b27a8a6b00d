/** Seeded, so that a run with the same seed and the same calls gives the same ids and the same faults. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string;
  uuid(): string;
}

export function seededRandom(seed: number): Random {
  const next = mulberry32(seed);
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');
  return {
    next,
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(Math.floor(next() * 4))}${hex(3)}-${hex(12)}`,
  };
}

/** Tommy Ettinger's mulberry32 (public domain): 32 bits of state are ample for choosing ids and faults. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
