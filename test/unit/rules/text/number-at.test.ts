import { describe, expect, it } from 'vitest';
import { byteAt, intAt, numberAt, offsetAt } from '../../../../functions/rules/text/number-at.ts';

describe('a number of an array', () => {
  it('is what stands there, and 0 beyond the end', () => {
    expect([byteAt(Uint8Array.of(7), 0), byteAt(Uint8Array.of(7), 1)]).toEqual([7, 0]);
    expect([intAt(Int32Array.of(-7), 0), intAt(Int32Array.of(-7), 1)]).toEqual([-7, 0]);
    expect([offsetAt(Uint32Array.of(7), 0), offsetAt(Uint32Array.of(7), 1)]).toEqual([7, 0]);
    expect([numberAt([7], 0), numberAt([7], 1)]).toEqual([7, 0]);
  });
});
