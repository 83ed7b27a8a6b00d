import { IntercomNetworkError } from '../intercom/errors/intercom-network-error.ts';
import { IntercomRateLimitError } from '../intercom/errors/intercom-rate-limit-error.ts';
import { IntercomResponseError } from '../intercom/errors/intercom-response-error.ts';
import { InvalidIdError } from '../intercom/errors/invalid-id-error.ts';
import { isNotFound } from '../intercom/errors/is-not-found.ts';
import { ConfigError } from '../platform/config-error.ts';
import { UnreadableRecordError } from '../store/unreadable-record-error.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { NoRulesetError } from './no-ruleset-error.ts';
import { OutOfTimeError } from './out-of-time-error.ts';
import { PausedError } from './paused-error.ts';

/** Every way in which applying fails, told apart by what must be done about it. */
export type Failure =
  | { kind: 'rate_limited'; resetAt: number }
  | { kind: 'claim_held'; leaseUntil: number }
  | { kind: 'out_of_time' }
  | { kind: 'paused'; until: number | null }
  | { kind: 'no_ruleset' }
  | { kind: 'token_refused' }
  | { kind: 'admin_gone' }
  | { kind: 'misconfigured' }
  | { kind: 'not_found' }
  | { kind: 'plan_restricted' }
  | { kind: 'refused' }
  | { kind: 'intercom_down' }
  | { kind: 'network' }
  | { kind: 'store_busy' }
  | { kind: 'unreadable_record' }
  | { kind: 'unknown' };

export type FailureKind = Failure['kind'];

export function classifyFailure(error: unknown): Failure {
  if (error instanceof IntercomRateLimitError)
    return { kind: 'rate_limited', resetAt: error.resetAt.getTime() };
  if (error instanceof ClaimHeldError) return { kind: 'claim_held', leaseUntil: error.leaseUntil };
  if (error instanceof OutOfTimeError) return { kind: 'out_of_time' };
  if (error instanceof PausedError) return { kind: 'paused', until: error.until };
  if (error instanceof NoRulesetError) return { kind: 'no_ruleset' };
  if (error instanceof IntercomNetworkError) return { kind: 'network' };
  if (error instanceof IntercomResponseError) return { kind: ofResponse(error) };
  if (error instanceof ConfigError) return { kind: 'misconfigured' };
  if (error instanceof UnreadableRecordError) return { kind: 'unreadable_record' };
  // No such object can exist.
  if (error instanceof InvalidIdError) return { kind: 'refused' };
  return { kind: isThrottled(error) ? 'store_busy' : 'unknown' };
}

const adminCodes = new Set(['admin_not_found', 'admin_deleted']);

function ofResponse(
  error: IntercomResponseError,
): Exclude<FailureKind, 'rate_limited' | 'claim_held' | 'paused'> {
  if (error.status === 401) return 'token_refused';
  if (adminCodes.has(error.code)) return 'admin_gone';
  if (error.code === 'api_plan_restricted') return 'plan_restricted';
  // 403 besides is a missing scope or an IP allowlist: the same for every call.
  if (error.status === 403) return 'token_refused';
  // By the code: a proxy's 404 page says nothing about our objects.
  if (error.status === 404) return saysNotFound(error) ? 'not_found' : 'intercom_down';
  if (error.retryable) return 'intercom_down';
  // A success that cannot be read may have been carried out: not for us to call refused.
  return error.status >= 400 ? 'refused' : 'unknown';
}

const saysNotFound: (error: unknown) => boolean = isNotFound;

/** DynamoDB's and the SDK's own words for "too much, later". */
const throttles = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
]);

function isThrottled(error: unknown): boolean {
  return error instanceof Error && throttles.has(error.name);
}
