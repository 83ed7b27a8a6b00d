import { foldTagName } from '../fold-tag-name.ts';
import type { TagRef } from '../rules/model.ts';
import { subjectOf } from '../rules/subject.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { decideWithFacts } from './decide-with-facts.ts';
import { readNotification } from './read-notification.ts';

/**
 * Whether the rule, as it stands now, asks for a change that it asked for then: the notification is decided once more
 * by the facts of that time. Where its text is no longer there to decide on, what was decided stands.
 */
export async function stillAskedFor(
  { rulesets, records, intercom }: Pick<ApplyDeps, 'rulesets' | 'records' | 'intercom'>,
  record: NotificationRecord,
  rule: string,
): Promise<(operation: Operation) => boolean> {
  const text = await records.readText(record);
  const notification = text === null ? null : readNotification(Buffer.from(text.notification));
  if (text === null || notification === null) return () => true;
  const { origins } = await decideWithFacts(
    await rulesets(),
    notification,
    // This very record is what the rule has matched, if it does so only once.
    { ...text.facts, ledger: { matched: [] } },
    subjectOf(notification),
    (type, id) => intercom.fetchObject(type, id),
  );
  return ({ target, op, tag }) =>
    origins.some(
      (origin) =>
        origin.rules.includes(rule) &&
        origin.op === op &&
        origin.target.type === target.type &&
        origin.target.id === target.id &&
        tagKey(origin.tag) === tagKey(tag),
    );
}

function tagKey(tag: TagRef): string {
  return typeof tag === 'string' ? `name:${foldTagName(tag)}` : `id:${tag.id}`;
}
