import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/**
 * `fetch` for the HTTP APIs of ministack, which it tells apart by hosts under `.localhost` that not
 * every resolver knows: it connects to 127.0.0.1, trusts `certificate`, and sends the address's host.
 */
export function createFetchLocalhost(certificate: string): typeof fetch {
  return async function fetchLocalhost(input, init) {
    const request = new Request(input, init);
    const body = Buffer.from(await request.arrayBuffer());
    const { port, host, pathname, search } = new URL(request.url);
    const outgoing = httpsRequest({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca: certificate,
      path: pathname + search,
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), host, 'content-length': body.length },
      signal: request.signal,
    });
    outgoing.end(body);
    const [answer]: IncomingMessage[] = await once(outgoing, 'response');
    if (answer === undefined) throw new TypeError('no answer');
    const text = Buffer.concat(await answer.toArray());
    return new Response(text.length > 0 ? text : null, {
      status: answer.statusCode ?? 0,
      headers: { 'content-type': 'text/plain', ...singleHeaders(answer) },
    });
  };
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
