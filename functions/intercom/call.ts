import type * as z from 'zod';
import type { Clock } from './clock.ts';
import { IntercomResponseError } from './errors/intercom-response-error.ts';
import type { Exchange } from './exchange.ts';
import type { CallOptions, IntercomRequest } from './intercom-request.ts';
import type { Governor, Pass } from './rate-limit/governor.ts';
import { readRateLimit } from './rate-limit/read-rate-limit.ts';
import { readAnswer } from './read-answer.ts';
import { backoffMs, mayHaveBeenCarriedOut, mayRepeat, type RetrySettings } from './retry.ts';

/** One try as it ended, for metrics and logs. Holds no token, body or address. */
export interface ExchangeReport {
  operation: string;
  /** From 1; tries that ended in 429 count here. */
  attempt: number;
  /** Absent where no whole answer came. */
  status: number | undefined;
  durationMs: number;
  /** Intercom's own time (`Date` header), Unix ms in whole seconds; absent where the answer has none. */
  dateMs: number | undefined;
}

export interface CallSettings {
  exchange: Exchange;
  governor: Governor;
  clock: Clock;
  random: () => number;
  retry: RetrySettings;
  tryTimeoutMs: number;
  timeoutMs: number;
  maxWaitMs: number;
  onExchange: (report: ExchangeReport) => void;
}

/** Sends a request, again where that is safe and may help, and reads the answer by a schema. */
export type Call = <T>(request: IntercomRequest, schema: z.ZodType<T>, options?: CallOptions) => Promise<T>;

export function createCall(settings: CallSettings): Call {
  return async function call(request, schema, options = {}) {
    const json = await sendUntilSettled(settings, request, options);
    const result = schema.safeParse(json);
    if (result.success) return result.data;
    throw new IntercomResponseError(
      {
        operation: request.operation,
        status: 200,
        code: 'unexpected_shape',
        message: 'Intercom answered 200 with a body of an unknown shape',
        retryable: false,
      },
      { cause: result.error },
    );
  };
}

/**
 * Two bounds hold: `timeoutMs` for tries and pauses, and `maxWaitMs` for the waits that the rate limit imposes,
 * so that a job may wait its turn for minutes and still give up on a dead host within seconds.
 */
async function sendUntilSettled(
  settings: CallSettings,
  request: IntercomRequest,
  options: CallOptions,
): Promise<unknown> {
  const { clock, retry } = settings;
  const { signal } = options;
  const left = {
    workMs: options.timeoutMs ?? settings.timeoutMs,
    waitMs: options.maxWaitMs ?? settings.maxWaitMs,
  };
  let lastError: unknown;
  let unsure = false;

  for (let attempt = 1, failures = 0; ; attempt++) {
    const pass = await waitTurn(settings, request, left, signal, lastError);
    const started = clock.now();
    let status: number | undefined;
    let dateMs: number | undefined;
    try {
      const timeoutMs = Math.max(1, Math.min(settings.tryTimeoutMs, left.workMs));
      const answer = await settings.exchange(request, timeoutMs, signal);
      status = answer.status;
      dateMs = readDate(answer.headers);
      pass.leave(status, readRateLimit(answer.headers));
      return readAnswer(request, answer);
    } catch (error) {
      lastError = error;
    } finally {
      pass.leave();
      const durationMs = clock.now() - started;
      left.workMs -= durationMs;
      settings.onExchange({ operation: request.operation, attempt, status, durationMs, dateMs });
    }

    if (isAnswer(lastError, 404) && unsure && request.missingAfterRepeat === 'done') return undefined;
    unsure ||= mayHaveBeenCarriedOut(lastError);
    // The governor holds the next try back until the window ends, or throws where that is too long.
    if (isAnswer(lastError, 429) && left.workMs > 0) continue;

    failures++;
    const pauseMs = backoffMs(failures, settings.random(), retry);
    if (!mayRepeat(lastError, request.repeat) || failures >= retry.maxTries) throw lastError;
    if (pauseMs >= left.workMs) throw lastError;
    left.workMs -= pauseMs;
    await clock.sleep(pauseMs, signal);
  }
}

async function waitTurn(
  { clock, governor }: CallSettings,
  { operation }: IntercomRequest,
  left: { waitMs: number },
  signal: AbortSignal | undefined,
  cause: unknown,
): Promise<Pass> {
  const since = clock.now();
  const pass = await governor.enter({ operation, maxWaitMs: Math.max(0, left.waitMs), signal, cause });
  left.waitMs -= clock.now() - since;
  return pass;
}

function readDate(headers: Headers): number | undefined {
  const ms = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

function isAnswer(error: unknown, status: number): boolean {
  return error instanceof IntercomResponseError && error.status === status;
}
