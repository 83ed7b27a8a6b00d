import { idText, isObject, listItems } from '../rules/json.ts';
import type { NotificationRecord } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import type { ReadNotification } from './read-notification.ts';
import type { ActiveRuleset } from './ruleset-source.ts';

/** Intercom tells of a change within seconds; what comes later was somebody else's. */
const echoMs = 15 * 60_000;

/**
 * Whether a tag notification only tells of what we did ourselves: all of its tags are intents of ours under
 * 15 minutes old, each of them not told of before. Rules do not chain, so such a notification triggers none.
 * The ledger is asked only where a rule listens to the topic at all.
 */
export async function isEcho(
  { ledger, now }: Pick<ApplyDeps, 'ledger' | 'now'>,
  ruleset: ActiveRuleset,
  notification: ReadNotification,
  { subject, identity }: Pick<NotificationRecord, 'subject' | 'identity'>,
): Promise<boolean> {
  const op = changeTold(notification.topic);
  if (op === null || subject === null || !ruleset.listensTo(notification.topic)) return false;

  const tagIds = tagsTold(notification);
  const view = await ledger.read(subject);
  const intents = tagIds.map((tagId) => ({ tagId, intent: view.get(tagId)?.intent ?? null }));
  const fresh = intents.flatMap(({ tagId, intent }) =>
    intent !== null &&
    intent.op === op &&
    now() - intent.written_at < echoMs &&
    (intent.echo === undefined || intent.echo === identity)
      ? [{ tagId, intent }]
      : [],
  );
  if (tagIds.length === 0 || fresh.length < tagIds.length) return false;
  const consumed = await Promise.all(
    fresh.map(({ tagId, intent }) => ledger.echo(subject, tagId, intent, identity)),
  );
  return consumed.every(Boolean);
}

function changeTold(topic: string): 'add' | 'remove' | null {
  if (!/^(conversation_part|contact\.(user|lead))\.tag\./.test(topic)) return null;
  return topic.endsWith('.created') ? 'add' : 'remove';
}

/** Of a contact's tag the tag itself; of a conversation's `tags_added`. */
function tagsTold({ data }: ReadNotification): string[] {
  const item = data?.item;
  const tag = item?.['tag'];
  const tags = isObject(tag) ? [tag] : (listItems(item?.['tags_added']) ?? []);
  return tags.map((each) => (isObject(each) ? idText(each['id']) : null)).filter((id) => id !== null);
}
