import { OpsError } from '../ops-error.ts';
import type { Session } from '../session.ts';
import { takeDeadLetters } from './take-dead-letters.ts';

/** `dlq drop [ids...]`. */
export async function dropDeadLetters(
  session: Session,
  ids: string[],
  { all = false }: { all?: boolean },
): Promise<0 | 1> {
  if (ids.length === 0 && !all)
    throw new OpsError('Which? Give their ids, as dlq list shows them, or --all.');
  const { environment } = session;
  return takeDeadLetters(session, ids, {
    question: (what) => `Delete ${what} of ${environment.name} for good? What they ask for is never applied.`,
    done: (count) => `${count} deleted; the records stay`,
    take: (message) => environment.deadLetterQueue.delete(message),
  });
}
