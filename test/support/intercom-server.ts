import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  json: unknown;
}

export type Reply = (response: ServerResponse, request: ReceivedRequest) => void;

export interface IntercomServer extends AsyncDisposable {
  baseUrl: string;
  requests: ReceivedRequest[];
}

/**
 * A real HTTP server that answers the nth request with the nth reply, and with the last one from then on:
 * for what an emulator does not do on demand, such as a body that is cut at a chosen byte.
 */
export async function startIntercomServer(...replies: Reply[]): Promise<IntercomServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => void reply(incoming, response));

  async function reply(incoming: IncomingMessage, response: ServerResponse) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const request: ReceivedRequest = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      json: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(request);
    replies[Math.min(requests.length, replies.length) - 1]?.(response, request);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const json =
  (
    body: unknown,
    { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

export const text =
  (
    body: string,
    { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ): Reply =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

export const errorList = (
  status: number,
  code: string,
  message = code,
  headers: Record<string, string> = {},
): Reply =>
  json(
    { type: 'error.list', request_id: 'ar96rsta8scuh9f0m0bg', errors: [{ code, message }] },
    { status, headers },
  );

/** Promises more bytes than it sends, then drops the connection. */
export const cutMidBody =
  (body: string): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 100 });
    response.write(body, () => setTimeout(() => response.socket?.destroy(), 5));
  };

export const hangUp: Reply = (response) => response.socket?.destroy();

export const neverAnswer: Reply = () => {};

/** Headers and half a body, then silence. */
export const stallMidBody: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
  response.write('{"type":"tag"');
};
