import { Hono } from 'hono';
import { controlApp } from './control/control-app.ts';
import { type Core, createCore } from './core.ts';
import type { Fault } from './faults/fault.ts';
import { createFaultPlan, type FaultPlan } from './faults/fault-plan.ts';
import { createApp } from './http/app.ts';
import { type CallCounts, createCallCounts } from './http/call-counts.ts';
import { createRateLimit, type RateLimit } from './http/rate-limit.ts';
import { defaultOptions, type WorkspaceOptions } from './options.ts';
import { seededRandom } from './random.ts';
import { allRoutes } from './routes.ts';
import type { SavedCore } from './saved-core.ts';
import { type AdvanceableTimers, realTimers, type Timers } from './timers.ts';
import { createDispatcher, type Dispatcher, type DispatchOptions } from './webhooks/dispatcher.ts';
import { createPublisher, ping } from './webhooks/publish.ts';
import { type Answer, createSender, type Subscription } from './webhooks/send.ts';

/** An emulated Intercom workspace. Everything is in memory. */
export interface Workspace {
  /** The API, and the emulator's own under `/_workspace`. */
  readonly app: Hono;
  readonly options: WorkspaceOptions;
  /** With `advance` where the clock can be pushed on. */
  readonly timers: Timers & Partial<AdvanceableTimers>;
  /** What it holds; replaced by `reset`. */
  readonly core: Core;
  readonly counts: CallCounts;
  /** Rises with every request that may have changed something. */
  readonly revision: number;
  readonly rateLimit: RateLimit;
  readonly faults: FaultPlan;
  readonly webhooks: Dispatcher;
  /** Validates the URL with a HEAD, as Intercom does when it is saved, and sends there if it answered 2xx. */
  subscribe(subscription: Subscription): Promise<Answer>;
  ping(): void;
  /** Forgets all objects, counts and transitions; keeps subscription, limits and faults. */
  reset(): void;
}

export interface WorkspaceSettings extends Partial<WorkspaceOptions> {
  readonly timers?: Timers & Partial<AdvanceableTimers>;
  readonly fetch?: typeof globalThis.fetch;
  readonly faults?: readonly Fault[];
  /** What it holds at the start. */
  readonly saved?: SavedCore | undefined;
  readonly webhooks?: Partial<DispatchOptions> & { readonly timeoutMs?: number };
}

/** "You have 5 seconds". */
const WEBHOOK_TIMEOUT_MS = 5000;

/**
 * Makes an empty workspace.
 * @example
 * const workspace = createWorkspace({ token: 'secret' });
 * await workspace.app.request('/tags', { headers: { Authorization: 'Bearer secret' } });
 */
export function createWorkspace(settings: WorkspaceSettings = {}): Workspace {
  const {
    timers = realTimers(),
    fetch = globalThis.fetch,
    webhooks: dispatch,
    faults: given,
    saved: initial,
    ...rest
  } = settings;
  const options: WorkspaceOptions = { ...defaultOptions, ...rest };
  const sender = createSender(fetch, timers, dispatch?.timeoutMs ?? WEBHOOK_TIMEOUT_MS);
  const webhooks = createDispatcher({
    timers,
    random: seededRandom(options.seed + 1),
    sender,
    options: { duplicate: 0, reorderMs: 0, concurrency: 10, ...dispatch },
  });
  const publish = createPublisher(webhooks, timers, options, initial?.issuedIds['notification'] ?? 0);
  const counts = createCallCounts();
  const rateLimit = createRateLimit(options.rateLimit, timers);
  const faults = createFaultPlan(seededRandom(options.seed + 2), given ?? []);
  const open = (saved?: SavedCore) => {
    const core = createCore(options, timers, publish, saved);
    return { core, api: createApp({ core, routes: allRoutes(core), rateLimit, counts, faults }) };
  };
  let current = open(initial);
  let revision = 0;

  const workspace: Workspace = {
    app: new Hono(),
    options,
    timers,
    get core() {
      return current.core;
    },
    counts,
    get revision() {
      return revision;
    },
    rateLimit,
    faults,
    webhooks,
    async subscribe(subscription) {
      const answer = await sender.validate(subscription.url);
      if ('status' in answer && answer.status >= 200 && answer.status < 300) webhooks.subscribe(subscription);
      return answer;
    },
    ping: () => ping(webhooks, timers, options),
    reset() {
      counts.clear();
      webhooks.log.clear();
      current = open();
    },
  };
  workspace.app.use(async (context, next) => {
    await next();
    if (context.req.method !== 'GET') revision += 1;
  });
  workspace.app.route('/_workspace', controlApp(workspace));
  workspace.app.all('*', (context) => current.api.fetch(context.req.raw, context.env));
  return workspace;
}
