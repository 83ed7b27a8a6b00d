import { describe, expect, it, onTestFailed } from 'vitest';
import * as z from 'zod';
import type { Stage } from '../stage.ts';

const report = z.object({
  under_way: z.boolean(),
  run: z.object({
    id: z.string(),
    status: z.string(),
    steps: z.array(
      z.object({ name: z.string(), status: z.string(), counts: z.record(z.string(), z.number()) }),
    ),
  }),
});

/** The sync by hand, with an operator's own credentials. */
export function syncSuite(stage: () => Stage): void {
  describe('npm run ops -- sync', () => {
    const sync = async (...argv: string[]) => {
      const { status, stdout } = await stage().dev.ops(['sync', ...argv, '--json']);
      expect(status).toBe(0);
      return report.parse(JSON.parse(stdout));
    };

    it('runs every step, and shows the run', async () => {
      const { run, under_way } = await sync('run', '--yes');
      expect(run.status).toBe('finished');
      expect(run.steps.filter(({ status }) => status !== 'done')).toEqual([]);
      expect(under_way).toBe(false);
      expect((await sync('status')).run).toEqual(run);
    });

    it('sends what no webhook told of to the deployed apply, which tags and records it', async () => {
      const { aws, dev } = stage();
      onTestFailed(() => console.error(aws.log()));
      dev.workspace.webhooks.subscribe(undefined);
      const id = await dev.api.createConversation('A refund, please');
      await dev.subscribe();
      // No webhook is on its way any more.
      dev.workspace.timers.advance?.(20 * 60_000);
      const { run } = await sync('run', '--yes');
      expect(run.steps.find(({ name }) => name === 'catch_up')?.counts).toMatchObject({ recovered: 1 });

      await expect.poll(() => dev.api.tagsOf(id), { timeout: 60_000, interval: 250 }).toEqual(['Refund']);
      await expect
        .poll(dev.records, { timeout: 20_000, interval: 250 })
        .toContainEqual(expect.objectContaining({ source: 'catch_up', outcome: 'tagged' }));
    });
  });
}
