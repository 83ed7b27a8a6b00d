import { unpack } from '../../../../functions/platform/pack.ts';
import { readRecordView } from '../read-record-view.ts';
import { plainRecord } from '../record-json.ts';
import { recordLines } from '../record-lines.ts';
import type { Session } from '../session.ts';
import { type DeadLetter, isNamed, readDeadLetter } from './dead-letter.ts';
import { deadLetterJson, deadLetterLines } from './dead-letter-lines.ts';
import { holdMessages, releaseAll } from './hold-messages.ts';

/** `dlq show <id>`. */
export async function showDeadLetter(session: Session, id: string): Promise<0 | 1> {
  const { environment, json, out, say, printJson } = session;
  const letter = await findDeadLetter(session, id);
  if (letter === null) {
    if (json) printJson(null);
    say(`There is no dead letter ${id}: dlq list shows which there are.`);
    return 1;
  }
  const body = bodyOf(letter);
  if (json) {
    const record = letter.record === null ? null : plainRecord(letter.record);
    printJson({ ...deadLetterJson(letter), record, body });
    return 0;
  }
  const view = letter.record === null ? null : await readRecordView(environment, letter.record);
  out.write(
    `${[
      ...deadLetterLines(letter, out),
      '',
      ...(view === null ? ['It has no record.'] : recordLines(view, out)),
      '',
      `${out.style('bold', 'The message')} (${letter.message.attributes?.['kind'] ?? 'notification'}, group ${letter.message.groupId}):`,
      body,
    ].join('\n')}\n`,
  );
  return 0;
}

async function findDeadLetter(
  { environment, progress, signal }: Session,
  id: string,
): Promise<DeadLetter | null> {
  const held = [];
  const bar = progress('Dead letters looked at');
  try {
    for await (const message of holdMessages(environment.deadLetterQueue)) {
      held.push(message);
      bar.update(held.length);
      const letter = await readDeadLetter(environment, message);
      if (isNamed(letter, id)) return letter;
      if (signal.aborted) break;
    }
    return null;
  } finally {
    bar.stop();
    await releaseAll(environment.deadLetterQueue, held);
  }
}

/** What was posted; indented where it is JSON. */
function bodyOf({ message }: DeadLetter): string {
  let text = message.body;
  try {
    text = unpack(message.body).toString('utf8');
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Shown as it is.
    return text;
  }
}
