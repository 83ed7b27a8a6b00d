import { createHash } from 'node:crypto';
import type { NotificationRecord } from './record.ts';

/** So many, so that no partition of the index takes all writes, and finding a person reads a sixteenth of it. */
const count = 16;

export type RecordKind = 'hit' | 'miss';

/** The partition of the index by time in which a record is: that of the first contact in it, where there is one. */
export function shardOf({
  matched,
  people,
  identity,
}: Pick<NotificationRecord, 'matched' | 'people' | 'identity'>): string {
  return shard(matched.length > 0 ? 'hit' : 'miss', numberOf(people?.[0] ?? identity));
}

/** All partitions of these kinds. */
export function allShards(kinds: readonly RecordKind[] = ['hit', 'miss']): string[] {
  return kinds.flatMap((kind) => Array.from({ length: count }, (_, n) => shard(kind, n)));
}

/** The partitions with the records of which a contact is the first. */
export function shardsOfPerson(id: string): string[] {
  return [shard('hit', numberOf(id)), shard('miss', numberOf(id))];
}

function shard(kind: RecordKind, n: number): string {
  return `${kind}#${n}`;
}

function numberOf(text: string): number {
  return (createHash('sha1').update(text).digest()[0] ?? 0) % count;
}
