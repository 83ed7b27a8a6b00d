import { describe, expect, it } from 'vitest';
import { readRateLimit } from '../../../../functions/intercom/rate-limit/read-rate-limit.ts';

const HEADERS = {
  'X-RateLimit-Limit': '1667',
  'X-RateLimit-Remaining': '12',
  'X-RateLimit-Reset': '1700000010',
};

describe('readRateLimit', () => {
  it('reads the window', () => {
    expect(readRateLimit(new Headers(HEADERS))).toEqual({
      limit: 1_667,
      remaining: 12,
      resetAtMs: 1_700_000_010_000,
    });
  });

  it('takes less than nothing for nothing', () => {
    expect(readRateLimit(new Headers({ ...HEADERS, 'X-RateLimit-Remaining': '-3' }))).toMatchObject({
      remaining: 0,
    });
  });

  it.each([
    ['X-RateLimit-Limit', ''],
    ['X-RateLimit-Limit', '0'],
    ['X-RateLimit-Remaining', 'many'],
    ['X-RateLimit-Reset', ''],
  ])('reads nothing where %s is %j', (name, value) => {
    expect(readRateLimit(new Headers({ ...HEADERS, [name]: value }))).toBeUndefined();
  });

  it('reads nothing where there is nothing', () => {
    expect(readRateLimit(new Headers())).toBeUndefined();
  });
});
