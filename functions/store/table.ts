import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';

/** A plain object as it is stored: what comes back is unknown until a schema has read it. */
export type Item = Record<string, unknown>;

export interface Key {
  pk: string;
  sk: string;
}

/** An expression with its `#names` and `:values`. */
export interface Expression {
  text: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

/** The one table, in the few operations that all of its items need. No transactions: see docs/architecture.md. */
export interface Table {
  /** A strongly consistent read. */
  get(key: Key): Promise<Item | null>;
  /** The same of two items in one request. */
  getBoth(keys: [Key, Key]): Promise<[Item | null, Item | null]>;
  /** The items of a partition whose sort key begins so, in its order; strongly consistent. */
  list(pk: string, prefix: string): Promise<Item[]>;
  /** False where the condition does not hold. */
  put(item: Key & Item, condition?: Expression): Promise<boolean>;
  /** Nothing happens where there is none. */
  delete(key: Key): Promise<void>;
  /** The item as it is afterwards; null where the condition does not hold. */
  update(key: Key, update: Expression, condition?: Expression): Promise<Item | null>;
}

/** `now` in Unix milliseconds: what has expired is not read, though DynamoDB deletes it days later. */
export function createTable(client: DynamoDBClient, name: string, now: () => number): Table {
  /** Null where it is not there, or has expired. */
  function read(stored: Record<string, AttributeValue> | undefined): Item | null {
    if (stored === undefined) return null;
    const item = unmarshall(stored);
    const expiry: unknown = item[TABLE_LAYOUT.expiry];
    return typeof expiry === 'number' && expiry * 1000 <= now() ? null : item;
  }

  async function get(key: Key): Promise<Item | null> {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: name, Key: marshall(key), ConsistentRead: true }),
    );
    return read(Item);
  }

  return {
    get,

    async getBoth(keys) {
      const asked = { Keys: keys.map((key) => marshall(key)), ConsistentRead: true };
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [name]: asked } }),
      );
      // Throttled: a read of its own is repeated by the SDK.
      if (UnprocessedKeys?.[name] !== undefined) return [await get(keys[0]), await get(keys[1])];
      const found = (Responses?.[name] ?? []).map(read).filter((item) => item !== null);
      const itemOf = ({ pk, sk }: Key) =>
        found.find((item) => item['pk'] === pk && item['sk'] === sk) ?? null;
      return [itemOf(keys[0]), itemOf(keys[1])];
    },

    async list(pk, prefix) {
      const { partitionKey, sortKey } = TABLE_LAYOUT;
      const condition = {
        text: '#pk = :pk AND begins_with(#sk, :prefix)',
        names: { '#pk': partitionKey, '#sk': sortKey },
        values: { ':pk': pk, ':prefix': prefix },
      };
      const pages = paginateQuery(
        { client },
        {
          TableName: name,
          ConsistentRead: true,
          KeyConditionExpression: condition.text,
          ...substitutions(condition),
        },
      );
      const items: Item[] = [];
      for await (const page of pages)
        items.push(...(page.Items ?? []).map(read).filter((item) => item !== null));
      return items;
    },

    async put(item, condition) {
      const command = new PutItemCommand({
        TableName: name,
        Item: marshall(item, { removeUndefinedValues: true }),
        ...(condition === undefined
          ? {}
          : { ConditionExpression: condition.text, ...substitutions(condition) }),
      });
      return (await unlessConditionFails(client.send(command))) !== null;
    },

    async delete({ pk, sk }) {
      await client.send(new DeleteItemCommand({ TableName: name, Key: marshall({ pk, sk }) }));
    },

    async update(key, update, condition) {
      const both = {
        text: '',
        names: { ...update.names, ...condition?.names },
        values: { ...update.values, ...condition?.values },
      };
      const command = new UpdateItemCommand({
        TableName: name,
        Key: marshall(key),
        UpdateExpression: update.text,
        ...(condition === undefined ? {} : { ConditionExpression: condition.text }),
        ...substitutions(both),
        ReturnValues: 'ALL_NEW',
      });
      const answer = await unlessConditionFails(client.send(command));
      return answer === null ? null : unmarshall(answer.Attributes ?? {});
    },
  };
}

/** DynamoDB refuses empty maps of either. */
function substitutions({ names = {}, values = {} }: Expression) {
  return {
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0
      ? {}
      : { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }),
  };
}

async function unlessConditionFails<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
