import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { allShards } from './shards.ts';
import type { Table } from './table.ts';

const ruleHourSchema = z.object({
  /** Notifications, and objects of scheduled runs, that the rule matched live. */
  matched: z.number(),
  shadow: z.number(),
  /** Tags that it set, and that it removed. */
  tagged: z.number(),
  untagged: z.number(),
  /** Changes that were there already. */
  unchanged: z.number(),
  /** Changes that gave way: to a newer one, to a person's tag, to the limit of flips. */
  gave_way: z.number(),
  /** Changes that wait for a person: capped, or of a paused rule. */
  held_back: z.number(),
  /** Changes that cannot be made: refused, or object or tag gone. */
  failed: z.number(),
  /** Objects from which `keep` took its tags. */
  ended: z.number(),
});

const totalsSchema = z.object({
  /** All records of the hour, those that no rule matched included. */
  records: z.number(),
  hits: z.number(),
  /** The rules that have an item for this hour. */
  rules: z.array(z.string()),
});

/** What a rule did within one hour, by the notifications' own time. */
export type RuleHour = z.infer<typeof ruleHourSchema>;
type HourTotals = z.infer<typeof totalsSchema>;

interface HourRange {
  /** ISO time of an hour's begin; from it on. */
  from: string;
  /** Before it. */
  to: string;
}

/** Finished hours, rolled up by the sync from the records and written whole each time: never added to. */
export interface Counters {
  /** How many records there are now of that time: what tells whether an hour must be rolled up again. */
  countRecords(range: HourRange): Promise<number>;
  readTotals(hour: string): Promise<HourTotals | null>;
  /** Replaces an hour. A rule that had counts and has none any more gets zeros. */
  write(
    hour: string,
    totals: Omit<HourTotals, 'rules'>,
    rules: ReadonlyMap<string, RuleHour>,
    expiresAt: number,
  ): Promise<void>;
  /** A rule's hours by their ISO begin, oldest first; those without anything are left out. */
  ofRule(rule: string, range: HourRange): Promise<Map<string, RuleHour>>;
  totals(range: HourRange): Promise<Map<string, HourTotals>>;
}

export const noRuleHour: RuleHour = {
  matched: 0,
  shadow: 0,
  tagged: 0,
  untagged: 0,
  unchanged: 0,
  gave_way: 0,
  held_back: 0,
  failed: 0,
  ended: 0,
};

/** No rule's id. */
const everything = '*';

export function createCounters(client: DynamoDBClient, tableName: string, table: Table): Counters {
  async function readHours<T>(name: string, { from, to }: HourRange, schema: z.ZodType<T>) {
    const hours = new Map<string, T>();
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: marshall({
          ':pk': partition(name),
          ':from': hourKey(from),
          ':to': hourKey(to),
        }),
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const { sk, ...counts } = unmarshall(item);
        const hour = String(sk).slice('HOUR#'.length);
        if (hour < to) hours.set(hour, schema.parse(counts));
      }
    }
    return hours;
  }

  return {
    async countRecords({ from, to }) {
      const counts = await Promise.all(
        allShards().map((shard) => countShard(client, tableName, shard, { from, to })),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },

    async readTotals(hour) {
      const item = await table.get({ pk: partition(everything), sk: hourKey(hour) });
      return item === null ? null : totalsSchema.parse(item);
    },

    async write(hour, totals, rules, expiresAt) {
      const before = await table.get({ pk: partition(everything), sk: hourKey(hour) });
      const known = before === null ? [] : totalsSchema.parse(before).rules;
      const names = new Set([...known, ...rules.keys()]);
      const put = (name: string, counts: object) =>
        table.put({ pk: partition(name), sk: hourKey(hour), ...counts, expires_at: expiresAt });
      await Promise.all([...names].map((rule) => put(rule, rules.get(rule) ?? noRuleHour)));
      // Last, so that an hour whose totals are there is whole.
      await put(everything, { ...totals, rules: [...names] });
    },

    ofRule: (rule, range) => readHours(rule, range, ruleHourSchema),
    totals: (range) => readHours(everything, range, totalsSchema),
  };
}

/** Counted by the index alone. */
async function countShard(
  client: DynamoDBClient,
  tableName: string,
  shard: string,
  { from, to }: HourRange,
): Promise<number> {
  const { indexName, partitionKey, sortKey } = TABLE_LAYOUT.byTime;
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      IndexName: indexName,
      Select: 'COUNT',
      KeyConditionExpression: '#shard = :shard AND #at BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#shard': partitionKey, '#at': sortKey },
      ExpressionAttributeValues: marshall({ ':shard': shard, ':from': from, ':to': lastBefore(to) }),
    },
  );
  let count = 0;
  for await (const page of pages) count += page.Count ?? 0;
  return count;
}

/** Times have milliseconds. */
function lastBefore(moment: string): string {
  return new Date(Date.parse(moment) - 1).toISOString();
}

function partition(name: string): string {
  return `STATS#${name}`;
}

function hourKey(hour: string): string {
  return `HOUR#${hour}`;
}
