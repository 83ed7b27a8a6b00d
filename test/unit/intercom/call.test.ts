import { describe, expect, it } from 'vitest';
import { createIntercomClient, type IntercomClientOptions } from '../../../functions/intercom/client.ts';
import {
  cutMidBody,
  errorList,
  hangUp,
  json,
  neverAnswer,
  type Reply,
  stallMidBody,
  startIntercomServer,
  text,
} from '../../support/intercom-server.ts';
import { recordingClock } from '../../support/recording-clock.ts';

const TAG = { type: 'tag', id: '118', name: 'test' };
const HTML = '<html><body>Bad Gateway</body></html>';

async function startClient(options: Partial<IntercomClientOptions>, ...replies: Reply[]) {
  const server = await startIntercomServer(...replies);
  const clock = recordingClock();
  const client = createIntercomClient({
    token: 'secret',
    baseUrl: server.baseUrl,
    clock,
    random: () => 0.5,
    ...options,
  });
  return { server, clock, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function limitedUntil(resetAt: Date): Reply {
  return errorList(429, 'rate_limit_exceeded', 'Exceeded rate limit of 167 in 10_seconds', {
    'x-ratelimit-limit': '167',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(resetAt.getTime() / 1_000),
  });
}

async function closedServer() {
  await using server = await startIntercomServer(neverAnswer);
  return server;
}

describe('a call', () => {
  it.each<[string, Reply]>([
    ['a 500', errorList(500, 'server_error')],
    ['a 503 with an HTML page', text(HTML, { status: 503 })],
    ['a 408', errorList(408, 'request_timeout')],
    ['a connection that is dropped', hangUp],
    ['a body that is cut', cutMidBody('{"type":"tag","id":"1')],
    ['JSON that is cut', text('{"type":"tag","id":"1')],
    ['an empty body', text('')],
    ['an HTML page', text(HTML)],
  ])('is repeated after %s', async (_, fault) => {
    await using started = await startClient({}, fault, fault, json(TAG));

    await expect(started.client.createTag('test')).resolves.toMatchObject({ id: '118' });
    expect(started.clock.slept).toEqual([100, 200]);
  });

  it('ends in the last error after four tries, their pauses doubling', async () => {
    await using started = await startClient({}, errorList(500, 'server_error', 'Server Error'));

    await expect(started.client.createTag('test')).rejects.toMatchObject({
      name: 'IntercomResponseError',
      message: 'Intercom answered 500 server_error',
      operation: 'createTag',
      status: 500,
      code: 'server_error',
      detail: 'Server Error',
      requestId: 'ar96rsta8scuh9f0m0bg',
      retryable: true,
    });
    expect(started.clock.slept).toEqual([100, 200, 400]);
  });

  it.each<[string, Reply, object]>([
    ['an answer that never comes', neverAnswer, { name: 'IntercomNetworkError', failure: 'timeout' }],
    ['an answer that stops halfway', stallMidBody, { name: 'IntercomNetworkError', failure: 'timeout' }],
    ['a dropped connection', hangUp, { name: 'IntercomNetworkError', failure: 'broken' }],
    ['a cut body', cutMidBody('{"type"'), { name: 'IntercomNetworkError', failure: 'broken' }],
    [
      'an HTML page',
      text(HTML, { status: 502 }),
      { status: 502, code: 'unreadable_body', message: 'Intercom answered 502 with an HTML page' },
    ],
    [
      'no JSON',
      text('oops'),
      { status: 200, code: 'unreadable_body', message: 'Intercom answered 200 with a body that is not JSON' },
    ],
    [
      'nothing',
      text(''),
      { status: 200, code: 'empty_body', message: 'Intercom answered 200 with an empty body' },
    ],
    ['JSON of another shape', json(['tag']), { status: 200, code: 'unexpected_shape', retryable: false }],
    [
      'an error of another shape',
      json({ error: 'no' }, { status: 400 }),
      {
        status: 400,
        code: 'unexpected_shape',
        message: 'Intercom answered 400 with an error of an unknown shape',
      },
    ],
    [
      'a redirect',
      text('', { status: 302, headers: { location: '/x' } }),
      { status: 302, code: 'redirected' },
    ],
    ['a 404', errorList(404, 'tag_not_found'), { status: 404, code: 'tag_not_found', retryable: false }],
  ])('tells %s clearly', async (_, fault, error) => {
    await using started = await startClient({ tryTimeoutMs: 60, retry: { maxTries: 2 } }, fault);

    await expect(started.client.createTag('test')).rejects.toMatchObject(error);
  });

  it('says where no connection came about', async () => {
    const { baseUrl } = await closedServer();
    await using started = await startClient({ baseUrl, retry: { maxTries: 1 } }, neverAnswer);

    await expect(started.client.listTags()).rejects.toMatchObject({
      name: 'IntercomNetworkError',
      failure: 'unsent',
    });
  });

  it('does not repeat what would fail again', async () => {
    await using started = await startClient({}, errorList(401, 'unauthorized'));

    await expect(started.client.listTags()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    expect(started.server.requests).toHaveLength(1);
  });

  it('gives up where the next pause would pass its time', async () => {
    await using started = await startClient(
      { timeoutMs: 250, random: () => 0.99 },
      errorList(500, 'server_error'),
    );

    await expect(started.client.listTags()).rejects.toMatchObject({ status: 500 });
    expect(started.clock.slept).toEqual([198]);
  });

  it('ends with the reason of the signal that aborts it', async () => {
    await using started = await startClient({}, neverAnswer);
    const controller = new AbortController();
    const call = started.client.listTags({ signal: controller.signal });
    const reason = new Error('the function is about to end');
    setTimeout(() => controller.abort(reason), 20);

    await expect(call).rejects.toBe(reason);
  });

  it('waits for the window to end after a 429, without counting it as a failure', async () => {
    const clock = recordingClock();
    const resetAt = new Date(clock.now() + 3_000);
    await using started = await startClient(
      { clock, retry: { maxTries: 1 } },
      limitedUntil(resetAt),
      json(TAG),
    );

    await expect(started.client.createTag('test')).resolves.toMatchObject({ id: '118' });
    expect(clock.slept).toEqual([3_000]);
  });

  it.each([9_000, 30_000])(
    'throws at once where the window ends later than the caller may wait: %i ms',
    async (ms) => {
      const clock = recordingClock();
      const resetAt = new Date(clock.now() + ms);
      await using started = await startClient({ clock, maxWaitMs: 2_000 }, limitedUntil(resetAt));

      await expect(started.client.createTag('test')).rejects.toMatchObject({
        name: 'IntercomRateLimitError',
        operation: 'createTag',
        resetAt,
        cause: { status: 429, code: 'rate_limit_exceeded' },
      });
      expect(clock.slept).toEqual([]);
      expect(started.server.requests).toHaveLength(1);
    },
  );

  it('ends when the time for its tries is over, although each ends in a 429 that is soon over', async () => {
    const clock = recordingClock();
    let tries = 0;
    const fetch = async () => {
      tries += 1;
      await clock.sleep(9_000);
      const headers = {
        'x-ratelimit-limit': '167',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(clock.now() / 1_000 + 1),
      };
      return Response.json({ errors: [{ code: 'rate_limit_exceeded' }] }, { status: 429, headers });
    };
    await using started = await startClient({ clock, fetch, timeoutMs: 20_000 }, neverAnswer);

    await expect(started.client.createTag('test')).rejects.toMatchObject({ status: 429 });
    expect(tries).toBe(3);
  });

  it('obeys a reset that is further away than a window is long', async () => {
    const clock = recordingClock();
    const resetAt = new Date(clock.now() + 30_000);
    await using started = await startClient({ clock }, limitedUntil(resetAt), json(TAG));

    await started.client.createTag('test');

    expect(clock.now()).toBe(resetAt.getTime());
  });

  it('reports every try without anything private', async () => {
    const reports: object[] = [];
    await using started = await startClient(
      { onExchange: (report) => reports.push(report) },
      errorList(500, 'server_error'),
      json(TAG),
    );

    await started.client.createTag('test');

    expect(reports).toMatchObject([
      { operation: 'createTag', attempt: 1, status: 500, durationMs: 0 },
      { operation: 'createTag', attempt: 2, status: 200, durationMs: 0 },
    ]);
  });

  it.each(['', '..', '.', '1/2', 'a b', '?x'])('refuses %j as an id in a path', async (id) => {
    await using started = await startClient({}, json(TAG));

    await expect(started.client.detachTagFromContact({ contactId: id, tagId: '1' })).rejects.toMatchObject({
      name: 'InvalidIdError',
      id,
    });
    expect(started.server.requests).toHaveLength(0);
  });
});
