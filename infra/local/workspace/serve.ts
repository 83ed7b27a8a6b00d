import { Server } from 'node:http';
import { type ServerType, serve } from '@hono/node-server';
import type { Workspace } from './workspace.ts';

export interface RunningWorkspace {
  /** With no slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the workspace on a real port; 0 takes a free one. Rejects with `EADDRINUSE` where it is taken. */
export function serveWorkspace(
  workspace: Workspace,
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<RunningWorkspace> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: workspace.app.fetch, port, hostname: host }, (address) =>
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
        port: address.port,
        close: () => close(server),
      }),
    );
    server.once('error', reject);
  });
}

/** Keep-alive connections would hold the server open for as long as their clients please. */
function close(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    if (server instanceof Server) server.closeAllConnections();
  });
}
