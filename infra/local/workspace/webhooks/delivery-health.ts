const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What Intercom does to a subscription whose endpoint misbehaves (webhook-models in its docs). Times in ms. */
export interface DeliveryHealth {
  /** Nothing is sent before this time. */
  readonly pausedUntil: number;
  /** After a 410, or after a week of errors: nothing is sent until the URL is set again. */
  readonly state: 'live' | 'disabled' | 'suspended';
  /** What the next 429 costs. */
  readonly throttleMs: number;
  readonly errors: number;
  readonly firstErrorAt: number | null;
}

export const healthy: DeliveryHealth = {
  pausedUntil: 0,
  state: 'live',
  throttleMs: MINUTE,
  errors: 0,
  firstErrorAt: null,
};

/** "a notification delayed > 2 h is dropped". */
export const MOST_DELAY_MS = 2 * HOUR;

/** "We will retry after 1 minute", and only once. */
export const RETRY_AFTER_MS = MINUTE;

/** The health after an answer: `undefined` stands for none at all. */
export function afterAnswer(health: DeliveryHealth, status: number | undefined, now: number): DeliveryHealth {
  if (status !== undefined && status >= 200 && status < 300) return { ...healthy, state: health.state };
  if (status === 410) return { ...health, state: 'disabled' };
  if (status === 429) {
    return {
      ...health,
      pausedUntil: now + health.throttleMs,
      throttleMs: Math.min(2 * health.throttleMs, MOST_DELAY_MS),
    };
  }
  return afterError(health, now);
}

/** More than 1,000 errors in a row within 15 minutes pause it for 15; errors for a week suspend it. */
function afterError(health: DeliveryHealth, now: number): DeliveryHealth {
  const firstErrorAt = health.firstErrorAt ?? now;
  const errors = health.errors + 1;
  if (now - firstErrorAt > 7 * DAY) return { ...health, state: 'suspended', errors, firstErrorAt };
  if (errors <= 1000) return { ...health, errors, firstErrorAt };
  if (now - firstErrorAt > 15 * MINUTE) return { ...health, errors: 1, firstErrorAt: now };
  return { ...health, pausedUntil: now + 15 * MINUTE, errors: 0, firstErrorAt: null };
}
