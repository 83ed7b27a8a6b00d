import { describe, expect, it, onTestFailed } from 'vitest';
import type { Stage } from '../stage.ts';

/** A deploy over a running stack. */
export function upgradeSuite(stage: () => Stage): void {
  describe('cdk deploy', () => {
    it('leaves nothing that a second deploy would change', () => stage().dev.expectNoDiff());

    it('of changed code loses nothing that is in flight', async () => {
      const { aws, dev } = stage();
      onTestFailed(() => console.error(aws.log()));
      const before = await dev.template();
      const ids: string[] = [];
      const post = async (count: number) => {
        for (let n = 0; n < count; n++) ids.push(await dev.api.createConversation(`Refund ${n}, please`));
      };
      await post(5);
      const deployed = dev.deploy({ next: true });
      await post(5);
      await deployed;
      await post(5);

      const tagged = async () =>
        (await Promise.all(ids.map(dev.api.tagsOf))).filter((tags) => tags.length === 1);
      await expect
        .poll(async () => (await tagged()).length, { timeout: 120_000, interval: 500 })
        .toBe(ids.length);
      expect(await dev.template()).not.toBe(before);
    });
  });
}
