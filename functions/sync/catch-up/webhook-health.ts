import * as z from 'zod';
import type { SyncContext } from '../sync-step.ts';

export const webhookHealthSchema = z.object({
  /** Runs in a row that found conversations of which no webhook had told. */
  unreported: z.number(),
  broken: z.boolean(),
});

export type WebhookHealth = z.infer<typeof webhookHealthSchema>;

/** Of the conversations that a run looked into, from this part on webhooks count as missing. */
const missingShare = 0.5;

/**
 * One notification that went astray is Intercom's daily business; where most are missing in two runs, one after the
 * other, webhooks are broken.
 */
export function noteWebhookHealth(context: SyncContext, before: WebhookHealth): WebhookHealth {
  const { counted, metrics, log, report } = context;
  const unreported = counted('unreported_conversations');
  const missing = unreported > 0 && unreported >= missingShare * (unreported + counted('reported'));
  const inARow = missing ? before.unreported + 1 : 0;
  const broken = inARow >= 2;
  metrics.count('Unreported', unreported);
  metrics.count('WebhooksBroken', broken ? 1 : 0);
  if (broken) log.error('webhooks do not arrive', { runs: inARow, unreported });
  report({ webhooks: { broken, runs_in_a_row: inARow, unreported } });
  return { unreported: inARow, broken };
}
