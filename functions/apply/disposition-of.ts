import type { Failure, FailureKind } from './classify-failure.ts';
import { pauseSeconds } from './pause-seconds.ts';

/** What is done about a failure: docs/operations.md has it as a table, and a test holds the two together. */
export type Disposition =
  /** Later, not counted: nothing is wrong with this notification. */
  | { action: 'postpone'; seconds: number }
  /** Later, counted: at the fifth it goes to the dead-letter queue. */
  | { action: 'retry'; seconds: number }
  /** Recorded and acknowledged: it will not get better. */
  | { action: 'give_up'; outcome: 'subject_gone' | 'refused' }
  /** Concerns everything: the line stops until then (Unix ms), and messages wait uncounted. */
  | { action: 'stop'; seconds: number; until: number; reason: string };

export interface FailureContext {
  /** Unix ms. */
  now: number;
  /** In [0, 1). */
  random: number;
  /** How often the queue has given the message out, from 1. */
  receives: number;
  /** Genuine failures before this one. */
  attempts: number;
  /** Unix seconds of the notification. */
  happenedAt: number;
}

/** Failures after which a notification is dead-lettered. */
export const maxAttempts = 5;
/** How long the line stands before one message tries again. */
const stopSeconds = 60;

const youngSeconds = 10 * 60;
const retriesWhileYoung = 3;

export function dispositionOf(failure: Failure, context: FailureContext): Disposition {
  const { now } = context;
  switch (failure.kind) {
    case 'rate_limited':
      return { action: 'postpone', seconds: untilReset(failure.resetAt, context) };
    case 'claim_held':
      return { action: 'postpone', seconds: until(failure.leaseUntil, now) + 1 };
    case 'out_of_time':
      return { action: 'postpone', seconds: 0 };
    case 'paused':
      return { action: 'postpone', seconds: untilOver(failure.until, context) };
    case 'no_ruleset':
      return { action: 'postpone', seconds: untilOver(null, context) };
    case 'token_refused':
    case 'admin_gone':
    case 'misconfigured': {
      const over = now + stopSeconds * 1000;
      return { action: 'stop', seconds: untilOver(over, context), until: over, reason: failure.kind };
    }
    case 'not_found':
      return isYoung(context) && context.attempts < retriesWhileYoung
        ? { action: 'retry', seconds: 60 }
        : { action: 'give_up', outcome: 'subject_gone' };
    case 'plan_restricted':
    case 'refused':
      return { action: 'give_up', outcome: 'refused' };
    case 'intercom_down':
    case 'network':
    case 'store_busy':
    case 'unreadable_record':
    case 'unknown':
      return { action: 'retry', seconds: backoff(context) };
  }
}

/** All kinds, for the test that walks through them. */
export const failureKinds = [
  'rate_limited',
  'claim_held',
  'out_of_time',
  'paused',
  'no_ruleset',
  'token_refused',
  'admin_gone',
  'misconfigured',
  'not_found',
  'plan_restricted',
  'refused',
  'intercom_down',
  'network',
  'store_busy',
  'unreadable_record',
  'unknown',
] as const satisfies FailureKind[];

/** Whole seconds from now, at least one, at most the 12 h that SQS takes. */
function until(ms: number, now: number): number {
  return Math.min(43_200, Math.max(1, Math.ceil((ms - now) / 1000)));
}

/** Seconds over which messages come back that wait for one window. */
const spreadSeconds = 4;
const spreadGrowth = 1.1;

/**
 * A quarter comes back within the second before the window opens, and waits in the workers; the others follow while
 * these are applied. Who has waited often comes later, for each look costs one of the queue's 100 receives: the limit
 * may be used up for two days.
 */
function untilReset(resetAt: number, { now, random, receives }: FailureContext): number {
  const spread = spreadSeconds * spreadGrowth ** (receives - 1);
  const seconds = Math.floor((resetAt - now) / 1000) + Math.floor(random * spread);
  return Math.min(43_200, Math.max(1, seconds));
}

/** Never before the pause's own end, where it has one. */
function untilOver(over: number | null, { now, receives }: FailureContext): number {
  return Math.max(over === null ? 1 : until(over, now), pauseSeconds(receives));
}

/** A new object may not be visible to the API for minutes (the contact search says so of itself). */
function isYoung({ now, happenedAt }: FailureContext): boolean {
  return now / 1000 - happenedAt < youngSeconds;
}

/** 5 to 10 s, 15 to 30 s, 45 to 90 s, then 135 to 270 s. */
function backoff({ attempts, random }: FailureContext): number {
  return Math.round(5 * 3 ** Math.min(attempts, 3) * (1 + random));
}
