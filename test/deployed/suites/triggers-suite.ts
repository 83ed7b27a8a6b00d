import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFailed } from 'vitest';
import type { Stage } from '../stage.ts';
import { BILLING_SECRET } from './secrets-suite.ts';

/** Another system's webhook. */
export function triggersSuite(stage: () => Stage): void {
  describe('a webhook of another system', () => {
    const body = JSON.stringify({ type: 'payment_failed', customer_email: 'mira@example.test' });
    const post = (secret: string) => {
      const { aws, dev } = stage();
      const url = dev.output('WebhookUrl').replace('/webhooks/intercom', '/triggers/billing');
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const headers = { 'X-Hub-Signature-256': `sha256=${signature}`, 'X-GitHub-Delivery': 'delivery-1' };
      return aws.fetch(url, { method: 'POST', body, headers });
    };

    it('is refused where its secret is another', async () => {
      expect((await post('not the secret')).status).toBe(401);
    });

    it('tags the contact that it names', async () => {
      const { aws, dev } = stage();
      onTestFailed(() => console.error(aws.log()));
      const contactId = await dev.api.createContact('mira@example.test');
      expect((await post(BILLING_SECRET)).status).toBe(200);
      await expect
        .poll(() => dev.api.tagsOfContact(contactId), { timeout: 60_000, interval: 250 })
        .toEqual(['Payment failed']);
    });
  });
}
