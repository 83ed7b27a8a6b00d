import { objectOf } from '../../rules/subject.ts';
import type { ErasedKey } from '../../store/erasures.ts';
import type { ApplyDeps, Verdict } from '../apply-deps.ts';
import type { ReadNotification } from '../read-notification.ts';
import { partsIn } from './parts-in.ts';
import { personsIn } from './persons-in.ts';

/**
 * What was erased does not come back with an old notification, out of the queue, of the dead letters or of Intercom: it
 * is acknowledged, and leaves nothing but a log line. Dropped is what is about something that was erased and happened
 * before, or that is gone from Intercom; where a contact is only mentioned, what happened before, and what mentions
 * nobody else. Null: it may be applied.
 */
export async function dropIfErased(
  { erasures, now }: Pick<ApplyDeps, 'erasures' | 'now'>,
  notification: ReadNotification,
): Promise<Verdict | null> {
  const happenedAt = notification.created_at === undefined ? now() : notification.created_at * 1000;
  const persons = personsIn(notification);
  const about = await erasures.of(subjectKeys(notification));
  const mentioned = await erasures.of(persons.map((id): ErasedKey => `contact:${id}`));
  const isOld = [...about, ...mentioned].some(({ at }) => happenedAt <= at);
  const isGone =
    about.some(({ isDeleted }) => isDeleted) ||
    (persons.length > 0 && mentioned.filter(({ isDeleted }) => isDeleted).length === persons.length);
  if (!isOld && !isGone) return null;
  const { id, topic } = notification;
  return {
    kind: 'done',
    outcome: 'erased',
    about: topic.startsWith('source:') ? { topic } : { notification: id, topic },
  };
}

function subjectKeys(notification: ReadNotification): ErasedKey[] {
  const subject = objectOf(notification);
  if (subject?.type === 'contact') return [`contact:${subject.id}`];
  if (subject?.type !== 'conversation') return [];
  const parts = partsIn(notification).map((part): ErasedKey => `part:${subject.id}/${part}`);
  return [`conversation:${subject.id}`, ...parts];
}
