import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** A Hono app on a port of this machine alone; 0 is any free one. Rejects where the port is taken (`EADDRINUSE`). */
export function serveApp(app: Hono, port: number): Promise<{ url: string; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) =>
      resolve({
        url: `http://localhost:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
    server.once('error', reject);
  });
}
