import { counted } from '../../counted.ts';
import type { HeldMessage } from '../../environment/message-queue.ts';
import type { Session } from '../session.ts';
import { isNamed, readDeadLetter } from './dead-letter.ts';
import { holdMessages, releaseAll } from './hold-messages.ts';

export interface Taking {
  question: (what: string) => string;
  done: (count: number) => string;
  /** Takes one message out of the dead letters. */
  take: (message: HeldMessage) => Promise<void>;
}

/** Does something with the dead letters of these ids, all without any; can be ended at any time, and run again. */
export async function takeDeadLetters(
  session: Session,
  ids: readonly string[],
  { question, done, take }: Taking,
): Promise<0 | 1> {
  const { environment, json, say, printJson, confirm, progress, signal } = session;
  const { deadLetterQueue } = environment;
  const { visible } = await deadLetterQueue.attributes();
  if (visible === 0 && ids.length === 0) {
    say('No dead letters: nothing was given up.');
    if (json) printJson({ taken: [] });
    return 0;
  }
  const what = ids.length > 0 ? counted(ids.length, 'dead letter') : `all ${counted(visible, 'dead letter')}`;
  if (!(await confirm(question(what)))) return 1;
  const taken: string[] = [];
  const left: HeldMessage[] = [];
  const missing = new Set(ids);
  const bar = progress('Dead letters', ids.length > 0 ? ids.length : visible);
  try {
    for await (const message of holdMessages(deadLetterQueue)) {
      if (signal.aborted) {
        left.push(message);
        break;
      }
      const name = ids.length === 0 ? '' : await namedAs(session, message, missing);
      if (name === undefined) {
        left.push(message);
      } else {
        await take(message);
        missing.delete(name);
        taken.push(message.messageId);
        bar.update(taken.length);
      }
      if (ids.length > 0 && missing.size === 0) break;
    }
  } finally {
    bar.stop();
    await releaseAll(deadLetterQueue, left);
  }
  if (json) printJson({ taken });
  else say(`${done(taken.length)}.`);
  if (signal.aborted) say('Ended early: run it again for the rest.');
  for (const id of missing) say(`There is no dead letter ${id}: dlq list shows which there are.`);
  return missing.size > 0 || signal.aborted ? 1 : 0;
}

async function namedAs(
  { environment }: Session,
  message: HeldMessage,
  ids: ReadonlySet<string>,
): Promise<string | undefined> {
  const letter = await readDeadLetter(environment, message);
  return [...ids].find((id) => isNamed(letter, id));
}
