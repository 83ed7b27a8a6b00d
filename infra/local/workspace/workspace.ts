import { Hono } from 'hono';
import { controlApp } from './control/control-app.ts';
import { type Core, createCore } from './core.ts';
import { createApp } from './http/app.ts';
import { type CallCounts, createCallCounts } from './http/call-counts.ts';
import { createRateLimit, type RateLimit } from './http/rate-limit.ts';
import { defaultOptions, type WorkspaceOptions } from './options.ts';
import { seededRandom } from './random.ts';
import { allRoutes } from './routes.ts';
import { realTimers, type Timers } from './timers.ts';
import { createDispatcher, type Dispatcher, type DispatchOptions } from './webhooks/dispatcher.ts';
import { type Answer, createSender, type Subscription } from './webhooks/send.ts';

/** An emulated Intercom workspace. Everything is in memory. */
export interface Workspace {
  /** The API, and the emulator's own under `/_workspace`. */
  readonly app: Hono;
  readonly options: WorkspaceOptions;
  /** What it holds; replaced by `reset`. */
  readonly core: Core;
  readonly counts: CallCounts;
  readonly rateLimit: RateLimit;
  readonly webhooks: Dispatcher;
  /** Validates the URL with a HEAD, as Intercom does when it is saved, and sends there if it answered 2xx. */
  subscribe(subscription: Subscription): Promise<Answer>;
  ping(): void;
  /** Forgets all objects, counts and transitions; keeps subscription, limits and faults. */
  reset(): void;
}

export interface WorkspaceSettings extends Partial<WorkspaceOptions> {
  readonly timers?: Timers;
  readonly fetch?: typeof globalThis.fetch;
  readonly webhooks?: Partial<DispatchOptions> & { readonly timeoutMs?: number };
}

/**
 * Makes an empty workspace.
 * @example
 * const workspace = createWorkspace({ token: 'secret' });
 * await workspace.app.request('/tags', { headers: { Authorization: 'Bearer secret' } });
 */
export function createWorkspace(settings: WorkspaceSettings = {}): Workspace {
  const { timers = realTimers(), fetch = globalThis.fetch, webhooks: dispatch, ...given } = settings;
  const options: WorkspaceOptions = { ...defaultOptions, ...given };
  const notificationIds = seededRandom(options.seed + 1);
  const sender = createSender(fetch, timers, dispatch?.timeoutMs ?? 5000);
  const webhooks = createDispatcher({
    timers,
    random: seededRandom(options.seed + 2),
    sender,
    options: { duplicate: 0, reorderMs: 0, concurrency: 10, ...dispatch },
  });
  const counts = createCallCounts();
  const rateLimit = createRateLimit(options.rateLimit, timers);
  const publish: Core['publish'] = (topic, item) => {
    if (webhooks.subscription === undefined) return;
    webhooks.send({
      id: `notif_${notificationIds.uuid()}`,
      appId: options.appId,
      topic,
      // Rendered at once: a notification says how things were when it happened.
      item: item(),
      createdAt: Math.floor(timers.now() / 1000),
    });
  };
  let core = createCore(options, timers, publish);
  let api = createApp({ core, routes: allRoutes(core), rateLimit, counts });

  const workspace: Workspace = {
    app: new Hono(),
    options,
    get core() {
      return core;
    },
    counts,
    rateLimit,
    webhooks,
    async subscribe(subscription) {
      const answer = await sender.validate(subscription.url);
      if ('status' in answer && answer.status >= 200 && answer.status < 300) webhooks.subscribe(subscription);
      return answer;
    },
    ping() {
      webhooks.send({
        id: null,
        appId: options.appId,
        topic: 'ping',
        item: { type: 'ping', message: 'something something interzen' },
        createdAt: core.now(),
      });
    },
    reset() {
      counts.clear();
      webhooks.log.clear();
      core = createCore(options, timers, publish);
      api = createApp({ core, routes: allRoutes(core), rateLimit, counts });
    },
  };
  workspace.app.route('/_workspace', controlApp(workspace));
  workspace.app.all('*', (context) => api.fetch(context.req.raw, context.env));
  return workspace;
}
