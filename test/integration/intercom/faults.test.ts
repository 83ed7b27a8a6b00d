import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeReport } from '../../../functions/intercom/call.ts';
import type { IntercomClient } from '../../../functions/intercom/client.ts';
import { systemClock } from '../../../functions/intercom/clock.ts';
import type { Governor } from '../../../functions/intercom/rate-limit/governor.ts';
import { TagwrightError } from '../../../functions/tagwright-error.ts';
import { FAULTS, type Fault, type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { runs } from '../../support/runs.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';

const MAX_TRIES = 4;

/** Pauses are part of what is scheduled, not of what is tested here. */
const impatient = { ...systemClock, sleep: () => Promise.resolve() };

/** The proxy's 429 are refused for no reason, so there is nothing to wait for. */
const ungoverned: Governor = { enter: async () => ({ leave: () => {} }), check: () => {} };

let workspace: StartedWorkspace;
let proxy: FaultyProxy;
let client: IntercomClient;
let contactId: string;
let tagIds: string[];
const reports: ExchangeReport[] = [];

beforeAll(async () => {
  workspace = await startWorkspace({ rateLimit: { limit: 1_000_000, windowMs: 10_000 } });
  proxy = await startFaultyProxy(workspace.url);
  client = workspace.connect({
    baseUrl: proxy.baseUrl,
    clock: impatient,
    governor: ungoverned,
    retry: { maxTries: MAX_TRIES },
    tryTimeoutMs: 80,
    onExchange: (report) => reports.push(report),
  });
  contactId = await workspace.create('contacts', { external_id: 'ada' });
  tagIds = await Promise.all(['vip', 'refund'].map(async (name) => (await client.createTag(name)).id));
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await workspace[Symbol.asyncDispose]();
});

/** Tags on the contact, as the workspace itself knows them. */
const tagsNow = async () =>
  new Set((await workspace.connect().listTagsForAContact(contactId)).map(({ id }) => id));

const transitions = () => workspace.workspace.core.transitions.all();

describe.each(FAULTS)('under %j', (fault) => {
  it('a change ends as it should, and is made once', async () => {
    const [tagId = ''] = tagIds;
    const before = transitions().length;

    proxy.faults.push(fault, fault);
    await expect(client.attachTagToContact({ contactId, tagId })).resolves.toMatchObject({ id: tagId });
    expect(await tagsNow()).toContain(tagId);
    proxy.faults.push(fault, fault);
    await expect(client.detachTagFromContact({ contactId, tagId })).resolves.toMatchObject({ id: tagId });
    expect(await tagsNow()).not.toContain(tagId);

    expect(
      transitions()
        .slice(before)
        .map(({ change }) => change),
    ).toEqual(['added', 'removed']);
  });

  it('the catalogue ends as it should', async () => {
    const name = `under ${fault}`;

    proxy.faults.push(fault);
    const tag = await client.createTag(name);
    proxy.faults.push(fault);
    await expect(client.listTags()).resolves.toContainEqual(expect.objectContaining({ id: tag.id, name }));
    proxy.faults.push(fault);
    await expect(client.deleteTag(tag.id)).resolves.toBeUndefined();

    await expect(workspace.connect().listTags()).resolves.not.toContainEqual(
      expect.objectContaining({ name }),
    );
  });
});

/** A 429 is no try: `maxWaitMs` bounds it, and the governor that has nothing to wait for here does not. */
describe.each(FAULTS.filter((fault) => fault !== 'lost: 429'))('under nothing but %j', (fault) => {
  it('a call ends in a typed error after its tries', async () => {
    reports.length = 0;
    proxy.faults.push(...Array.from({ length: MAX_TRIES }, () => fault));

    await expect(client.listTags()).rejects.toBeInstanceOf(TagwrightError);

    expect(reports).toHaveLength(MAX_TRIES);
    expect(proxy.faults).toEqual([]);
  });
});

describe('any changes under any faults', () => {
  const change = fc.record({
    tag: fc.nat(1),
    attach: fc.boolean(),
    faults: fc.array(fc.constantFrom<Fault>(...FAULTS, 'none'), { maxLength: 5 }),
  });

  it('always end in what was asked for or in a typed error, and are never made twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 5 }), async (changes) => {
        for (const { tag, attach, faults } of changes) {
          const target = { contactId, tagId: tagIds[tag] ?? '' };
          const before = transitions().length;
          const had = (await tagsNow()).has(target.tagId);
          proxy.faults.push(...faults);

          const error = await (attach
            ? client.attachTagToContact(target)
            : client.detachTagFromContact(target)
          ).then(
            () => undefined,
            (reason: unknown) => reason,
          );

          proxy.faults.length = 0;
          const has = (await tagsNow()).has(target.tagId);
          if (error === undefined) expect(has).toBe(attach);
          else expect(error).toBeInstanceOf(TagwrightError);
          expect(transitions().length - before).toBe(had === has ? 0 : 1);
        }
      }),
      { numRuns: runs(25) },
    );
  });
});

describe('bulk tagging under faults', () => {
  it('tags each user once', async () => {
    const contactIds: string[] = [];
    for (let n = 0; n < 120; n++)
      contactIds.push(await workspace.create('contacts', { external_id: `bulk-${n}` }));
    const before = transitions().length;
    proxy.faults.push('hang up', 'lost: 500', 'none', 'JSON cut', 'lost: hang up', 'body cut', '502 page');

    const outcomes = await client.tagUsers({ name: 'bulk', contactIds });

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(contactIds.map(() => 'tagged'));
    expect(transitions().length - before).toBe(120);
  });
});
