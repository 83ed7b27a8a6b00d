import { describe, expect, it } from 'vitest';
import type { TaggingPort } from '../../../../functions/apply/tagging-port.ts';
import { isNotFound } from '../../../../functions/intercom/errors/is-not-found.ts';
import { createBatchingPort } from '../../../../functions/sync/scheduled/batching-port.ts';
import { idleIntercom } from '../../../support/idle-intercom.ts';
import { startWorkspace } from '../../../support/start-workspace.ts';

const tag = (id: string) => ({ id, name: 'Lead' });

/** A port whose changes one by one are noted, around a workspace where those for many arrive. */
async function open(options: { isKnown?: (id: string) => boolean } = {}) {
  const workspace = await startWorkspace();
  const alone: string[] = [];
  const note = async ({ id }: { id: string }) => {
    alone.push(id);
    return { appliedAt: 1 };
  };
  const single: TaggingPort = {
    ...idleIntercom,
    checkRateLimit: () => {},
    forgetTag: () => {},
    addTag: note,
    removeTag: note,
  };
  const { isKnown = () => true } = options;
  const client = workspace.connect();
  const port = createBatchingPort({ port: single, client, isKnown: ({ id }) => isKnown(id) });
  const contacts = await Promise.all([1, 2, 3].map(() => workspace.create('contacts', { role: 'lead' })));
  const id = (await client.createTag('Lead')).id;
  const add = (contact: string, by = id) =>
    port.during(() => port.addTag({ type: 'contact', id: contact }, tag(by)));
  const calls = () => workspace.workspace.counts.total('createTag') - 1;
  return { workspace, port, alone, contacts, add, calls };
}

describe('tags for many', () => {
  it('go out in one call when all work under way waits', async () => {
    const { workspace, contacts, add, alone, calls } = await open();
    expect(await Promise.all(contacts.map((id) => add(id)))).toEqual(
      contacts.map(() => ({ appliedAt: null })),
    );
    expect([calls(), alone]).toEqual([1, []]);
    await workspace[Symbol.asyncDispose]();
  });

  it('wait for work that is still deciding, and not for work that ends without any', async () => {
    const { workspace, port, contacts, add, calls } = await open();
    let decided = () => {};
    const deciding = port.during(
      () =>
        new Promise<void>((resolve) => {
          decided = resolve;
        }),
    );
    const added = Promise.all(contacts.map((id) => add(id)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls()).toBe(0);
    decided();
    await Promise.all([deciding, added]);
    expect(calls()).toBe(1);
    await workspace[Symbol.asyncDispose]();
  });

  it('go alone where there is one, or where it is not known whose tags an object carries', async () => {
    let unknown = '';
    const { workspace, contacts, add, alone, calls } = await open({ isKnown: (id) => id !== unknown });
    unknown = contacts[1] ?? '';
    await add(contacts[0] ?? '');
    await Promise.all(contacts.map((id) => add(id)));
    expect(alone).toEqual([contacts[0], unknown]);
    expect(calls()).toBe(1);
    await workspace[Symbol.asyncDispose]();
  });

  it('fail for the one that is gone, and for no other', async () => {
    const { workspace, contacts, add } = await open();
    const ids = [...contacts, '000000000000000000000000'];
    const settled = await Promise.allSettled(ids.map((id) => add(id)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    const gone = settled.at(-1);
    expect(gone?.status === 'rejected' && isNotFound(gone.reason)).toBe(true);
    await workspace[Symbol.asyncDispose]();
  });
});
