/**
 * The names that the table's definition and the code that reads it must agree on. The indexes are
 * KEYS_ONLY and sparse: an item without an index's keys is not in it. Free of imports, as `infra`
 * imports it.
 */
export const TABLE_LAYOUT = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Unix seconds. */
  expiry: 'expires_at',
  /** Records of one subject, by time. */
  bySubject: { indexName: 'by-subject', partitionKey: 'subject_key', sortKey: 'happened_at' },
  /** Records in which a contact stands, by time: to find all that is to be erased with it. */
  byPerson: { indexName: 'by-person', partitionKey: 'person_key', sortKey: 'happened_at' },
  /** Records of one day, hits apart from misses, in four shards (`DAY#<date>#<hit|miss>#<0..3>`), by time. */
  byDay: { indexName: 'by-day', partitionKey: 'day_key', sortKey: 'happened_at' },
} as const;
