import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

/** Answers `SendMessage` and `GetSecretValue` at once, on a free port of 127.0.0.1. */
export async function startAwsSink(secret: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const isSend = String(request.headers['x-amz-target']).endsWith('SendMessage');
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(isSend ? sent(JSON.parse(body)) : { SecretString: secret }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => server.close() };
}

/** The SDK compares the digest with that of what it sent. */
function sent(body: unknown): Record<string, string> {
  const message = typeof body === 'object' && body !== null && 'MessageBody' in body ? body.MessageBody : '';
  return { MessageId: 'id', MD5OfMessageBody: createHash('md5').update(String(message)).digest('hex') };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sink has no port');
  return address.port;
}
