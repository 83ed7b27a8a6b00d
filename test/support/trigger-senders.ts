import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { plantTexts } from './log-leaks.ts';

export type Headers = Record<string, string>;

/** A system that sends webhooks: its entry in the webhook secret, what it sends, and how it signs that. */
export interface TriggerSender {
  scheme: string;
  secret: string;
  body: string;
  /** The headers of a request with this body at this time (Unix seconds). */
  sign: (body: string | Uint8Array, at: number, secret?: string) => Headers;
  /** The sender's own id of the request. */
  id: string;
}

/** No log line may quote what another system sent. */
function fixture(name: string): string {
  const text = readFileSync(join(import.meta.dirname, '../fixtures/triggers', `${name}.json`), 'utf8');
  plantTexts(JSON.parse(text));
  return text;
}

const hmac = (secret: string, ...parts: (string | Uint8Array)[]) => {
  const digest = createHmac('sha256', secret);
  for (const part of parts) digest.update(part);
  return digest;
};

/** Stripe, GitHub, Shopify, Zendesk and a sender that follows Standard Webhooks, each with a payload of its own. */
export const triggerSenders: readonly TriggerSender[] = [
  stripe(),
  github(),
  shopify(),
  zendesk(),
  standard(),
];

function stripe(): TriggerSender {
  const id = 'evt_1Sm2PbB7WZ01zgkW3vT4Qx9L';
  const secret = 'whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH';
  return {
    scheme: 'stripe',
    secret,
    body: fixture('stripe'),
    id,
    sign(body, at, key = secret) {
      const v1 = hmac(key, `${at}.`, body).digest('hex');
      // `v0` is what Stripe adds for test events.
      return {
        'Stripe-Signature': `t=${at},v1=${v1},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39`,
      };
    },
  };
}

function github(): TriggerSender {
  const id = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
  const secret = "It's a Secret to Everybody";
  return {
    scheme: 'github',
    secret,
    body: fixture('github'),
    id,
    sign(body, _at, key = secret) {
      return {
        'X-GitHub-Event': 'issues',
        'X-GitHub-Delivery': id,
        'X-Hub-Signature': `sha1=${createHmac('sha1', key).update(body).digest('hex')}`,
        'X-Hub-Signature-256': `sha256=${hmac(key, body).digest('hex')}`,
      };
    },
  };
}

function shopify(): TriggerSender {
  const id = 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043';
  const secret = '9f2c1b7e5d4a83c6f0e1d2b3a4958671';
  return {
    scheme: 'shopify',
    secret,
    body: fixture('shopify'),
    id,
    sign(body, _at, key = secret) {
      return {
        'X-Shopify-Topic': 'orders/cancelled',
        'X-Shopify-Shop-Domain': 'example.myshopify.com',
        'X-Shopify-Webhook-Id': id,
        'X-Shopify-Event-Id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
        'X-Shopify-Hmac-Sha256': hmac(key, body).digest('base64'),
      };
    },
  };
}

function zendesk(): TriggerSender {
  const id = '8350205582';
  const secret = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';
  return {
    scheme: 'zendesk',
    secret,
    body: fixture('zendesk'),
    id,
    sign(body, at, key = secret) {
      const time = new Date(at * 1000).toISOString().replace('.000Z', 'Z');
      return {
        'X-Zendesk-Account-Id': '123456',
        'X-Zendesk-Webhook-Id': '01F1KRFQ6BG29CNWFR60NK5FNY',
        'X-Zendesk-Webhook-Invocation-Id': id,
        'X-Zendesk-Webhook-Signature-Timestamp': time,
        'X-Zendesk-Webhook-Signature': hmac(key, time, body).digest('base64'),
      };
    },
  };
}

function standard(): TriggerSender {
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  return {
    scheme: 'standard',
    secret,
    body: '{"type":"user.plan_changed","data":{"user_id":"42","plan":"Enterprise"}}',
    id,
    sign(body, at, key = secret) {
      const text = typeof body === 'string' ? body : Buffer.from(body);
      return {
        'webhook-id': id,
        'webhook-timestamp': String(at),
        'webhook-signature': new Webhook(key).sign(id, new Date(at * 1000), text),
      };
    },
  };
}
