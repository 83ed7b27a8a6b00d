import { afterEach, describe, expect, it } from 'vitest';
import { parseFault } from '../../../../../infra/local/workspace/faults/fault.ts';
import { type RunningWorkspace, serveWorkspace } from '../../../../../infra/local/workspace/serve.ts';
import { emulator } from './emulator.ts';
import { manualTimers } from './manual-timers.ts';

describe('faults', () => {
  it('are read from a flag', () => {
    expect(parseFault('server_error:share=0.1,status=502,operations=createTag+listTags')).toEqual({
      kind: 'server_error',
      share: 0.1,
      status: 502,
      body: 'json',
      carried_out: false,
      operations: ['createTag', 'listTags'],
    });
    expect(() => parseFault('server_error:shar=1')).toThrow('shar');
    expect(() => parseFault('nonsense')).toThrow('kind');
  });

  it('befall only the operations they name, and only so often', async () => {
    const { call } = emulator({ faults: [parseFault('rate_limit:operations=listTags,times=2')] });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await call('GET', '/tags')).status);
    expect(statuses).toEqual([429, 429, 200]);
    expect((await call('GET', '/me')).status).toBe(200);
  });

  it('befall the same calls in two runs with one seed', async () => {
    const run = async () => {
      const { call } = emulator({ seed: 7, faults: [parseFault('server_error:share=0.5')] });
      const statuses = [];
      for (let count = 0; count < 20; count += 1) statuses.push((await call('GET', '/tags')).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(first);
  });

  it('answer 503 after the change was made, if they are told to', async () => {
    const { workspace, call } = emulator({ faults: [parseFault('server_error:carried_out=true,times=1')] });
    expect((await call('POST', '/tags', { name: 'Billing' })).status).toBe(503);
    expect([...workspace.core.tags.all()]).toMatchObject([{ name: 'Billing' }]);
  });

  it('leave a refused call undone', async () => {
    const { workspace, call } = emulator({ faults: [parseFault('server_error:times=1')] });
    expect((await call('POST', '/tags', { name: 'Billing' })).body.errors[0].code).toBe(
      'service_unavailable',
    );
    expect([...workspace.core.tags.all()]).toEqual([]);
  });

  it.each(['latency:ms=60000', 'slow_headers:ms=60000'])('hold an answer back: %s', async (fault) => {
    const timers = manualTimers();
    const { call } = emulator({ timers, faults: [parseFault(fault)] });
    let answered = false;
    const pending = call('GET', '/tags').then(({ status }) => {
      answered = true;
      return status;
    });
    await timers.settle();
    timers.advance(59_999);
    await timers.settle();
    expect(answered).toBe(false);
    timers.advance(1);
    expect(await pending).toBe(200);
  });

  describe('on a connection', () => {
    let running: RunningWorkspace | undefined;
    afterEach(() => running?.close());

    const ask = async (fault: string) => {
      const { workspace } = emulator({ faults: [parseFault(fault)] });
      running = await serveWorkspace(workspace);
      return fetch(`${running.url}/me`, { headers: { Authorization: 'Bearer local-token' } });
    };

    it('cut it in the middle of the body', async () => {
      const response = await ask('reset');
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow('terminated');
    });

    it('send half of the JSON', async () => {
      const text = await (await ask('truncate')).text();
      expect(text).toMatch(/^\{"type":"admin"/);
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
    });

    it('answer with a page instead of JSON', async () => {
      const response = await ask('server_error:status=502,body=html');
      expect(response.status).toBe(502);
      expect(response.headers.get('content-type')).toBe('text/html');
    });
  });
});
