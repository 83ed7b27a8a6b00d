import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** `lost`: nothing reached the server. The others: it has carried the request out, and its answer goes wrong. */
export type Fault =
  | 'none'
  | 'lost: hang up'
  | 'lost: 500'
  | 'lost: 429'
  | 'lost: 503 page'
  | 'hang up'
  | 'slow headers'
  | 'body stops'
  | 'body cut'
  | 'JSON cut'
  | 'empty body'
  | '502 page';

export const FAULTS: Fault[] = [
  'lost: hang up',
  'lost: 500',
  'lost: 429',
  'lost: 503 page',
  'hang up',
  'slow headers',
  'body stops',
  'body cut',
  'JSON cut',
  'empty body',
  '502 page',
];

export interface FaultyProxy extends AsyncDisposable {
  baseUrl: string;
  /** What happens to the next requests, in order; after these, nothing does. */
  faults: Fault[];
}

const PAGE = '<html><body>Bad Gateway</body></html>';

/** Stands between a client and a server and spoils what passes through it. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const faults: Fault[] = [];
  const server = createServer((request, response) => void pass(request, response));

  async function pass(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request);
    const fault = faults.shift() ?? 'none';
    if (fault.startsWith('lost')) return refuse(fault, response);
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: {
        authorization: request.headers.authorization ?? '',
        'intercom-version': '2.11',
        'content-type': 'application/json',
      },
      ...(body.length > 0 && { body }),
    });
    spoil(fault, answer, await answer.text(), response);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(fault: Fault, response: ServerResponse) {
  if (fault === 'lost: hang up') response.socket?.destroy();
  else if (fault === 'lost: 503 page') response.writeHead(503).end(PAGE);
  else if (fault === 'lost: 429') response.writeHead(429, past()).end(errorList('rate_limit_exceeded'));
  else response.writeHead(500).end(errorList('server_error'));
}

function spoil(fault: Fault, answer: Response, text: string, response: ServerResponse) {
  if (fault === 'slow headers') return;
  if (fault === 'hang up') response.socket?.destroy();
  else if (fault === 'empty body') response.writeHead(answer.status).end();
  else if (fault === 'JSON cut') response.writeHead(answer.status).end(firstHalf(text));
  else if (fault === '502 page') response.writeHead(502).end(PAGE);
  else if (fault === 'none') response.writeHead(answer.status).end(text);
  else {
    response.writeHead(answer.status, { 'content-length': Buffer.byteLength(text) });
    response.write(firstHalf(text), () => {
      if (fault === 'body cut') response.socket?.destroy();
    });
  }
}

function firstHalf(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A window that is over, so that nobody waits for it. */
function past(): Record<string, string> {
  return { 'x-ratelimit-limit': '1667', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000000' };
}

function errorList(code: string): string {
  return JSON.stringify({ type: 'error.list', request_id: 'r1', errors: [{ code, message: code }] });
}
