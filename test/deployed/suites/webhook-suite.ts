import { describe, expect, it, onTestFailed } from 'vitest';
import type { Stage } from '../stage.ts';

/** From a customer's message to the tag and its record. */
export function webhookSuite(stage: () => Stage): void {
  describe('the deployed webhook', () => {
    it('answers the HEAD by which Intercom validates an address', async () => {
      const { dev, staging } = stage();
      expect(await dev.subscribe()).toEqual({ status: 200 });
      expect(await staging.subscribe()).toEqual({ status: 200 });
    });

    it('refuses what is not signed with the client secret, and queues nothing', async () => {
      const { dev } = stage();
      await dev.subscribe('not the secret');
      await dev.api.createConversation('I want a refund');
      await dev.workspace.webhooks.idle();
      expect(dev.workspace.webhooks.log.entries()).toMatchObject([{ outcome: { status: 401 } }]);
      expect(await dev.messagesOnQueue()).toBe(0);
      expect(await dev.records()).toEqual([]);
      await dev.subscribe();
    });

    it('tags the conversation in Intercom and keeps the record of why, in this environment and no other', async () => {
      const { aws, dev, staging } = stage();
      onTestFailed(() => console.error(aws.log()));
      await dev.api.createTag('Refund');
      const conversationId = await dev.api.createConversation('Hello, can I have my money back?');

      await expect
        .poll(() => dev.api.tagsOf(conversationId), { timeout: 60_000, interval: 250 })
        .toEqual(['Refund']);
      await expect
        .poll(dev.records, { timeout: 20_000, interval: 250 })
        .toMatchObject([{ outcome: 'tagged', subject: { type: 'conversation', id: conversationId } }]);
      expect(await staging.records()).toEqual([]);
    });

    it('of the environment beside it does the same in its own workspace', async () => {
      const { aws, dev, staging } = stage();
      onTestFailed(() => console.error(aws.log()));
      const before = await dev.records();
      const conversationId = await staging.api.createConversation('A refund, please');
      await expect
        .poll(() => staging.api.tagsOf(conversationId), { timeout: 60_000, interval: 250 })
        .toEqual(['Refund']);
      expect(await dev.records()).toHaveLength(before.length);
    });
  });

  describe('a notification that Intercom sends twice', () => {
    it('is one record and one call to tag', async () => {
      const { dev } = stage();
      const taggingCalls = () => dev.workspace.counts.total('attachTagToConversation');
      dev.workspace.webhooks.configure({ duplicate: 1 });
      const [recordsBefore, callsBefore] = [(await dev.records()).length, taggingCalls()];
      const conversationId = await dev.api.createConversation('A refund, please');
      await expect
        .poll(() => dev.api.tagsOf(conversationId), { timeout: 60_000, interval: 250 })
        .toEqual(['Refund']);
      await dev.workspace.webhooks.idle();
      await expect.poll(dev.messagesOnQueue, { timeout: 20_000, interval: 250 }).toBe(0);

      expect(await dev.records()).toHaveLength(recordsBefore + 1);
      expect(taggingCalls()).toBe(callsBefore + 1);
      dev.workspace.webhooks.configure({ duplicate: 0 });
    });
  });
}
