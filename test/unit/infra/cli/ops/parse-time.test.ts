import { describe, expect, it } from 'vitest';
import { parseRange, parseSpan, parseTime } from '../../../../../infra/cli/ops/parse-time.ts';

const now = Date.parse('2026-01-07T12:00:00Z');

describe('parseTime', () => {
  it.each([
    ['30m', '2026-01-07T11:30:00.000Z'],
    ['24h', '2026-01-06T12:00:00.000Z'],
    ['7d', '2025-12-31T12:00:00.000Z'],
    ['2w', '2025-12-24T12:00:00.000Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
    ['2026-01-05T08:30', '2026-01-05T08:30:00.000Z'],
    ['2026-01-05T08:30:15', '2026-01-05T08:30:15.000Z'],
    ['2026-01-05T08:30:15.250Z', '2026-01-05T08:30:15.250Z'],
    ['2026-01-05T08:30+02:00', '2026-01-05T06:30:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parseTime(text, now)).toBe(expected);
  });

  it.each(['yesterday', '24', '24 h', '-1h', '2026-13-01', '2026-01-05T25:00', '05.01.2026', ''])(
    'refuses %j, and says what it takes',
    (text) => {
      expect(() => parseTime(text, now)).toThrow(/is no time: give how long ago/);
    },
  );
});

describe('parseSpan', () => {
  it('reads minutes to weeks, and nothing else', () => {
    expect(parseSpan('10m')).toBe(600_000);
    expect(() => parseSpan('2026-01-05')).toThrow(/is no length of time/);
  });
});

describe('parseRange', () => {
  it('ends now where nothing else is said', () => {
    expect(parseRange({ since: '24h' }, now)).toEqual({
      from: '2026-01-06T12:00:00.000Z',
      to: '2026-01-07T12:00:00.000Z',
    });
  });

  it.each([
    [{ since: '1h', until: '2h' }, /^--since 1h \(2026-01-07T11:00.*\) is not before --until 2h \(/],
    [{ since: '2027-01-01' }, /^--since 2027-01-01 \(.*\) is not before now \(2026-01-07T12:00/],
  ])('refuses %j, between which there is no time', (given, message) => {
    expect(() => parseRange(given, now)).toThrow(message);
  });
});
