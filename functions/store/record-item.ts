import * as z from 'zod';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { fitRecord } from './fit-record.ts';
import { type NotificationRecord, recordSchema } from './record.ts';
import { recordKey, recordNamed } from './record-key.ts';
import { shardOf } from './shards.ts';
import { packJson, unpackJson } from './stored-json.ts';
import type { Item, Key } from './table.ts';

/** Of an item's 400 KB. The rest of a record is at most as large: see `fitRecord`. */
const maxPackedBytes = 350 * 1024;

/** A record as it is stored: what is asked for by conditions and indexes as attributes, the rest packed. */
export function itemOf(record: NotificationRecord): Key & Item & { packed: Uint8Array } {
  return {
    ...recordKey(record),
    [TABLE_LAYOUT.byTime.partitionKey]: shardOf(record),
    happened_at: record.happened_at,
    ...(record.people === undefined ? {} : { people: record.people }),
    ...stateOf(record),
  };
}

/** What a worker changes of a record that is there. */
export function stateOf(record: NotificationRecord) {
  const { status, outcome, attempts, lease_until, lease_holder, expires_at, ...rest } = fitRecord(record);
  // In the key, or beside it.
  const { app_id: _, identity: __, happened_at: ___, people: ____, text = '', ...others } = rest;
  const value = Object.fromEntries(Object.entries(others).filter(([, each]) => !isEmptyList(each)));
  const whole = packJson({ value, text });
  const packed =
    whole.length <= maxPackedBytes ? whole : packJson({ value: { ...value, truncated: true }, text: '' });
  return {
    status,
    ...(outcome === undefined ? {} : { outcome }),
    attempts,
    ...(lease_until === undefined ? {} : { lease_until }),
    ...(lease_holder === undefined ? {} : { lease_holder }),
    expires_at,
    packed,
  };
}

/** @throws where the item is no record of ours */
export function recordOf(item: unknown): NotificationRecord {
  const { pk, sk, packed, ...flat } = stored.parse(item);
  const { value, text } = unpackJson(packed);
  const rest = z.record(z.string(), z.unknown()).parse(value);
  return recordSchema.parse({
    ...rest,
    ...flat,
    ...recordNamed({ pk, sk }),
    ...(text === '' ? {} : { text }),
  });
}

const stored = z.looseObject({ pk: z.string(), sk: z.string(), packed: z.unknown() });

/** The schema puts it back. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
