import { describe, expect, it } from 'vitest';
import { openEnvironment } from '../../../infra/cli/environment/open-environment.ts';
import type { Stage } from '../stage.ts';

/** What people see of dev with `npm run ops`, and do to its dead letters. */
export function opsSuite(stage: () => Stage): void {
  describe('npm run ops', () => {
    const printed = async (...argv: string[]): Promise<unknown> => {
      const { status, stdout } = await stage().dev.ops([...argv, '--json']);
      expect(status).toBe(0);
      return JSON.parse(stdout);
    };

    it('finds the environment by its stack, and shows what came and what became of it', async () => {
      const records = await stage().dev.records();
      const tagged = records.find(({ outcome }) => outcome === 'tagged');
      expect(await printed('record', String(tagged?.['identity']))).toMatchObject({ outcome: 'tagged' });
      expect(await printed('stats', '--since', '1h')).toMatchObject({
        received: records.length,
        metrics: { Refused: expect.any(Number) },
        rate_limit: { limit: expect.any(Number) },
      });
    });

    it('returns a dead letter to the queue, from which it is recorded', async () => {
      const { aws, dev } = stage();
      const { clientConfig } = aws;
      const environment = await openEnvironment('dev', { data: '', env: {}, clientConfig });
      const deadLetter = { groupId: 'g', deduplicationId: 'd#failed', body: 'packed by nobody' };
      await environment.deadLetterQueue.send(deadLetter);
      expect(await printed('dlq', 'list')).toMatchObject([{ group: 'g', redrives: 0 }]);
      expect(await printed('dlq', 'redrive', '--yes')).toEqual({ taken: [expect.any(String)] });

      expect(await environment.deadLetterQueue.attributes()).toEqual({ visible: 0, inFlight: 0 });
      await expect
        .poll(dev.records, { timeout: 60_000, interval: 250 })
        .toContainEqual(expect.objectContaining({ outcome: 'unparsed' }));
      await environment.close();
    });
  });
}
