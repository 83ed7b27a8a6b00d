import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../support/start-workspace.ts';

const RATE_LIMIT = { limit: 100_000, windowMs: 10_000 };

describe('tagging many users', () => {
  it('tags 993 of 1,000, names the 7 that are missing, and needs at most 110 calls', async () => {
    await using started = await startWorkspace({ rateLimit: RATE_LIMIT });
    const contactIds: string[] = [];
    for (let n = 0; n < 993; n++)
      contactIds.push(await started.create('contacts', { external_id: `user-${n}` }));
    const missing = Array.from({ length: 7 }, (_, n) => `${n}`.repeat(24));
    // One in each of seven batches.
    for (const [n, id] of missing.entries()) contactIds.splice(n * 140 + 3, 0, id);
    started.workspace.counts.clear();

    const outcomes = await started.connect().tagUsers({ name: 'Outage 2026-11', contactIds });

    const calls = started.workspace.counts.total('createTag');
    console.log(`1,000 users, 7 of them missing: ${calls} calls of POST /tags`);
    expect(outcomes.map(({ target }) => target)).toEqual(contactIds);
    expect(outcomes.filter(({ outcome }) => outcome === 'tagged')).toHaveLength(993);
    expect(outcomes.flatMap(({ target, outcome }) => (outcome === 'missing' ? [target] : []))).toEqual(
      missing,
    );
    expect(calls).toBeLessThanOrEqual(110);
    expect(started.workspace.core.transitions.all()).toHaveLength(993);
  });
});
