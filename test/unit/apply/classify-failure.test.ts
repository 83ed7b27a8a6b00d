import { expect, it } from 'vitest';
import { ClaimHeldError } from '../../../functions/apply/claim-held-error.ts';
import { classifyFailure } from '../../../functions/apply/classify-failure.ts';
import { NoRulesetError } from '../../../functions/apply/no-ruleset-error.ts';
import { PausedError } from '../../../functions/apply/paused-error.ts';
import { IntercomNetworkError } from '../../../functions/intercom/errors/intercom-network-error.ts';
import { IntercomRateLimitError } from '../../../functions/intercom/errors/intercom-rate-limit-error.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import { InvalidIdError } from '../../../functions/intercom/errors/invalid-id-error.ts';
import { ConfigError } from '../../../functions/platform/config-error.ts';

const answered = (status: number, code: string, retryable = false) =>
  new IntercomResponseError({ operation: 'attachTagToContact', status, code, message: 'refused', retryable });

const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

it.each([
  ['rate_limited', new IntercomRateLimitError('showContact', new Date(5))],
  ['claim_held', new ClaimHeldError(5)],
  ['paused', new PausedError(null)],
  ['no_ruleset', new NoRulesetError()],
  ['token_refused', answered(401, 'token_revoked')],
  ['token_refused', answered(403, 'forbidden')],
  ['admin_gone', answered(404, 'admin_not_found')],
  ['misconfigured', new ConfigError('INTERCOM_SECRET_ARN', 'has no value yet')],
  ['plan_restricted', answered(403, 'api_plan_restricted')],
  ['not_found', answered(404, 'not_found')],
  ['not_found', answered(404, 'ticket_not_found')],
  ['intercom_down', answered(404, 'unreadable_body')],
  ['intercom_down', answered(503, 'service_unavailable', true)],
  ['refused', answered(422, 'unprocessable_entity')],
  ['refused', new InvalidIdError('..')],
  ['unknown', answered(200, 'unexpected_shape')],
  ['network', new IntercomNetworkError('showContact', 'timeout')],
  ['store_busy', throttled],
  ['unknown', new TypeError('undefined is not a function')],
  ['unknown', 'a string'],
])('is %s: %s', (kind, error) => {
  expect(classifyFailure(error).kind).toBe(kind);
});
