import type { Random } from '../random.ts';
import { type Timers, unixSeconds } from '../timers.ts';
import {
  afterAnswer,
  type DeliveryHealth,
  healthy,
  MOST_DELAY_MS,
  RETRY_AFTER_MS,
} from './delivery-health.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery-log.ts';
import { type Notification, renderNotification } from './notification.ts';
import type { Answer, Sender, Subscription } from './send.ts';

export interface DispatchOptions {
  /** The part of the notifications that is sent twice, 0 to 1: "duplicates explicitly expected". */
  readonly duplicate: number;
  /** Each waits a random time up to this before it is sent: "we do not offer any guarantee on the order". */
  readonly reorderMs: number;
  /** Sent side by side. */
  readonly concurrency: number;
}

export interface Dispatcher {
  readonly log: DeliveryLog;
  readonly health: DeliveryHealth;
  readonly subscription: Subscription | undefined;
  configure(options: Partial<DispatchOptions>): void;
  /** Sends to this subscription from now on; `undefined` stops. */
  subscribe(subscription: Subscription | undefined): void;
  send(notification: Notification): void;
  /** When nothing is on its way or waiting for a place; retries that wait for their minute do not count. */
  idle(): Promise<void>;
}

interface Delivery {
  readonly notification: Notification;
  readonly subscription: Subscription;
  /** Unix seconds; a throttled attempt is not counted, but was sent. */
  firstSentAt: number | undefined;
  attempt: number;
}

interface DispatchParts {
  readonly timers: Timers;
  readonly random: Random;
  readonly sender: Sender;
  readonly options: DispatchOptions;
}

/** Gets notifications to the endpoint, with Intercom's patience and its punishments. */
export function createDispatcher({ timers, random, sender, options: initial }: DispatchParts): Dispatcher {
  let options = initial;
  let subscription: Subscription | undefined;
  let health = healthy;
  let inFlight = 0;
  let delayed = 0;
  let resuming = false;
  const queue: Delivery[] = [];
  const log = createDeliveryLog();
  let idlers: (() => void)[] = [];

  return {
    log,
    get health() {
      return health;
    },
    get subscription() {
      return subscription;
    },
    configure: (change) => {
      options = { ...options, ...change };
    },
    subscribe(next) {
      subscription = next;
      health = healthy;
    },
    send(notification) {
      if (subscription === undefined || !isSubscribed(subscription, notification.topic)) return;
      if (health.state !== 'live') {
        log.add(notification, 0, { dropped: health.state });
        return;
      }
      const copies = random.next() < options.duplicate ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) enqueueSoon(notification, subscription);
    },
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };

  function enqueueSoon(notification: Notification, target: Subscription): void {
    const delivery = { notification, subscription: target, firstSentAt: undefined, attempt: 0 };
    if (options.reorderMs === 0) {
      enqueue(delivery);
      return;
    }
    delayed += 1;
    timers.after(random.next() * options.reorderMs, () => {
      delayed -= 1;
      enqueue(delivery);
    });
  }

  function enqueue(delivery: Delivery): void {
    queue.push(delivery);
    drain();
  }

  function drain(): void {
    const wait = health.pausedUntil - timers.now();
    if (wait > 0) {
      resumeAfter(wait);
      return;
    }
    while (inFlight < options.concurrency) {
      const delivery = queue.shift();
      if (delivery === undefined) break;
      inFlight += 1;
      void deliver(delivery).finally(() => {
        inFlight -= 1;
        drain();
      });
    }
    if (isIdle()) {
      for (const resolve of idlers) resolve();
      idlers = [];
    }
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const { notification } = delivery;
    if (health.state !== 'live') return log.add(notification, delivery.attempt, { dropped: health.state });
    if (timers.now() - notification.createdAt * 1000 > MOST_DELAY_MS && notification.id !== null) {
      return log.add(notification, delivery.attempt, { dropped: 'delayed' });
    }
    delivery.attempt += 1;
    delivery.firstSentAt ??= unixSeconds(timers);
    const body = renderNotification(notification, delivery.attempt, delivery.firstSentAt);
    const answer = await sender.post(delivery.subscription, body);
    log.add(notification, delivery.attempt, answer);
    settle(delivery, answer);
  }

  function settle(delivery: Delivery, answer: Answer): void {
    const status = 'status' in answer ? answer.status : undefined;
    health = afterAnswer(health, status, timers.now());
    if (status === 429) {
      delivery.attempt -= 1;
      queue.unshift(delivery);
    } else if ((status === undefined || status >= 300) && status !== 410 && delivery.attempt === 1) {
      timers.after(RETRY_AFTER_MS, () => enqueue(delivery));
    }
  }

  function resumeAfter(ms: number): void {
    if (resuming) return;
    resuming = true;
    timers.after(ms, () => {
      resuming = false;
      drain();
    });
  }

  function isIdle(): boolean {
    return queue.length === 0 && inFlight === 0 && delayed === 0;
  }
}

function isSubscribed({ topics }: Subscription, topic: string): boolean {
  return topics === undefined || topic === 'ping' || topics.includes(topic);
}
