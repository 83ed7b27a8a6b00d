/**
 * How well-known systems sign, in the words of an `hmac` entry.
 * - Stripe: docs.stripe.com/webhooks#verify-manually
 * - GitHub: docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries. A redelivery keeps its id.
 * - Shopify: shopify.dev/docs/apps/build/webhooks. Retries keep `X-Shopify-Webhook-Id`; the event's id is
 *   shared by several topics, so that it would drop webhooks that are not the same.
 * - Zendesk: developer.zendesk.com/documentation/webhooks/verifying. `X-Zendesk-Webhook-Id` is the webhook's own;
 *   the invocation is what its attempts have in common.
 */
export const PRESETS = {
  stripe: {
    header: 'Stripe-Signature',
    signature_key: 'v1',
    timestamp_key: 't',
    signed: '{timestamp}.{body}',
    id_field: 'id',
  },
  github: { header: 'X-Hub-Signature-256', prefix: 'sha256=', id_header: 'X-GitHub-Delivery' },
  shopify: { header: 'X-Shopify-Hmac-Sha256', encoding: 'base64', id_header: 'X-Shopify-Webhook-Id' },
  zendesk: {
    header: 'X-Zendesk-Webhook-Signature',
    encoding: 'base64',
    signed: '{timestamp}{body}',
    timestamp_header: 'X-Zendesk-Webhook-Signature-Timestamp',
    id_header: 'X-Zendesk-Webhook-Invocation-Id',
  },
} as const;

export type Preset = keyof typeof PRESETS;
