import { createServer } from 'node:net';

/** A port that nobody listens on, and whose successor is free too. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await free(0);
    if (port < 65_535 && (await free(port + 1).catch(() => null)) !== null) return port;
  }
}

function free(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const got = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}
