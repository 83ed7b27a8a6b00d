import { Hono } from 'hono';
import type { Workspace } from '../../infra/local/workspace/workspace.ts';

/** One request of a tag, as the emulator saw it. */
export interface SeenCall {
  /** Unix ms of the run's clock at which it came, and at which it was answered. */
  from: number;
  to: number;
  worker: string;
  call: string;
  status: number | 'cut';
}

export interface WatchedEmulator {
  app: Hono;
  /** Tag calls in the order in which they were answered. */
  calls: SeenCall[];
  /** Revokes the token, or restores it. */
  revoke: (revoked: boolean) => void;
}

/** The header in which a worker says who it is. */
export const workerHeader = 'x-chaos-worker';

/** The emulator's API with a token that can be revoked, and a memory of what was asked of each object. */
export function watchEmulator(workspace: Workspace, now: () => number): WatchedEmulator {
  let revoked = false;
  const calls: SeenCall[] = [];
  const app = new Hono();
  app.all('*', async (c) => {
    const seen = {
      from: now(),
      worker: c.req.header(workerHeader) ?? '',
      call: `${c.req.method} ${c.req.path}`,
    };
    const isTagCall = /^\/(contacts|conversations)\/[^/]+\/tags/.test(c.req.path);
    const body = isTagCall && c.req.method === 'POST' ? await c.req.raw.clone().text() : '';
    const note = (status: SeenCall['status']) => {
      if (isTagCall) calls.push({ ...seen, call: `${seen.call} ${body}`.trim(), to: now(), status });
    };
    if (revoked) {
      note(401);
      const errors = [{ code: 'token_revoked', message: 'Access Token Invalid' }];
      return c.json({ type: 'error.list', errors }, 401);
    }
    try {
      const response = await workspace.app.fetch(c.req.raw, c.env);
      note(response.status);
      return response;
    } catch (error) {
      note('cut');
      throw error;
    }
  });
  return {
    app,
    calls,
    revoke: (to) => {
      revoked = to;
    },
  };
}
