import { describe, expect, it } from 'vitest';
import { terminalOf } from '../../../../infra/cli/terminal.ts';

describe('terminalOf', () => {
  it.each([
    [120, 80],
    [80, 80],
    [60, 60],
    [10, 40],
    [0, 80],
    [undefined, 80],
  ])('of a stream of %s columns is %s wide', (columns, width) => {
    // Only what it reads of a stream.
    const stream = Object.assign(Object.create(process.stdout), { columns, isTTY: false });
    expect(terminalOf(stream, {}).width).toBe(width);
  });
});
