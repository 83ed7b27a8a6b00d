import { createServer } from 'node:net';

/**
 * A port that nobody listens on, for what must be told its port. Below those that Linux hands out by itself (from
 * 32768): one of these may be another test's by the time that ours is taken.
 */
export const freePort = (): Promise<number> => freePorts(1);

/** The first of two that follow each other. */
export const freePortPair = (): Promise<number> => freePorts(2);

const from = 20_000;
const count = 12_000;
/** Processes that run side by side begin apart. */
let next = (process.pid * 26) % count;

async function freePorts(many: number): Promise<number> {
  for (;;) {
    const ports = Array.from({ length: many }, () => from + (next++ % count));
    const [first, last] = [ports[0] ?? from, ports.at(-1) ?? from];
    // Where the range begins anew, they do not follow each other.
    if (last - first !== many - 1) continue;
    const free = await Promise.all(ports.map(isFree));
    if (!free.includes(false)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
