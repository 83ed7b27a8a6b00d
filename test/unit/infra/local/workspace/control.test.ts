import { describe, expect, it } from 'vitest';
import { emulator } from './emulator.ts';
import { manualTimers } from './manual-timers.ts';

describe('/_workspace', () => {
  it('counts calls by operation and status', async () => {
    const { call, tag } = emulator();
    await tag('VIP');
    await call('POST', '/tags', {});
    await call('GET', '/tags/1');
    expect((await call('GET', '/_workspace/counts')).body).toEqual({
      createTag: { 200: 1, 400: 1 },
      findTag: { 404: 1 },
    });
  });

  it('brings messages in by other channels', async () => {
    const { call, contact } = emulator();
    const { body } = await call('POST', '/_workspace/inbound', {
      contact_id: await contact(),
      source_type: 'email',
      subject: 'Invoice',
      body: '<p>Where is <b>it</b>?</p>',
    });
    expect((await call('GET', `/conversations/${body.conversation_id}`)).body.source).toMatchObject({
      type: 'email',
      subject: 'Invoice',
      body: '<p>Where is <b>it</b>?</p>',
    });
  });

  it('rates, prioritises and titles a conversation', async () => {
    const { call, contact, conversation } = emulator();
    const id = await conversation(await contact());
    const changed = { title: 'Refund', priority: 'priority', rating: { rating: 2, remark: 'Slow' } };
    expect((await call('PATCH', `/_workspace/conversations/${id}`, changed)).status).toBe(204);
    expect((await call('GET', `/conversations/${id}`)).body).toMatchObject({
      title: 'Refund',
      priority: 'priority',
      conversation_rating: { rating: 2, remark: 'Slow' },
    });
    expect((await call('PATCH', '/_workspace/conversations/1', changed)).status).toBe(404);
    expect((await call('PATCH', `/_workspace/conversations/${id}`, { rating: { rating: 6 } })).status).toBe(
      400,
    );
  });

  it('sets faults and limits, and pushes the clock on to a new window', async () => {
    const { call } = emulator({ timers: manualTimers() });
    await call('PUT', '/_workspace/faults', [{ kind: 'server_error', times: 1 }]);
    expect((await call('GET', '/me')).status).toBe(503);
    await call('PUT', '/_workspace/rate-limit', { limit: 1, window_ms: 60_000 });
    await call('GET', '/me');
    expect((await call('GET', '/me')).status).toBe(429);
    await call('POST', '/_workspace/clock', { advance_ms: 60_000 });
    const { status, headers } = await call('GET', '/me');
    expect([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual([
      200,
      '1',
      '0',
    ]);
  });

  it('never says that less than nothing remains where the limit was lowered', async () => {
    const { call } = emulator({ timers: manualTimers() });
    for (let count = 0; count < 3; count += 1) await call('GET', '/me');
    await call('PUT', '/_workspace/rate-limit', { limit: 1 });
    const { status, headers } = await call('GET', '/me');
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([429, '0']);
  });

  it('says of a path that it does not have that there is none, and asks for no token there either', async () => {
    const { workspace } = emulator();
    expect((await workspace.app.request('/_workspace/nothing')).status).toBe(404);
  });

  it('forgets everything but how it is set', async () => {
    const { call, tag } = emulator();
    await tag('VIP');
    await call('POST', '/_workspace/reset');
    expect((await call('GET', '/_workspace/counts')).body).toEqual({});
    expect((await call('GET', '/tags')).body.data).toEqual([]);
  });

  it.each([
    ['PUT', '/_workspace/faults', [{ kind: 'earthquake' }]],
    ['PUT', '/_workspace/rate-limit', { limit: 0 }],
    ['PUT', '/_workspace/webhook', { url: 'nowhere' }],
  ])('refuses %s %s with what is none', async (method, path, body) => {
    expect((await emulator().call(method, path, body)).status).toBe(400);
  });
});
