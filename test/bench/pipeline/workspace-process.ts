import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { defaultOptions } from '../../../infra/local/workspace/options.ts';

/** The workspace emulator in a process of its own, as `npm run workspace` starts it. */
export interface WorkspaceProcess {
  url: string;
  /** Unix ms by its clock. */
  now(): Promise<number>;
  setRateLimit(limit: number): Promise<void>;
  /** Calls so far of one operation that got this status. */
  count(operation: string, status: number): Promise<number>;
  /** Ids of new conversations of one contact. */
  openConversations(count: number): Promise<string[]>;
  close(): Promise<void>;
}

const created = z.object({ id: z.string(), conversation_id: z.string().optional() });
const clock = z.object({ now: z.iso.datetime() });
const counts = z.record(z.string(), z.record(z.string(), z.number()));

/** Without a rate limit at first; its clock runs `speed` times as fast as the machine's. */
export async function startWorkspaceProcess(speed: number): Promise<WorkspaceProcess> {
  const main = join(import.meta.dirname, '../../../infra/local/workspace/main.ts');
  const flags = ['--port', '0', '--limit', '10000000', '--clock-speed', String(speed)];
  const child = fork(main, flags, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  if (child.stdout === null) throw new Error('the emulator has no output');
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = /http:\S+/.exec(String(line))?.[0] ?? '';

  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${defaultOptions.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(await response.text());
  };
  return {
    url,
    now: async () => Date.parse(clock.parse(await call('POST', '/_workspace/clock', { advance_ms: 0 })).now),
    setRateLimit: async (limit) => void (await call('PUT', '/_workspace/rate-limit', { limit })),
    count: async (operation, status) =>
      counts.parse(await call('GET', '/_workspace/counts'))[operation]?.[status] ?? 0,
    async openConversations(count) {
      const contact = { role: 'user', email: `bench-${performance.now()}@example.test` };
      const { id } = created.parse(await call('POST', '/contacts', contact));
      const ids: string[] = [];
      for (let n = 0; n < count; n++) {
        const from = { type: 'user', id };
        const opened = created.parse(await call('POST', '/conversations', { from, body: 'Hello' }));
        ids.push(opened.conversation_id ?? '');
      }
      return ids;
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
