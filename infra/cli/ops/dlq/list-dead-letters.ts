import type { Session } from '../session.ts';
import { readDeadLetter } from './dead-letter.ts';
import { deadLetterJson, deadLetterLines } from './dead-letter-lines.ts';
import { holdMessages, releaseAll } from './hold-messages.ts';

/** `dlq list`. */
export async function listDeadLetters(session: Session, { limit }: { limit: number }): Promise<0> {
  const { environment, json, out, say, signal } = session;
  const { deadLetterQueue } = environment;
  const { visible, inFlight } = await deadLetterQueue.attributes();
  const held = [];
  if (json) out.write('[');
  try {
    for await (const message of holdMessages(deadLetterQueue)) {
      held.push(message);
      if (signal.aborted || (limit > 0 && held.length > limit)) break;
      const letter = await readDeadLetter(environment, message);
      if (json) out.write(`${held.length === 1 ? '' : ','}\n${JSON.stringify(deadLetterJson(letter))}`);
      else out.write(`${deadLetterLines(letter, out).join('\n')}\n`);
    }
  } finally {
    await releaseAll(deadLetterQueue, held);
  }
  const listed = limit > 0 ? Math.min(limit, held.length) : held.length;
  if (json) out.write(listed === 0 ? ']\n' : '\n]\n');
  else if (listed > 0) {
    say('dlq show <id> shows one in full; dlq redrive returns them, once the cause is mended.');
  }
  const all = Math.max(visible + inFlight, held.length);
  if (all === 0) say('No dead letters: nothing was given up.');
  if (all > listed) say(leftOut(all, listed, limit, inFlight));
  return 0;
}

function leftOut(all: number, listed: number, limit: number, inFlight: number): string {
  if (limit > 0 && listed === limit) return `These are ${listed} of about ${all}; --limit 0 lists all.`;
  if (inFlight > 0) return `${inFlight} more are held by another command for up to five minutes.`;
  return `About ${all - listed} more stand behind the first ten of their subject.`;
}
