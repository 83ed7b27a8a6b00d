/** Posts signed notifications to a URL at a fixed rate, then tells its parent what became of them. */

import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { clientSecret } from '../../support/local-service.ts';
import { aReply } from '../../support/notifications.ts';
import { hubSignature } from '../../support/signed.ts';

const [url = '', wanted = '', seconds = ''] = process.argv.slice(2);
const count = Number(wanted) * Number(seconds);
// As Intercom does: connections are kept, and few. Signed ahead, so that the sender is not what is measured.
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const posts = Array.from({ length: count }, (_, n) => {
  const body = JSON.stringify(
    aReply({ appId: 'bench', conversationId: String(n), body: 'thanks', id: `notif_${n}` }),
  );
  return { body, signature: hubSignature(body, clientSecret) };
});
const errors: Record<string, number> = {};
let accepted = 0;

const start = performance.now();
const answers: Promise<void>[] = [];
for (const [n, each] of posts.entries()) {
  const wait = start + (n * 1_000) / Number(wanted) - performance.now();
  if (wait > 1) await delay(wait);
  answers.push(post(each).then(note, (error: unknown) => note(codeOf(error))));
}
await Promise.all(answers);
process.send?.({ seconds: (performance.now() - start) / 1_000, accepted, errors });
agent.destroy();
process.disconnect();

function post({ body, signature }: { body: string; signature: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'X-Hub-Signature': signature, 'Content-Length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(String(response.statusCode)));
    });
    sending.once('error', reject).end(body);
  });
}

function note(outcome: string): void {
  if (outcome === '200') accepted += 1;
  else errors[outcome] = (errors[outcome] ?? 0) + 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
