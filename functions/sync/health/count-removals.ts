import { eachPage } from '../../intercom/each-page.ts';
import { idText, isObject, type JsonObject, listItems } from '../../rules/json.ts';
import { createLedger } from '../../store/ledger.ts';
import type { NotificationRecord } from '../../store/record.ts';
import { createRecordQueries } from '../../store/record-queries.ts';
import type { SyncContext } from '../sync-step.ts';
import type { Removals } from './assess-removals.ts';

interface Tagging {
  type: 'conversation' | 'contact';
  id: string;
  tagId: string;
}

const hourMs = 3_600_000;
/** Those of the last week; but who takes a tag off needs an hour to see it. */
const [oldestMs, youngestMs] = [7 * 24 * hourMs, hourMs];
const mostRecords = 100;
const mostTaggings = 50;

/**
 * Looks after the tags that a rule set lately, by a search or two: Intercom tells nobody that a conversation lost a
 * tag. One that is gone though our last word was to set it, was taken off by somebody else.
 */
export async function countRemovals(context: SyncContext, rule: string): Promise<Removals> {
  const taggings = await taggingsOf(context, rule);
  const result: Removals = { checked: 0, removed: 0 };
  for (const type of ['conversation', 'contact'] as const) {
    const some = taggings.filter((each) => each.type === type);
    if (some.length === 0) continue;
    const carried = await tagsCarried(context, type, some);
    for (const tagging of some) {
      const tags = carried.get(tagging.id);
      if (tags === undefined) continue;
      const isThere = tags.ids.includes(tagging.tagId);
      if (!isThere && (!tags.complete || !(await isStillWanted(context, tagging)))) continue;
      result.checked += 1;
      if (!isThere) result.removed += 1;
    }
  }
  return result;
}

/** Each once, the newest first; those alone that are ours, since the facts showed that nobody had set them before. */
async function taggingsOf({ dynamo, tableName, now }: SyncContext, rule: string): Promise<Tagging[]> {
  const at = (ago: number) => new Date(now() - ago).toISOString();
  const range = { from: at(oldestMs), to: at(youngestMs), newestFirst: true, onUnreadable: () => undefined };
  const taggings = new Map<string, Tagging>();
  let read = 0;
  for await (const record of createRecordQueries(dynamo, tableName, now).byRule(rule, range)) {
    for (const tagging of ownTaggings(record, rule)) {
      taggings.set(`${tagging.type}:${tagging.id} ${tagging.tagId}`, tagging);
    }
    read += 1;
    if (read === mostRecords || taggings.size >= mostTaggings) break;
  }
  return [...taggings.values()];
}

function ownTaggings({ operations }: NotificationRecord, rule: string): Tagging[] {
  return operations.flatMap(({ op, target: { type, id }, outcome, owner, rules, tag_id: tagId }) => {
    const isOurs = op === 'add' && outcome === 'tagged' && owner === 'ours' && rules.includes(rule);
    if (!isOurs || tagId === undefined || (type !== 'conversation' && type !== 'contact')) return [];
    return [{ type, id, tagId }];
  });
}

/** By object; those that are gone are not among them. */
async function tagsCarried(
  { intercom }: SyncContext,
  type: Tagging['type'],
  taggings: readonly Tagging[],
): Promise<Map<string, { ids: string[]; complete: boolean }>> {
  const ids = [...new Set(taggings.map(({ id }) => id))];
  const query = { field: 'id', operator: 'IN' as const, value: ids };
  const carried = new Map<string, { ids: string[]; complete: boolean }>();
  const pages = eachPage<{ id: string; raw: JsonObject }>((startingAfter) =>
    type === 'conversation'
      ? intercom.searchConversations({ query, perPage: 150, startingAfter })
      : intercom.searchContacts({ query, perPage: 150, startingAfter }),
  );
  for await (const { items } of pages) {
    for (const { id, raw } of items) {
      const listed = raw['tags'];
      const tags = listItems(listed);
      if (tags === undefined) continue;
      const complete = !(isObject(listed) && listed['has_more'] === true);
      carried.set(id, {
        ids: tags.flatMap((tag) => (isObject(tag) ? (idText(tag['id']) ?? []) : [])),
        complete,
      });
    }
  }
  return carried;
}

async function isStillWanted({ table }: SyncContext, { type, id, tagId }: Tagging): Promise<boolean> {
  const entry = (await createLedger(table).read({ type, id })).get(tagId);
  return entry?.ours === true && entry.intent?.op === 'add';
}
