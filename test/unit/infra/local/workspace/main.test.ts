import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';

const MAIN = join(import.meta.dirname, '../../../../../infra/local/workspace/main.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'));
});
afterAll(() => rm(folder, { recursive: true }));

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function start(...flags: string[]) {
  const started = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  return started;
}

/** The address in the one line that it prints when it is ready. */
async function ready(started: ReturnType<typeof start>): Promise<string> {
  const [line] = await once(createInterface(started.stdout), 'line');
  return /http:\S+/.exec(String(line))?.[0] ?? '';
}

async function failure(started: ReturnType<typeof start>) {
  let said = '';
  started.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(started, 'close');
  return { code, lines: said.trim().split('\n') };
}

const asClient = { headers: { Authorization: 'Bearer local-token' } };

describe('npm run workspace', () => {
  it('serves on the port that it prints, until it is told to end', async () => {
    const started = start('--port', '0');
    const url = await ready(started);
    expect((await fetch(`${url}/me`, asClient)).status).toBe(200);
    started.kill('SIGINT');
    expect(await once(started, 'exit')).toEqual([0, null]);
  });

  it('keeps what it holds in a file, and goes on with its ids', async () => {
    const data = join(folder, 'kept.json');
    const create = (url: string, name: string) =>
      fetch(`${url}/tags`, { ...asClient, method: 'POST', body: JSON.stringify({ name }) });
    const first = start('--port', '0', '--data', data);
    const before = await (await create(await ready(first), 'Billing')).json();
    first.kill('SIGTERM');
    await once(first, 'exit');

    const url = await ready(start('--port', '0', '--data', data));
    expect(await (await create(url, 'billing')).json()).toEqual(before);
    const other = await (await create(url, 'Refund')).json();
    expect(other).not.toMatchObject({ id: Reflect.get(Object(before), 'id') });
  });

  it('keeps what came in beside the API too, and does so while it runs', async () => {
    const data = join(folder, 'inbound.json');
    const url = await ready(start('--port', '0', '--data', data));
    const post = async (path: string, body: object) => {
      const response = await fetch(`${url}${path}`, {
        ...asClient,
        method: 'POST',
        body: JSON.stringify(body),
      });
      return response.json();
    };
    const { id } = z.object({ id: z.string() }).parse(await post('/contacts', { role: 'user' }));
    await vi.waitFor(async () => expect(await readFile(data, 'utf8')).toContain(id), 10_000);
    await post('/_workspace/inbound', { contact_id: id, body: 'By e-mail', source_type: 'email' });
    await vi.waitFor(async () => expect(await readFile(data, 'utf8')).toContain('By e-mail'), 10_000);
  });

  it('ends at once although a notification waits for its retry', async () => {
    const received = Promise.withResolvers<void>();
    const receiver = createHttpServer((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 200 : 500).end();
      if (request.method === 'POST') response.once('close', received.resolve);
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const address = receiver.address();
    const hook = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/` : '';
    const started = start('--port', '0', '--webhook', hook, '--secret', 's');
    const url = await ready(started);
    await fetch(`${url}/contacts`, { ...asClient, method: 'POST', body: '{"role":"user"}' });
    await received.promise;
    started.kill('SIGINT');
    expect(await once(started, 'exit')).toEqual([0, null]);
    receiver.close();
  });

  it.each([
    ['an address that is not ours', ['--host', '192.0.2.1'], /192\.0\.2\.1.*EADDRNOTAVAIL/],
    ['a data file that cannot be written', ['--data', '/nowhere/at/all.json'], /all\.json cannot be written/],
    ['an unknown flag', ['--prot', '1'], /unknown option '--prot'/],
    ['a port that is none', ['--port', '70000'], /--port/],
    ['a fault that is none', ['--fault', 'earthquake'], /--fault/],
    ['a webhook with no secret', ['--webhook', 'http://127.0.0.1:1/'], /--webhook and --secret go together/],
    [
      'a webhook that does not answer',
      ['--webhook', 'http://127.0.0.1:1/', '--secret', 's'],
      /HEAD.*did not answer/,
    ],
  ])('ends with 2 and one line on %s', async (_what, flags, line) => {
    const { code, lines } = await failure(start(...flags));
    expect(code).toBe(2);
    expect(lines).toEqual([expect.stringMatching(line)]);
  });

  it('ends with 2 and one line on a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, lines } = await failure(start('--port', port));
    taken.close();
    expect({ code, lines }).toEqual({
      code: 2,
      lines: [`Port ${port} is taken. Choose another with --port.`],
    });
  });

  it('ends with 2 and one line on a data file that is none', async () => {
    const data = join(folder, 'other.json');
    await writeFile(data, '{"not":"ours"}');
    const { code, lines } = await failure(start('--port', '0', '--data', data));
    expect(code).toBe(2);
    expect(lines).toHaveLength(1);
  });
});
