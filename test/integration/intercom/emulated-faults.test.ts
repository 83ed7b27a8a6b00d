import { describe, expect, it } from 'vitest';
import { type Fault, faultSchema } from '../../../infra/local/workspace/faults/fault.ts';
import { scaledClock, scaledTimers } from '../../support/scaled-clock.ts';
import { startWorkspace } from '../../support/start-workspace.ts';

const SPEED = 50;
const SHARE = 0.4;

/**
 * Times are the clock's, so a fiftieth of it passes: 30 s of slow headers are longer than a try may take. That is long
 * enough for a machine that has other things to do, and so many tries fail together in no run.
 */
const FAULTS = [
  { kind: 'latency', ms: 1_000 },
  { kind: 'rate_limit', share: 0.05 },
  { kind: 'server_error' },
  { kind: 'server_error', status: 502, body: 'html', carried_out: true },
  { kind: 'server_error', status: 500, body: 'empty', carried_out: true },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'slow_headers', ms: 30_000 },
].map((fault) => faultSchema.parse({ share: SHARE, ...fault }));

describe.each(FAULTS.map((fault): [string, Fault] => [JSON.stringify(fault), fault]))(
  'with %s',
  (_, fault) => {
    it('changes end as they should, each is made once, and nothing is lost', async () => {
      const clock = scaledClock(Date.now(), SPEED);
      await using started = await startWorkspace({
        faults: [fault],
        timers: scaledTimers(clock, SPEED),
      });
      const { workspace } = started;
      workspace.faults.set([]);
      const contactId = await started.create('contacts', { external_id: 'ada' });
      const client = started.connect({
        clock,
        tryTimeoutMs: 400,
        retry: { maxTries: 30 },
        timeoutMs: 3_600_000,
      });
      const tags = await Promise.all(Array.from({ length: 12 }, (_, n) => client.createTag(`tag ${n}`)));
      workspace.faults.set([fault]);

      const attached = await Promise.all(
        tags.map((tag) => client.attachTagToContact({ contactId, tagId: tag.id })),
      );
      const detached = await Promise.all(
        tags.slice(6).map((tag) => client.detachTagFromContact({ contactId, tagId: tag.id })),
      );

      expect([...attached, ...detached].map(({ id }) => id)).toEqual(
        [...tags, ...tags.slice(6)].map(({ id }) => id),
      );
      const transitions = workspace.core.transitions.all().map(({ tagId, change }) => `${change} ${tagId}`);
      expect(transitions.sort()).toEqual(
        [...tags.map(({ id }) => `added ${id}`), ...tags.slice(6).map(({ id }) => `removed ${id}`)].sort(),
      );
      workspace.faults.set([]);
      await expect(client.listTagsForAContact(contactId)).resolves.toHaveLength(6);
    });
  },
);
