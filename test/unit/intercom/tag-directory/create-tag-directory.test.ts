import { describe, expect, it } from 'vitest';
import { createIntercomClient } from '../../../../functions/intercom/client.ts';
import { createTagDirectory } from '../../../../functions/intercom/tag-directory/create-tag-directory.ts';
import {
  type CataloguedTag,
  createMemoryCatalogue,
} from '../../../../functions/intercom/tag-directory/tag-catalogue.ts';
import { errorList, json, type Reply, startIntercomServer } from '../../../support/intercom-server.ts';
import { recordingClock } from '../../../support/recording-clock.ts';

const VIP = { type: 'tag', id: '7', name: 'VIP' };
const NEW_VIP = { type: 'tag', id: '8', name: 'vip' };
const list = (...data: object[]) => json({ type: 'list', data });

async function start(tags: CataloguedTag[], ...replies: Reply[]) {
  const server = await startIntercomServer(...replies);
  const clock = recordingClock();
  const intercom = createIntercomClient({
    token: 'secret',
    baseUrl: server.baseUrl,
    clock,
    retry: { maxTries: 1 },
  });
  const catalogue = createMemoryCatalogue(tags);
  return {
    intercom,
    catalogue,
    clock,
    directory: createTagDirectory({ intercom, catalogue, clock }),
    asked: () => server.requests.map(({ method, url }) => `${method} ${url}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe('a tag directory', () => {
  it('finds a name in the catalogue, whatever its case, without asking Intercom', async () => {
    await using started = await start([{ id: '7', name: 'VIP', deleted: false }], json({}));

    await expect(started.directory.resolve(' vip ', { create: true })).resolves.toEqual({
      outcome: 'found',
      tag: { id: '7', name: 'VIP' },
    });
    expect(started.asked()).toEqual([]);
  });

  it('makes a tag that the workspace never had once, however many ask for it, and remembers it', async () => {
    await using started = await start([], json(VIP));

    const found = await Promise.all(
      ['VIP', 'vip', ' Vip'].map((name) => started.directory.resolve(name, { create: true })),
    );
    await started.directory.resolve('vip', { create: false });

    expect(new Set(found.map((resolution) => JSON.stringify(resolution)))).toHaveLength(1);
    expect(started.asked()).toEqual(['POST /tags']);
    await expect(started.catalogue.find('vip')).resolves.toEqual({ id: '7', name: 'VIP', deleted: false });
  });

  it('makes none where none is to be made, and lists the tags once a minute for it', async () => {
    await using started = await start([], list(), list(), list(VIP));
    const resolve = (name: string) => started.directory.resolve(name, { create: false });

    await expect(resolve('vip')).resolves.toEqual({ outcome: 'missing' });
    await expect(resolve('refund')).resolves.toEqual({ outcome: 'missing' });
    expect(started.asked()).toEqual(['GET /tags']);

    await started.clock.sleep(60_000);
    await expect(resolve('vip')).resolves.toEqual({ outcome: 'missing' });
    await started.clock.sleep(60_000);
    await expect(resolve('vip')).resolves.toMatchObject({ outcome: 'found', tag: { id: '7' } });
    expect(started.asked()).toHaveLength(3);
  });

  it('never makes a tag again that a person deleted', async () => {
    await using started = await start([{ id: '7', name: 'VIP', deleted: true }], list());

    await expect(started.directory.resolve('vip', { create: true })).resolves.toEqual({ outcome: 'deleted' });
    expect(started.asked()).toEqual(['GET /tags']);
  });

  it('takes up a tag that a person has made again', async () => {
    await using started = await start([{ id: '7', name: 'VIP', deleted: true }], list(NEW_VIP));

    await expect(started.directory.resolve('VIP', { create: true })).resolves.toEqual({
      outcome: 'found',
      tag: { id: '8', name: 'vip' },
    });
  });

  it('asks again after a failure', async () => {
    await using started = await start(
      [],
      errorList(500, 'server_error'),
      errorList(500, 'server_error'),
      list(VIP),
    );
    const resolve = (create: boolean) => started.directory.resolve('vip', { create });

    await expect(resolve(true)).rejects.toMatchObject({ status: 500 });
    await expect(resolve(false)).rejects.toMatchObject({ status: 500 });
    await expect(resolve(false)).resolves.toMatchObject({ outcome: 'found' });
  });

  it('forgets a tag that it is told is gone', async () => {
    await using started = await start([], json(VIP), json(NEW_VIP));
    await started.directory.resolve('vip', { create: true });
    await started.catalogue.remember({ id: '8', name: 'vip' });

    started.directory.forget({ id: '7', name: 'VIP' });

    await expect(started.directory.resolve('vip', { create: true })).resolves.toMatchObject({
      tag: { id: '8' },
    });
  });
});

describe('using a tag by name', () => {
  const known = [{ id: '7', name: 'VIP', deleted: false }];
  const attach = (started: Awaited<ReturnType<typeof start>>) =>
    started.directory.use('vip', { create: true }, (tag) =>
      started.intercom.attachTagToContact({ contactId: 'c1', tagId: tag.id }),
    );

  it('gives the result and the tag', async () => {
    await using started = await start(known, json(VIP));

    await expect(attach(started)).resolves.toMatchObject({
      outcome: 'used',
      tag: { id: '7' },
      result: { id: '7' },
    });
  });

  it('says so where there is no such tag', async () => {
    await using started = await start([{ id: '7', name: 'VIP', deleted: true }], list());

    await expect(attach(started)).resolves.toEqual({ outcome: 'deleted' });
  });

  it('heals a stale id once, by the tag that now bears the name', async () => {
    await using started = await start(known, errorList(404, 'tag_not_found'), list(NEW_VIP), json(NEW_VIP));

    await expect(attach(started)).resolves.toMatchObject({
      outcome: 'used',
      tag: { id: '8' },
      result: { id: '8' },
    });
    expect(started.asked()).toEqual(['POST /contacts/c1/tags', 'GET /tags', 'POST /contacts/c1/tags']);
    await expect(started.catalogue.find('vip')).resolves.toMatchObject({ id: '8', deleted: false });
  });

  it('heals no more than once', async () => {
    const gone = errorList(404, 'tag_not_found');
    await using started = await start(known, gone, list(NEW_VIP), gone);

    await expect(attach(started)).rejects.toMatchObject({ code: 'tag_not_found' });
    expect(started.asked()).toHaveLength(3);
  });

  it('does not make the tag again where a person deleted it', async () => {
    await using started = await start(known, errorList(404, 'tag_not_found'), list());

    await expect(attach(started)).resolves.toEqual({ outcome: 'deleted' });
    expect(started.asked()).toEqual(['POST /contacts/c1/tags', 'GET /tags']);
    await expect(started.catalogue.find('vip')).resolves.toMatchObject({ deleted: true });
  });

  it.each<[string, Reply, object]>([
    ['the tag is there', json(VIP), { code: 'not_found', operation: 'attachTagToContact' }],
    ['Intercom cannot say', errorList(500, 'server_error'), { code: 'server_error', operation: 'findTag' }],
  ])('settles by one GET whether a not_found means the tag: %s', async (_, answer, error) => {
    await using started = await start(known, errorList(404, 'not_found'), answer);

    await expect(attach(started)).rejects.toMatchObject(error);
    expect(started.asked()).toEqual(['POST /contacts/c1/tags', 'GET /tags/7']);
  });

  it('settles by one GET that the tag is gone', async () => {
    const gone = errorList(404, 'not_found', 'Resource Not Found');
    await using started = await start(known, gone, gone, list(NEW_VIP), json(NEW_VIP));

    await expect(attach(started)).resolves.toMatchObject({ outcome: 'used', tag: { id: '8' } });
  });

  it.each([
    [404, 'company_not_found'],
    [404, 'unreadable'],
    [401, 'unauthorized'],
  ])('passes on a %i %s', async (status, code) => {
    await using started = await start(known, errorList(status, code));

    await expect(attach(started)).rejects.toMatchObject({ status, code });
    expect(started.asked()).toHaveLength(1);
  });
});
