import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
}

/**
 * POST by Node's own HTTP client. The first `fetch` of a process costs some 10 ms more, which is a
 * sixth of receive's start (docs/adr/0040); the connection is kept for the next call all the same.
 */
export async function post(
  url: string,
  { headers, body, signal }: PostOptions,
): Promise<{ status: number; text: string }> {
  const request = url.startsWith('http:') ? httpRequest : httpsRequest;
  const answer = await answerTo(request(url, { method: 'POST', headers, signal }).end(body));
  return { status: answer.statusCode ?? 0, text: await text(answer) };
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => request.once('response', resolve).once('error', reject));
}
