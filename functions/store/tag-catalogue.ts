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

/** The same with its past. */
export interface CataloguedTag extends StoredTag {
  /** Unix ms at which we last learnt something of it. */
  seenAt: number;
  /** Names that it bore before, oldest first. */
  former: FormerName[];
}

export interface FormerName {
  name: string;
  /** Unix ms at which we learnt that it has another. */
  until: number;
}

export interface StoredTagCatalogue {
  find(name: string): Promise<StoredTag | undefined>;
  remember(tag: { id: string; name: string }): Promise<void>;
  markDeleted(tag: { id: string; name: string }): Promise<void>;
  /** Every tag, read anew. */
  readAll(): Promise<CataloguedTag[]>;
  /** Notes a tag's new name, under which its former ones go on to be found. */
  rename(tag: { id: string; name: string }, former: readonly FormerName[]): Promise<void>;
}

const itemSchema = z.object({
  sk: z.string().startsWith('ID#'),
  name: z.string(),
  deleted: z.boolean(),
  seen_at: z.number(),
  former: z.array(z.object({ name: z.string(), until: z.number() })).default([]),
});

/** How long the whole catalogue answers from memory. */
const freshMs = 60_000;

/** Tags by id, one item each. A name is found among all of them, which are read at once: a workspace has some hundreds. */
export function createTagCatalogue(
  client: DynamoDBClient,
  tableName: string,
  table: Table,
  now: () => number,
): StoredTagCatalogue {
  let held: { tags: Promise<Map<string, StoredTag>>; readAt: number } | undefined;

  async function readAll(): Promise<CataloguedTag[]> {
    const tags: CataloguedTag[] = [];
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
      for (const item of page.Items ?? []) {
        const { sk, seen_at: seenAt, ...rest } = itemSchema.parse(unmarshall(item));
        tags.push({ id: sk.slice('ID#'.length), ...rest, seenAt });
      }
    }
    return tags;
  }

  function all(): Promise<Map<string, StoredTag>> {
    if (held !== undefined && now() - held.readAt < freshMs) return held.tags;
    const loading = { tags: readAll().then(tagsByName), readAt: now() };
    held = loading;
    loading.tags.catch(() => {
      if (held === loading) held = undefined;
    });
    return loading.tags;
  }

  /** Not the item whole: its former names stay. */
  async function write(
    { id, name }: { id: string; name: string },
    fields: { deleted: boolean; former?: readonly FormerName[] },
  ): Promise<void> {
    const folded = foldTagName(name);
    const set = { name, folded, seen_at: now(), ...fields };
    const names = Object.keys(set);
    await table.update(
      { pk: 'TAG', sk: `ID#${id}` },
      {
        text: `SET ${names.map((_, i) => `#f${i} = :f${i}`).join(', ')}`,
        names: Object.fromEntries(names.map((each, i) => [`#f${i}`, each])),
        values: Object.fromEntries(Object.values(set).map((each, i) => [`:f${i}`, each])),
      },
    );
    (await held?.tags)?.set(folded, { id, name, deleted: fields.deleted });
  }

  return {
    readAll,
    find: async (name) => (await all()).get(foldTagName(name)),
    remember: (tag) => write(tag, { deleted: false }),
    markDeleted: (tag) => write(tag, { deleted: true }),
    rename: (tag, former) => write(tag, { deleted: false, former }),
  };
}

/**
 * Which tag a name stands for: the living one that bears it, else what last happened to the name: the tag that it
 * was taken from by a rename, which keeps its id, or the one that was deleted.
 */
export function tagsByName(tags: readonly CataloguedTag[]): Map<string, StoredTag> {
  const weakestFirst = tags
    .flatMap(({ id, name, deleted, seenAt, former }) => {
      const tag = { id, name, deleted };
      const own = { name, tag, bearsIt: !deleted, at: seenAt };
      return [own, ...former.map((each) => ({ name: each.name, tag, bearsIt: false, at: each.until }))];
    })
    .toSorted((a, b) => Number(a.bearsIt) - Number(b.bearsIt) || a.at - b.at);
  return new Map(weakestFirst.map(({ name, tag }) => [foldTagName(name), tag]));
}
