import { describe, expect, it } from 'vitest';
import { createIntercomClient } from '../../../../functions/intercom/client.ts';
import { errorList, json, type Reply, startIntercomServer, text } from '../../../support/intercom-server.ts';
import { recordingClock } from '../../../support/recording-clock.ts';

async function start(...replies: Reply[]) {
  const server = await startIntercomServer(...replies);
  const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl, clock: recordingClock() });
  return { server, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe('the tag catalogue', () => {
  it('lists tags whether their ids are strings or numbers', async () => {
    const data = [
      { type: 'tag', id: '1', name: 'a' },
      { type: 'tag', id: 2, name: 'b', colour: 'red' },
    ];
    await using started = await start(json({ type: 'list', data }));

    await expect(started.client.listTags()).resolves.toEqual([
      { id: '1', name: 'a', appliedAt: null, appliedBy: null, raw: data[0] },
      { id: '2', name: 'b', appliedAt: null, appliedBy: null, raw: data[1] },
    ]);
    expect(started.server.requests).toMatchObject([{ method: 'GET', url: '/tags', json: undefined }]);
  });

  it('finds a tag by id', async () => {
    await using started = await start(json({ type: 'tag', id: '7', name: 'vip' }));

    await expect(started.client.findTag('7')).resolves.toMatchObject({ id: '7', name: 'vip' });
    expect(started.server.requests).toMatchObject([{ method: 'GET', url: '/tags/7' }]);
  });

  it('renames a tag by POST /tags', async () => {
    await using started = await start(json({ type: 'tag', id: '7', name: 'VIP' }));

    await started.client.updateTag({ tagId: '7', name: 'VIP' });

    expect(started.server.requests).toMatchObject([
      { method: 'POST', url: '/tags', json: { id: '7', name: 'VIP' } },
    ]);
  });

  it.each<[string, Reply]>([
    ['an empty body', text('')],
    ['the tag, as older versions do', json({ type: 'tag', id: '7', name: 'vip' })],
  ])('deletes a tag, answered with %s', async (_, reply) => {
    await using started = await start(reply);

    await expect(started.client.deleteTag('7')).resolves.toBeUndefined();
    expect(started.server.requests).toMatchObject([{ method: 'DELETE', url: '/tags/7' }]);
  });

  it('takes a 404 for done where the answer to the deletion was lost', async () => {
    await using started = await start(errorList(500, 'server_error'), errorList(404, 'not_found'));

    await expect(started.client.deleteTag('7')).resolves.toBeUndefined();
  });

  it('tells of a tag that was not there to delete', async () => {
    await using started = await start(errorList(404, 'not_found', 'Resource Not Found'));

    await expect(started.client.deleteTag('7')).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('tells why a tag cannot be deleted', async () => {
    const detail = 'Unable to delete Tag with dependent objects. Segments: Seg 1.';
    await using started = await start(errorList(400, 'tag_has_dependent_objects', detail));

    await expect(started.client.deleteTag('7')).rejects.toMatchObject({
      status: 400,
      code: 'tag_has_dependent_objects',
      detail,
      retryable: false,
    });
  });
});
