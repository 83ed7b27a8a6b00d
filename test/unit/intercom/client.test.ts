import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createIntercomClient } from '../../../functions/intercom/client.ts';
import { json, startIntercomServer } from '../../support/intercom-server.ts';

const TAG = {
  type: 'tag',
  id: '99',
  name: 'Manual tag',
  applied_at: 1663597223,
  applied_by: { type: 'admin', id: 456 },
};

describe('createIntercomClient', () => {
  it('sends token, version and JSON, and reads the answer into our names', async () => {
    await using server = await startIntercomServer(json(TAG));
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    const tag = await client.attachTagToConversation({
      conversationId: '64619700005570',
      tagId: '99',
      adminId: '456',
    });

    expect(tag).toEqual({
      id: '99',
      name: 'Manual tag',
      appliedAt: 1663597223,
      appliedBy: { type: 'admin', id: '456' },
      raw: TAG,
    });
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        url: '/conversations/64619700005570/tags',
        headers: {
          authorization: 'Bearer secret',
          'intercom-version': '2.11',
          'content-type': 'application/json',
        },
        json: { id: '99', admin_id: '456' },
      },
    ]);
  });

  it('puts the admin into the body of a DELETE', async () => {
    await using server = await startIntercomServer(json({ ...TAG, applied_at: null, applied_by: null }));
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    const tag = await client.detachTagFromConversation({ conversationId: '1', tagId: '99', adminId: '456' });

    expect(tag).toMatchObject({ appliedAt: null, appliedBy: null });
    expect(server.requests).toMatchObject([
      { method: 'DELETE', url: '/conversations/1/tags/99', json: { admin_id: '456' } },
    ]);
  });

  it.each([
    ['us', 'https://api.intercom.io/tags'],
    ['eu', 'https://api.eu.intercom.io/tags'],
    ['au', 'https://api.au.intercom.io/tags'],
  ] as const)('asks the host of the region %s', async (region, url) => {
    const asked: string[] = [];
    const client = createIntercomClient({
      token: 'secret',
      region,
      fetch: async (input) => {
        asked.push(new Request(input).url);
        return Response.json({ type: 'list', data: [] });
      },
    });

    await expect(client.listTags()).resolves.toEqual([]);
    expect(asked).toEqual([url]);
  });

  it('asks for the token before every try, so that a rotated one is used at once', async () => {
    await using server = await startIntercomServer(json({ type: 'list', data: [] }));
    const tokens = ['first', 'second'];
    const client = createIntercomClient({ token: async () => tokens.shift() ?? '', baseUrl: server.baseUrl });

    await client.listTags();
    await client.listTags();

    expect(server.requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer first',
      'Bearer second',
    ]);
  });

  it('does not wait for a token that does not come, nor for longer than the caller does', async () => {
    const client = createIntercomClient({
      token: () => new Promise<string>(() => {}),
      tryTimeoutMs: 20,
      retry: { maxTries: 1 },
    });
    const reason = new Error('the function is about to end');
    const controller = new AbortController();

    await expect(client.listTags()).rejects.toMatchObject({
      name: 'IntercomNetworkError',
      failure: 'unsent',
      cause: { name: 'TimeoutError' },
    });
    const call = client.listTags({ signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
  });

  it('ends in what the source of the token rejects with', async () => {
    const reason = new Error('no such secret');
    const client = createIntercomClient({ token: () => Promise.reject(reason) });

    await expect(client.listTags()).rejects.toBe(reason);
  });

  it.each(['', 'dG9r\nOnNl', 'dG9r OnNl', 'dG9r…OnNl'])(
    'says 401 for the token %j, which cannot be sent, without showing it',
    async (token) => {
      await using server = await startIntercomServer(json({ type: 'list', data: [] }));
      const client = createIntercomClient({ token, baseUrl: server.baseUrl });

      const error = await client.listTags().catch((caught: unknown) => caught);

      expect(error).toMatchObject({ status: 401, code: 'unsendable_token', retryable: false });
      expect(inspect(error, { depth: 10 })).not.toContain('dG9r');
      expect(server.requests).toEqual([]);
    },
  );

  it('takes whatever fetch rejects with for a broken connection, and keeps it as the cause', async () => {
    for (const reason of [new TypeError('fetch failed'), 'a string']) {
      const client = createIntercomClient({
        token: 'secret',
        fetch: () => Promise.reject(reason),
        retry: { maxTries: 1 },
      });

      await expect(client.listTags()).rejects.toMatchObject({ failure: 'broken', cause: reason });
    }
  });

  it('never shows the token in an error', async () => {
    await using server = await startIntercomServer(json({ errors: [] }, { status: 401 }));
    const client = createIntercomClient({ token: 'dG9rOnNlY3JldA', baseUrl: server.baseUrl });

    const error = await client.listTags().catch((reason: unknown) => reason);

    expect(inspect(error, { depth: 10 })).not.toContain('dG9rOnNlY3JldA');
  });
});
