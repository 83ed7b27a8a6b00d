import { OpsError } from './ops-error.ts';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A moment as people type it: so long ago (`30m`, `24h`, `7d`, `2w`), or a date or time (`2026-11-23`,
 * `2026-11-23T08:00`), UTC where it names no offset.
 * @returns ISO time
 * @throws OpsError
 */
export function parseTime(text: string, now: number): string {
  const span = spanOf(text);
  if (span !== null) return iso(now - span);
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/u.test(text)
    ? Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/u.test(text) || !text.includes('T') ? text : `${text}Z`)
    : Number.NaN;
  if (!Number.isNaN(time)) return iso(time);
  throw new OpsError(
    `"${text}" is no time: give how long ago (30m, 24h, 7d), or a date or time (2026-11-23, 2026-11-23T08:00).`,
  );
}

/**
 * From `--since` until `--until`, now without it.
 * @returns ISO times
 * @throws OpsError where there is no time between them
 */
export function parseRange(
  { since, until }: { since: string; until?: string },
  now: number,
): { from: string; to: string } {
  const from = parseTime(since, now);
  const to = until === undefined ? iso(now) : parseTime(until, now);
  if (from < to) return { from, to };
  throw new OpsError(
    `--since ${since} (${from}) is not before ${until === undefined ? 'now' : `--until ${until}`} (${to}).`,
  );
}

/** Milliseconds of `30m`, `24h`, `7d`, `2w`. @throws OpsError */
export function parseSpan(text: string): number {
  const span = spanOf(text);
  if (span !== null) return span;
  throw new OpsError(
    `"${text}" is no length of time: give minutes, hours, days or weeks (10m, 24h, 7d, 2w).`,
  );
}

function spanOf(text: string): number | null {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/u.exec(text) ?? [];
  const known = Object.entries(units).find(([name]) => name === unit);
  return count === undefined || known === undefined ? null : Number(count) * known[1];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
