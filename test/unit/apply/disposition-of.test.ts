import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../functions/apply/classify-failure.ts';
import { dispositionOf, failureKinds } from '../../../functions/apply/disposition-of.ts';

const now = Date.UTC(2026, 0, 7, 12);
const context = { now, random: 0, receives: 1, attempts: 0, happenedAt: now / 1000 - 3600 };

const dispositionOfKind = (kind: Failure['kind'], more: Partial<typeof context> = {}) => {
  const failure: Failure =
    kind === 'rate_limited'
      ? { kind, resetAt: now + 8_200 }
      : kind === 'claim_held'
        ? { kind, leaseUntil: now + 12_000 }
        : kind === 'paused'
          ? { kind, until: null }
          : { kind };
  return dispositionOf(failure, { ...context, ...more });
};

describe('the disposition of every failure', () => {
  it('is the one that docs/operations.md says', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
    const table = page.split('\n## What becomes of a failure\n')[1]?.split('\n## ')[0] ?? '';
    const rows = table.split('\n').flatMap((line) => {
      const [, kind, , done] = /^\| `(\w+)` \| (.*) \| (.*) \|$/.exec(line) ?? [];
      return kind === undefined || done === undefined ? [] : [{ kind, done }];
    });
    expect(rows.map(({ kind }) => kind)).toEqual([...failureKinds]);
    const words = {
      postpone: /^postponed/,
      retry: /^counted/,
      stop: /^the line stops/,
      give_up: /^recorded as/,
    };
    for (const kind of failureKinds) {
      const { action } = dispositionOfKind(kind);
      expect(rows.find((row) => row.kind === kind)?.done).toMatch(words[action]);
    }
  });

  it('waits for the rate limit to reset, and comes back while the window is young', () => {
    expect(dispositionOfKind('rate_limited')).toEqual({ action: 'postpone', seconds: 8 });
    expect(dispositionOfKind('rate_limited', { random: 0.99 })).toEqual({ action: 'postpone', seconds: 11 });
  });

  it('waits out two days of a rate limit that is used up, within the 100 receives of the queue', () => {
    let waited = 0;
    for (let receives = 1; receives <= 95; receives++) {
      const disposition = dispositionOfKind('rate_limited', { receives, random: 0.5 });
      if (disposition.action !== 'postpone') throw new Error('the rate limit counts for nothing');
      expect(disposition.seconds).toBeLessThanOrEqual(10 + waited * 0.3);
      waited += disposition.seconds;
    }
    expect(waited).toBeGreaterThan(47 * 3_600);
  });

  it('waits for the lease of another worker to run out', () => {
    expect(dispositionOfKind('claim_held')).toEqual({ action: 'postpone', seconds: 13 });
  });

  it('waits out a pause of the two weeks that the queue keeps a message, within its 100 receives', () => {
    let waited = 0;
    let receives = 0;
    while (waited < 14 * 86_400) {
      receives += 1;
      const disposition = dispositionOfKind('paused', { receives });
      if (disposition.action !== 'postpone') throw new Error('a pause counts for nothing');
      expect(disposition.seconds).toBeLessThanOrEqual(31 + waited * 0.1);
      expect(disposition.seconds).toBeLessThanOrEqual(43_200);
      waited += disposition.seconds;
    }
    expect(receives).toBeLessThanOrEqual(95);
  });

  it('waits no shorter than a pause that ends by itself', () => {
    const stop = dispositionOfKind('token_refused');
    expect(stop).toEqual({ action: 'stop', seconds: 60, until: now + 60_000, reason: 'token_refused' });
    const later = dispositionOf({ kind: 'paused', until: now + 45_000 }, context);
    expect(later).toEqual({ action: 'postpone', seconds: 45 });
  });

  it('retries a young subject three times before it is gone', () => {
    const young = { happenedAt: now / 1000 - 599 };
    for (const attempts of [0, 1, 2]) {
      expect(dispositionOfKind('not_found', { ...young, attempts }).action).toBe('retry');
    }
    expect(dispositionOfKind('not_found', { ...young, attempts: 3 })).toEqual({
      action: 'give_up',
      outcome: 'subject_gone',
    });
    expect(dispositionOfKind('not_found', { happenedAt: now / 1000 - 600 }).action).toBe('give_up');
  });

  it('backs off further with each failure', () => {
    const seconds = [0, 1, 2, 3, 4].map((attempts) => dispositionOfKind('network', { attempts }));
    expect(seconds).toEqual([5, 15, 45, 135, 135].map((each) => ({ action: 'retry', seconds: each })));
    expect(dispositionOfKind('network', { attempts: 3, random: 1 })).toEqual({
      action: 'retry',
      seconds: 270,
    });
  });
});
