import { subjectOf } from '../rules/subject.ts';
import { moveLedger } from '../store/move-ledger.ts';
import type { NotificationRecord } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { classifyFailure } from './classify-failure.ts';
import { finalOutcomeOf } from './give-up-on.ts';
import type { ReadNotification } from './read-notification.ts';

type MergeDeps = Pick<ApplyDeps, 'eraseStore' | 'conversationsOf' | 'intercom' | 'log' | 'now' | 'random'>;

/**
 * Moves the ledger of a lead to the contact that it was merged into. Intercom's notification has that contact alone, so
 * the lead is looked for where it left its name: in our records of the conversations that are the contact's by now. It
 * is one that is merged if Intercom has it no longer. A lead without a conversation is not found, and none where Intercom
 * refuses to say: the notification is decided all the same.
 */
export async function followMerge(
  deps: MergeDeps,
  notification: ReadNotification,
  fresh: NotificationRecord,
): Promise<void> {
  const survivor = subjectOf(notification);
  if (notification.topic !== 'contact.merged' || survivor?.type !== 'contact') return;
  try {
    for (const id of await formerIds(deps, survivor.id)) {
      if (await exists(deps, id)) continue;
      await moveLedger(deps.eraseStore.table, { type: 'contact', id }, survivor);
    }
  } catch (error) {
    if (finalOutcomeOf(deps, fresh, error) === null) throw error;
    deps.log.warn('whose tags a merged lead had cannot be followed', {}, error);
  }
}

async function formerIds({ conversationsOf, eraseStore }: MergeDeps, survivor: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (const id of await conversationsOf(survivor)) {
    // One that cannot be read names nobody.
    const tolerance = { onUnreadable: () => undefined };
    const records = eraseStore.queries.bySubject({ type: 'conversation', id }, tolerance);
    for await (const { people = [] } of records) {
      for (const person of people) if (person !== survivor) found.add(person);
    }
  }
  return found;
}

async function exists({ intercom }: MergeDeps, id: string): Promise<boolean> {
  try {
    await intercom.fetchObject('contact', id);
    return true;
  } catch (error) {
    if (classifyFailure(error).kind === 'not_found') return false;
    throw error;
  }
}
