import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { foldTagName } from '../fold-tag-name.ts';
import type { Table } from './table.ts';

/** A tag as the catalogue knows it. `deleted`: it has since gone from Intercom. */
interface StoredTag {
  id: string;
  name: string;
  deleted: boolean;
}

export interface StoredTagCatalogue {
  find(name: string): Promise<StoredTag | undefined>;
  remember(tag: { id: string; name: string }): Promise<void>;
  markDeleted(tag: { id: string; name: string }): Promise<void>;
}

const itemSchema = z.object({
  sk: z.string().startsWith('ID#'),
  name: z.string(),
  folded: z.string(),
  deleted: z.boolean(),
  seen_at: z.number(),
});

/** How long the whole catalogue answers from memory. */
const freshMs = 60_000;

/**
 * Tags by id, one item each. A name is found among all of them, which are read at once: a workspace has some
 * hundreds. Of several tags that bore a name the living one counts, then the newest.
 */
export function createTagCatalogue(
  client: DynamoDBClient,
  tableName: string,
  table: Table,
  now: () => number,
): StoredTagCatalogue {
  let held: { tags: Promise<Map<string, StoredTag>>; readAt: number } | undefined;

  async function load(): Promise<Map<string, StoredTag>> {
    const items: z.infer<typeof itemSchema>[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :tag',
        ExpressionAttributeValues: { ':tag': { S: 'TAG' } },
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) items.push(itemSchema.parse(unmarshall(item)));
    }
    const weakestFirst = items.toSorted(
      (a, b) => Number(b.deleted) - Number(a.deleted) || a.seen_at - b.seen_at,
    );
    return new Map(
      weakestFirst.map(({ sk, name, folded, deleted }) => [folded, { id: sk.slice(3), name, deleted }]),
    );
  }

  function all(): Promise<Map<string, StoredTag>> {
    if (held !== undefined && now() - held.readAt < freshMs) return held.tags;
    const loading = { tags: load(), readAt: now() };
    held = loading;
    loading.tags.catch(() => {
      if (held === loading) held = undefined;
    });
    return loading.tags;
  }

  async function put({ id, name }: { id: string; name: string }, deleted: boolean): Promise<void> {
    const folded = foldTagName(name);
    await table.put({ pk: 'TAG', sk: `ID#${id}`, name, folded, deleted, seen_at: now() });
    (await held?.tags)?.set(folded, { id, name, deleted });
  }

  return {
    find: async (name) => (await all()).get(foldTagName(name)),
    remember: (tag) => put(tag, false),
    markDeleted: (tag) => put(tag, true),
  };
}
