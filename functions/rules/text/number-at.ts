/**
 * Numbers of typed arrays, 0 beyond their ends. One function for each kind of array: an engine reads an array of one
 * kind in a fraction of the time that it takes where kinds mix.
 */
export const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

export const intAt = (integers: Int32Array, index: number): number => integers[index] ?? 0;

export const offsetAt = (offsets: Uint32Array, index: number): number => offsets[index] ?? 0;

export const numberAt = (numbers: readonly number[], index: number): number => numbers[index] ?? 0;
