import { objectOf } from '../../rules/subject.ts';
import { eraseContact, eraseConversation, redactParts } from '../../store/erase-records.ts';
import type { ErasedKey } from '../../store/erasures.ts';
import type { ApplyDeps, Verdict } from '../apply-deps.ts';
import type { ReadNotification } from '../read-notification.ts';
import { partsIn } from './parts-in.ts';

type EraseDeps = Pick<ApplyDeps, 'erasures' | 'eraseStore' | 'now' | 'log'>;

/**
 * After a tombstone every worker knows of it within 5 s, and ends what it has in hand within its 30 s: only then is
 * there nobody who would write anew what is being erased.
 */
export const settleMs = 40_000;

/**
 * Erases what a notification says is gone from Intercom. First the tombstone; the message comes again when that is known
 * everywhere, uncounted, and then what there is is removed, its own record included: there is none. Null: it tells of
 * nothing to erase, or of a redacted part, and is then applied like any other.
 */
export async function eraseToldOf(deps: EraseDeps, notification: ReadNotification): Promise<Verdict | null> {
  const told = toldBy(notification);
  if (told === null) return null;
  const { id, topic } = notification;
  const about = { notification: id, topic };
  const toldAt = (notification.created_at ?? Math.floor(deps.now() / 1000)) * 1000;
  // Of a redaction itself nothing is to be dropped.
  const at = told.isDeleted ? toldAt : toldAt - 1;
  const marked = await Promise.all(
    told.keys.map((key) => deps.erasures.mark(key, { at, isDeleted: told.isDeleted })),
  );
  const left = Math.max(...marked) + settleMs - deps.now();
  if (left > 0) return { kind: 'postpone', seconds: Math.ceil(left / 1000), reason: 'erasing', about };

  await told.erase(deps.eraseStore);
  return told.isDeleted ? { kind: 'done', outcome: 'erased', about } : null;
}

interface Told {
  keys: ErasedKey[];
  /** The subject itself is gone. */
  isDeleted: boolean;
  erase(store: ApplyDeps['eraseStore']): Promise<unknown>;
}

function toldBy(notification: ReadNotification): Told | null {
  const subject = objectOf(notification);
  if (subject === null) return null;
  const { id } = subject;
  switch (notification.topic) {
    case 'contact.deleted':
      return { keys: [`contact:${id}`], isDeleted: true, erase: (store) => eraseContact(store, id) };
    case 'conversation.deleted':
      return {
        keys: [`conversation:${id}`],
        isDeleted: true,
        erase: (store) => eraseConversation(store, id),
      };
    case 'conversation_part.redacted': {
      const parts = partsIn(notification);
      // Where it does not say which part, all that was there is taken for redacted.
      const keys = parts.length === 0 ? [id] : parts.map((part) => `${id}/${part}`);
      return {
        keys: keys.map((key): ErasedKey => (parts.length === 0 ? `conversation:${key}` : `part:${key}`)),
        isDeleted: false,
        erase: (store) => redactParts(store, id, parts),
      };
    }
    default:
      return null;
  }
}
