import type { Timers } from '../timers.ts';
import { signNotification } from './notification.ts';

/** Where notifications go. */
export interface Subscription {
  readonly url: string;
  /** The app's client secret. */
  readonly secret: string;
  /** All of them unless given. */
  readonly topics?: readonly string[] | undefined;
}

/** A status, or none: no connection, or no answer in time. */
export type Answer = { readonly status: number } | { readonly error: string };

export interface Sender {
  /** "[URL] must be able to receive a HEAD request, which we use to validate the URL". */
  validate(url: string): Promise<Answer>;
  post(subscription: Subscription, body: string): Promise<Answer>;
}

export function createSender(fetch: typeof globalThis.fetch, timers: Timers, timeoutMs: number): Sender {
  const send = async (url: string, init: RequestInit): Promise<Answer> => {
    const controller = new AbortController();
    const cancel = timers.after(timeoutMs, () => controller.abort(new Error('No answer in time')));
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: controller.signal });
      await response.body?.cancel();
      return { status: response.status };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    } finally {
      cancel();
    }
  };
  return {
    validate: (url) => send(url, { method: 'HEAD', headers: { 'User-Agent': USER_AGENT } }),
    post: (subscription, body) =>
      send(subscription.url, {
        method: 'POST',
        body,
        headers: {
          'User-Agent': USER_AGENT,
          Accept: 'application/json',
          'Content-Type': 'application/json',
          'X-Hub-Signature': signNotification(body, subscription.secret),
        },
      }),
  };
}

const USER_AGENT = 'intercom-parrot-service-client/1.0';
