import { type Context, Hono } from 'hono';
import type { Route } from '../call.ts';
import type { Core } from '../core.ts';
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
}

/** The API over HTTP. In this order: the token, the rate limit, the version, the operation. */
export function createApp({ core, routes, rateLimit, counts }: AppParts): Hono {
  const app = new Hono();
  for (const route of routes) {
    app.on(route.method, route.path, (context) => answer(context, route.operation, route.handle));
  }
  app.all('*', (context) =>
    answer(context, 'unknown', () => {
      throw refuse.resourceNotFound();
    }),
  );
  return app;

  async function answer(context: Context, operation: string, handle: Route['handle']): Promise<Response> {
    const headers = new Headers({ 'X-Request-Id': core.random.uuid() });
    let response: Response;
    try {
      admit(context, headers);
      const body = handle(await readCall(context));
      response = body === undefined ? new Response(null, { headers }) : json(body, 200, headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response = json(errorList(headers.get('X-Request-Id') ?? '', error), error.status, headers);
    }
    counts.add(operation, response.status);
    return response;
  }

  /** Without valid credentials there are no rate-limit headers (docs of 2.17). */
  function admit(context: Context, headers: Headers): void {
    if (context.req.header('Authorization') !== `Bearer ${core.options.token}`) throw refuse.unauthorized();
    const { allowed, headers: limits } = rateLimit.take();
    for (const [name, value] of Object.entries(limits)) headers.set(name, value);
    if (!allowed) throw refusedForRate(rateLimit);
    checkVersion(context.req.header('Intercom-Version'));
  }
}

function refusedForRate({ limit, windowMs }: RateLimit): Refusal {
  const seconds = windowMs / 1000;
  return new Refusal(429, 'rate_limit_exceeded', `Exceeded rate limit of ${limit} in ${seconds}_seconds`);
}

function json(body: unknown, status: number, headers: Headers): Response {
  headers.set('Content-Type', 'application/json; charset=utf-8');
  return new Response(JSON.stringify(body), { status, headers });
}
