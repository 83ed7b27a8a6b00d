import { IncomingMessage } from 'node:http';
import { type Context, Hono } from 'hono';
import type { Route } from '../call.ts';
import type { Core } from '../core.ts';
import { befall } from '../faults/befall.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { errorList, Refusal, refuse } from '../refusal.ts';
import type { CallCounts } from './call-counts.ts';
import type { RateLimit } from './rate-limit.ts';
import { readCall } from './read-call.ts';
import { checkVersion } from './version.ts';

interface AppParts {
  readonly core: Core;
  readonly routes: readonly Route[];
  readonly rateLimit: RateLimit;
  readonly counts: CallCounts;
  readonly faults: FaultPlan;
}

/** The API over HTTP. In this order: the token, the rate limit, the version, the operation. */
export function createApp({ core, routes, rateLimit, counts, faults }: AppParts): Hono {
  const app = new Hono();
  for (const { operation, method, path, handle } of routes) {
    app.on(method, path, (context) => answer(context, operation, handle));
  }
  app.all('*', (context) => answer(context, 'unknown', noSuchOperation));
  return app;

  async function answer(context: Context, operation: string, handle: Route['handle']): Promise<Response> {
    const respond = (work: (headers: Headers) => Promise<Response>) =>
      refusable(core.random.uuid(), core.timers.now, async (headers) => {
        admit(context, headers);
        return work(headers);
      });
    const response = await befall(faults.pick(operation), {
      timers: core.timers,
      carryOut: () =>
        respond(async (headers) => {
          const body = handle(await readCall(context));
          return body === undefined ? new Response(null, { headers }) : json(body, 200, headers);
        }),
      refuseForRate: () =>
        respond((headers) => {
          headers.set('X-RateLimit-Remaining', '0');
          return Promise.reject(rateExceeded(rateLimit));
        }),
      refuse: (status, code, message) => respond(() => Promise.reject(new Refusal(status, code, message))),
      cutConnection: connectionCutter(context.env),
    });
    counts.add(operation, response.status);
    return response;
  }

  /** Without valid credentials there are no rate-limit headers (docs of 2.17). */
  function admit(context: Context, headers: Headers): void {
    if (bearerToken(context) !== core.options.token) throw refuse.unauthorized();
    const { allowed, headers: limits } = rateLimit.take();
    for (const [name, value] of Object.entries(limits)) headers.set(name, value);
    if (!allowed) throw rateExceeded(rateLimit);
    checkVersion(context.req.header('Intercom-Version'));
  }
}

/** The scheme's name is of any case (RFC 9110, 11.1). */
function bearerToken(context: Context): string | undefined {
  return /^Bearer +(.*)$/i.exec(context.req.header('Authorization') ?? '')?.[1];
}

/** Turns a refusal into its error list; anything else that is thrown is a mistake of ours. */
async function refusable(
  requestId: string,
  now: () => number,
  work: (headers: Headers) => Promise<Response>,
): Promise<Response> {
  const headers = new Headers({ 'X-Request-Id': requestId, Date: new Date(now()).toUTCString() });
  try {
    return await work(headers);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json(errorList(requestId, error), error.status, headers);
  }
}

/** @hono/node-server hands Node's request over in `env`. */
function connectionCutter(env: unknown): (() => void) | undefined {
  const incoming = typeof env === 'object' && env !== null ? Reflect.get(env, 'incoming') : undefined;
  return incoming instanceof IncomingMessage ? () => incoming.socket.resetAndDestroy() : undefined;
}

function noSuchOperation(): never {
  throw refuse.resourceNotFound();
}

function rateExceeded({ limit, windowMs }: RateLimit): Refusal {
  const seconds = windowMs / 1000;
  return new Refusal(429, 'rate_limit_exceeded', `Exceeded rate limit of ${limit} in ${seconds}_seconds`);
}

function json(body: unknown, status: number, headers: Headers): Response {
  headers.set('Content-Type', 'application/json; charset=utf-8');
  return new Response(JSON.stringify(body), { status, headers });
}
